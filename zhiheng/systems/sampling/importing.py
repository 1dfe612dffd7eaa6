"""Published result tables of the authorities as they are: read under many headings, judged by row, taken back whole.

Which sampling type a table is of, whether it lists what passed or what failed, and when it was announced, is said by
who imports it, in the key of the import: food-supervision-failed-2026-03-01. Nothing of that is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.intake.entrances import TWICE, Entrance, Verdict, in_each
from zhiheng.mechanisms.intake.models import NEW, IntakeRow
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.scope import desk_now, everywhere
from zhiheng.mechanisms.versions import differing
from zhiheng.mechanisms.workbooks.checking import fault_at, some
from zhiheng.mechanisms.workbooks.fields import Line, Notice
from zhiheng.mechanisms.workbooks.typed import Wrong
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.failing import items_of, written
from zhiheng.systems.sampling.models import TestedBatch
from zhiheng.systems.sampling.places import Places
from zhiheng.systems.sampling.spellings import fields_of

ROOM = "results"
OUTCOMES = (("failed", _("不合格产品表")), ("passed", _("合格产品表")), ("both", _("合格与不合格在一张表，有结论一列")))
KEY = re.compile(r"([a-z]+)-([a-z]+)-([a-z]+)-(\d{4}-\d{2}-\d{2})(?:-(\d{2}))?")
PASSED = {"合格": True, "符合": True, "符合规定": True, "未发现不合格": True, "所检项目合格": True, "是": True}
FAILED = {"不合格": False, "不符合": False, "不符合规定": False, "否": False}
WRITTEN = (
    *("product", "brand", "spec", "batch_no", "producer_name", "producer_address", "firm_name", "firm_address"),
    *("passed", "failing_items", "product_class", "region", "sampled_on", "judged_on", "announcement"),
    *("published_on", "plan", "industry", "category", "sampling_type"),
)
"""The fields of a batch that a table gives."""

UNSAID = gettext_noop("“%(said)s”看不出是合格还是不合格；请写合格或者不合格")
NO_ITEMS = gettext_noop("不合格的要写不合格项目")
ITEMS = gettext_noop("合格的不应有不合格项目；请核对这一行是不是放错了表")
TO_COME = gettext_noop("日期晚于今天")
BACKWARDS = gettext_noop("%(later)s早于%(earlier)s，请核对日期")
NOT_OURS = gettext_noop("“%(said)s”不在您办理的地区，或者分不清是哪个县（市、区）；请写明设区市")
UNPLACED = gettext_noop("没有写明被抽样单位在哪个地区；请在被抽样单位地址一列写明设区市和县（市、区），全省的写省名")
UNDATED = gettext_noop("第 %(rows)s 行没有检验日期：检验结论日期记作公告日期，合格率计入公告所在的月份")
ONLY_FAILED = gettext_noop(
    "不合格产品表单独导入算不出合格率：同一公告的合格产品也要导入，否则只有不合格的计入，合格率偏低"
)
HEADINGS = gettext_noop("这一行各列文字相同，像是说明，不是一批产品")
OTHERS = gettext_noop("抽样编号“%(number)s”已由其他地区登记，不能改动")
DAYS = (("sampled_on", "judged_on"), ("judged_on", "published_on"))
"""Days that come one after the other."""


@dataclass(frozen=True)
class Told:
    """What whoever imports says of a whole table. ``industry``: the division, for goods of industry."""

    category: str
    sampling_type: str
    outcome: str
    announced: date
    industry: str = ""

    @property
    def key(self) -> str:
        """The word in the address."""
        return "-".join(
            filter(None, (self.category, self.sampling_type, self.outcome, f"{self.announced}", self.industry))
        )

    @classmethod
    def of(cls, key: str) -> Told | None:
        """What an address says; None when it makes no sense."""
        found = KEY.fullmatch(key)
        if found is None:
            return None
        category, sampling_type, outcome, announced, industry = found.groups()
        known = (category, sorts.CATEGORIES), (sampling_type, sorts.SAMPLING_TYPES), (outcome, OUTCOMES)
        if any(word not in dict(words) for word, words in known) or sampling_type == sorts.RISK:
            return None
        if (category == sorts.INDUSTRIAL) != bool(industry) or (industry and industry not in dict(sorts.divisions())):
            return None
        try:
            return cls(category, sampling_type, outcome, date.fromisoformat(announced), industry or "")
        except ValueError:
            return None


def results_entrance(key: str) -> Entrance | None:
    """The way in for one kind of published table; None for a word that names none."""
    told = Told.of(key)
    return ResultsEntrance(told) if told else None


class ResultsEntrance(Entrance):
    """Rows of a published table, each a tested batch. A row is known by its sampling number, or else by what it says of

    product, batch, producer and sampled party, so that the same table sent twice changes nothing.
    """

    room, undoable = ROOM, True
    addresses: ClassVar = ("public_samples", "results_import", "", "")

    def __init__(self, told: Told) -> None:
        super().__init__(TestedBatch, WRITTEN)
        self.told = told
        self.fields = fields_of(told.outcome)

    @property
    def key(self) -> str:
        return self.told.key

    @property
    def label(self) -> str:
        told = self.told
        words = dict(sorts.CATEGORIES)[told.category], dict(sorts.SAMPLING_TYPES)[told.sampling_type]
        return gettext("%(category)s %(type)s 公布结果") % {"category": words[0], "type": words[1]}

    def list_url(self) -> str:
        return reverse("public_samples")

    def template_url(self) -> str:
        return ""

    def row_url(self, pk: UUID) -> str:
        return reverse("public_sample", args=[pk])

    def judge(self, lines: Sequence[Line], on: date) -> list[Verdict]:
        """A verdict for each row, in their order; nothing is written."""
        places = Places(desk_now().casework, on)
        found = [self._read(line, places, on) for line in lines]
        standing = {row.source: row for row in _standing({verdict.row.source for verdict in found})}
        earlier: dict[str, int] = {}
        for verdict in found:
            source, row = verdict.row.source, verdict.line.row
            if earlier.setdefault(source, row) != row:
                self._fault(verdict, "product", TWICE, row=earlier[source])
            if source in standing:
                self._compared(verdict, standing[source])
        return found

    def _read(self, line: Line, places: Places, on: date) -> Verdict:
        """What one row says, and all that is wrong with it."""
        said: dict[str, Any] = {name: value for name, value in line.values.items() if value is not None}
        number, words, cell = said.pop("number", ""), said.pop("result", ""), said.get("failing_items", "")
        of_table = {name: getattr(self.told, name) for name in ("category", "sampling_type", "industry")}
        said = {**of_table, "published_on": self.told.announced, **said}
        said.setdefault("judged_on", said["published_on"])
        verdict = Verdict(line, None, list(line.faults), said)
        said["failing_items"] = self._items(verdict, str(cell))
        said["passed"] = self._passed(verdict, str(words), said["failing_items"])
        address = str(said.get("firm_address", ""))
        said["region"] = places.found(address)
        if said["region"] is None:
            nothing = not address.strip("/-—无 ")
            self._fault(verdict, "firm_address", UNPLACED if nothing else NOT_OURS, said=address)
        self._plausible(verdict, said, on)
        verdict.row = TestedBatch(source=self._source(str(number), said), **said)
        return verdict

    def _items(self, verdict: Verdict, cell: str) -> str:
        try:
            return written(items_of(cell))
        except Wrong as wrong:
            field = self.by_key["failing_items"]
            verdict.faults.append(fault_at(verdict.line, field, wrong.said_zh, wrong.said_en))
            return ""

    def _passed(self, verdict: Verdict, words: str, items: str) -> bool | None:
        """The judgement: that of the table, or of its column of conclusions; it has to fit with the items."""
        passed: bool | None = self.told.outcome == "passed"
        if self.told.outcome == "both":
            passed = {**PASSED, **FAILED}.get(words)
            if passed is None and words:
                self._fault(verdict, "result", UNSAID, said=words)
        wrong_cell = any(fault.heading == self._heading("failing_items") for fault in verdict.faults)
        if passed is False and not items and not wrong_cell:
            self._fault(verdict, "failing_items", NO_ITEMS)
        if passed and items:
            self._fault(verdict, "failing_items", ITEMS)
        return passed

    def _plausible(self, verdict: Verdict, said: Mapping[str, Any], on: date) -> None:
        """Days in their order and none to come; a note below the table, merged over all columns, is no product."""
        names = [said.get(name) for name in ("product", "firm_name", "producer_name")]
        if names[0] and names[0] == names[1] == names[2]:
            self._fault(verdict, "product", HEADINGS)
        for name in ("sampled_on", "judged_on", "published_on"):
            if name in verdict.line.values and (day := said.get(name)) and day > on:
                self._fault(verdict, name, TO_COME)
        for first, then in DAYS:
            if said.get(first) and said.get(then) and said[first] > said[then]:
                headings = {"later": self._heading(then), "earlier": self._heading(first)}
                self._fault(verdict, first if first in verdict.line.columns else then, BACKWARDS, **headings)

    def _source(self, number: str, said: Mapping[str, Any]) -> str:
        """By what a batch is known: its sampling number, or else what it says of itself."""
        if number:
            return f"导入 {number}"
        names = ("product", "spec", "batch_no", "producer_name", "firm_name")
        told = (self.told.category, self.told.sampling_type, *(str(said.get(name, "")) for name in names))
        return f"导入 {sha256(chr(31).join(told).encode()).hexdigest()[:32]}"

    def _compared(self, verdict: Verdict, standing: TestedBatch) -> None:
        """What the table says anew about a batch that stands already."""
        if standing.region_id not in desk_now().casework:
            self._fault(verdict, "product", OTHERS, number=standing.source.removeprefix("导入 "))
        if _undated(verdict):
            # The day of the announcement takes no day away that is known.
            del verdict.changes["judged_on"]
        verdict.changes = {name: value for name, value in verdict.changes.items() if getattr(standing, name) != value}
        verdict.row, verdict.standing = standing, True

    def notices(self, verdicts: Sequence[Verdict]) -> list[Notice]:
        """Of which rows the day of the announcement stands for the day of the conclusion; what failed gives no rate."""
        rows = [verdict.line.row for verdict in verdicts if not verdict.standing and _undated(verdict)]
        found = [in_each(UNDATED, rows=some(rows))] if rows else []
        return [*found, in_each(ONLY_FAILED)] if self.told.outcome == "failed" else found

    def write_all(self, verdicts: Sequence[Verdict], *, by: Any, at: datetime, why: str) -> list[tuple[UUID, int]]:
        """Write new batches at once and the others as their next version, each with its line of the journal."""
        new = [verdict.row for verdict in verdicts if not verdict.standing]
        since = {verdict.row.pk: "（表中无检验日期，记公告日期）" for verdict in verdicts if _undated(verdict)}
        with everywhere():
            TestedBatch.objects.bulk_create(new, batch_size=500)
            _journalled([(row, "", _judged(row) + since.get(row.pk, "")) for row in new], by=by, at=at, why=why)
            for verdict in verdicts:
                if verdict.standing:
                    _rewrite(verdict.row, verdict.changes, by=by, at=at, why=why)
        return [(verdict.row.pk, verdict.row.version) for verdict in verdicts]

    def undo_all(self, rows: Sequence[IntakeRow], *, by: Any, at: datetime, why: str) -> list[bool]:
        """Withdraw what was new, give what was changed its old values; what has moved on since stays as it is."""
        with everywhere():
            standing = TestedBatch.objects.in_bulk([row.thing for row in rows])
            found = {row.pk: standing.get(row.thing) for row in rows}
            left = {row.pk: row.version for row in rows}
            taken = {key: batch for key, batch in found.items() if batch and batch.version == left[key]}
            new = [taken[row.pk] for row in rows if row.pk in taken and row.outcome == NEW]
            _journalled([(batch, _judged(batch), "") for batch in new], by=by, at=at, why=why)
            TestedBatch.objects.filter(pk__in=[batch.pk for batch in new]).delete()
            for row in rows:
                if row.pk in taken and row.outcome != NEW:
                    _rewrite(taken[row.pk], dict(self._old(row)), by=by, at=at, why=why)
        return [row.pk in taken for row in rows]

    def _old(self, row: IntakeRow) -> Iterator[tuple[str, Any]]:
        for name, (before, _now) in row.said["changes"].items():
            column = self.columns.of[name]
            yield name, column.related_model.objects.get(pk=before) if column.is_relation else column.to_python(before)


def _undated(verdict: Verdict) -> bool:
    """Whether the table gives no day of the conclusion."""
    return verdict.line.values.get("judged_on") is None


def _standing(sources: set[str]) -> list[TestedBatch]:
    """The batches that are known already, wherever they were registered."""
    with everywhere():
        return list(TestedBatch.objects.filter(source__in=sources).select_related("region"))


def _judged(batch: TestedBatch) -> str:
    return f"{batch.judged_on} {'合格' if batch.passed else '不合格'}"


def _journalled(batches: Sequence[tuple[TestedBatch, str, str]], *, by: Any, at: datetime, why: str) -> None:
    lines = [(batch.source, "检验批次", old, new) for batch, old, new in batches]
    ids = [batch.pk for batch, _old, _new in batches]
    write_entries(lines, ledger="tested_batch", by=by, at=at, why=why, seen_with=ids)


def _rewrite(batch: TestedBatch, now: Mapping[str, Any], *, by: Any, at: datetime, why: str) -> None:
    """The next version of a batch, with what was before in the journal."""
    changed, lines = differing(batch, now, thing=batch.source)
    for name, value in changed.items():
        setattr(batch, name, value)
    batch.version += bool(changed)
    batch.save()
    write_entries(lines, ledger="tested_batch", by=by, at=at, why=why, seen_with=batch.pk)
