"""What each row of an import would do, and all that is wrong with it: found out from the database, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from zhiheng.directory.models import Region, Unit
from zhiheng.division.dividing import CHANGEABLE, Share, spot, wrong_values
from zhiheng.division.importing.table import by_name, fields_of
from zhiheng.division.models import ImportRow, Part
from zhiheng.division.origin import Origin, origins_of
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.intake.uploading import in_both
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.scope import Desk
from zhiheng.mechanisms.workbooks.checking import fault_at
from zhiheng.mechanisms.workbooks.fields import Fault, Line

UNKNOWN = gettext_noop("编号不存在；新增的行请把编号留空")
"""Said alike of a number that nobody has and of one that is not yours."""


PLACE = ("task_id", "parent_id", "start", "end", "region_id", "unit_id", "year", "quarter")


@dataclass
class Verdict:
    """What one row would do: a part to change, or a share of an origin to make, or all that is wrong."""

    line: Line
    faults: list[Fault]
    part: Part | None = None
    origin: Origin | None = None
    receiver: Region | Unit | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    spot: str = ""

    @property
    def outcome(self) -> str:
        if self.faults:
            return ImportRow.WRONG
        if self.part is None:
            return ImportRow.NEW
        return ImportRow.CHANGED if self.changes else ImportRow.SAME

    @property
    def share(self) -> Share:
        """The new part, for ``dividing.make``."""
        assert self.receiver is not None
        return Share(self.receiver, **{name: self.changes[name] for name in CHANGEABLE if name in self.changes})


class Ground:
    """What the rows are held against; asked in as many queries whatever the number of rows.

    ``earlier`` gives the places of rows of the same file that were judged before, each with its row number.
    """

    def __init__(
        self, ledger: Ledger, desk: Desk, on: date, lines: Sequence[Line], earlier: Mapping[str, int] | None = None
    ) -> None:
        self.ledger, self.desk = ledger, desk
        self.fields = {found.key: found for found in fields_of(ledger, desk, on)}
        self.receivers = by_name(ledger, desk, on)
        self.earlier = dict(earlier or {})
        ids = {found for line in lines if (found := _uuid(line.values.get("key")))}
        asked = Part.objects.filter(pk__in=ids).select_related("ledger", "task", "region", "unit")
        self.parts = {part.pk: part for part in asked if part.given_by(desk) and part.ledger_id == ledger.pk}
        tasks = {str(key) for line in lines if (key := line.values.get("task"))}
        self.origins = origins_of(ledger, tasks, desk)
        self.quotes = {id(found): _bare(found.quote) for of_task in self.origins.values() for found in of_task}
        self.tasks = tasks
        self.taken = taken_places(ledger, tasks)
        self.last = self._last_changes(lines)

    @cached_property
    def standing(self) -> dict[UUID, Part]:
        """The open parts themselves: asked for only when a row without a number meets one."""
        standing = _standing(self.ledger, self.tasks).select_related("ledger", "task", "region", "unit")
        return {part.pk: part for part in standing}

    def judge(self, lines: Iterable[Line]) -> list[Verdict]:
        """A verdict for each row, in their order."""
        return [self._judge(line) for line in lines]

    def _judge(self, line: Line) -> Verdict:
        verdict = Verdict(line, list(line.faults))
        if line.values.get("key"):
            self._of_part(verdict)
        elif _read(line, "key"):
            self._of_new(verdict)
        self._values(verdict)
        if verdict.spot and (row := self.earlier.setdefault(verdict.spot, line.row)) != line.row:
            self._fault(verdict, "receiver", gettext_noop("与第 %(row)s 行是同一项：同一接收方、同一时期"), row=row)
        return verdict

    def _of_part(self, verdict: Verdict) -> None:
        """A row with a number: the same part with other values, read at the version that the file names."""
        values = verdict.line.values
        part = self.parts.get(_uuid(values["key"]) or UUID(int=0))
        if part is None:
            return self._fault(verdict, "key", UNKNOWN)
        if part.state == Part.WITHDRAWN:
            return self._fault(verdict, "key", gettext_noop("这一项已撤回，不能再改；需要的话请另起一行新增"))
        verdict.part = part
        for name, now in (("task", part.task.key), ("receiver", part.receiver.name)):
            if values.get(name, now) != now:
                words = gettext_noop("这一项原为“%(now)s”，不能改；请撤回后另行分解")
                self._fault(verdict, name, words, now=now)
        given = {name: values[name] for name in CHANGEABLE if name in values}
        verdict.changes = {name: value for name, value in given.items() if getattr(part, name) != value}
        if verdict.changes and values.get("version") is None:
            self._fault(verdict, "version", gettext_noop("版本为空；请在下载的模板上修改"))
        elif verdict.changes and values["version"] != part.version:
            self._stale(verdict, part)
        self._stands(verdict, part)

    def _stands(self, verdict: Verdict, part: Part) -> None:
        """Where a changed part would stand; no other part may stand there."""
        period = {name: verdict.changes.get(name, getattr(part, name)) for name in ("year", "quarter")}
        verdict.spot = place_of(part, **period)
        if self.taken.get(verdict.spot, part.pk) != part.pk:
            self._fault(verdict, "year", gettext_noop("这一接收方在这一时期已有另一项分解任务"))

    def _of_new(self, verdict: Verdict) -> None:
        """A row without a number: a share of what the post may divide. One that stands already is the same part."""
        values = verdict.line.values
        origin = self._origin(verdict, str(values["task"])) if values.get("task") else None
        receiver = self.receivers.get(str(values.get("receiver")))
        if origin is None or receiver is None or not all(_read(verdict.line, name) for name in ("year", "quarter")):
            return
        verdict.origin, verdict.receiver = origin, receiver
        verdict.changes = {name: values[name] for name in CHANGEABLE if name in values}
        verdict.changes["due"] = values.get("due") or origin.due
        parent = origin.parent.pk if origin.parent else None
        year, quarter = values.get("year"), values.get("quarter") or 0
        verdict.spot = _spot(origin.task.pk, parent, origin.start, origin.end, receiver, year, quarter)
        if verdict.spot not in self.taken:
            return
        standing = self.standing[self.taken[verdict.spot]]
        differing = {n: v for n, v in verdict.changes.items() if getattr(standing, n) != v}
        if standing.given_by(self.desk) and not differing:
            verdict.part, verdict.changes = standing, {}
            return
        words = gettext_noop("“%(name)s”在这一时期已有分解任务；要改它，请下载模板，在带编号的那一行里改")
        self._fault(verdict, "receiver", words, name=receiver.name)

    def _origin(self, verdict: Verdict, task: str) -> Origin | None:
        """The words that are divided: the only ones of the task, or those that stand in the row."""
        found = self.origins.get(task, [])
        if not found:
            self._fault(verdict, "task", gettext_noop("任务“%(task)s”不在您可分解的范围内"), task=task)
            return None
        values = verdict.line.values
        quote = _bare(str(values.get("quote") or ""))
        matching = [origin for origin in found if quote in ("", self.quotes[id(origin)])]
        matching = _of_period(matching, values.get("year"), values.get("quarter") or 0)
        if len(matching) == 1:
            return matching[0]
        if len({self.quotes[id(origin)] for origin in matching}) == 1:
            words = gettext_noop("这些文字上收到 %(n)s 项分解任务；年份、季度须与其中一项相同")
            self._fault(verdict, "year", words, n=len(matching))
        elif matching:
            words = gettext_noop("任务“%(task)s”有 %(n)s 处责任分工；请从任务分解页下载模板，保留这一列的原文")
            self._fault(verdict, "quote", words, task=task, n=len(found))
        else:
            self._fault(verdict, "quote", gettext_noop("与方案原文不符；请从下载的模板里复制原文"))
        return None

    def _values(self, verdict: Verdict) -> None:
        """What no part may have, by the rules of ``dividing``; the period always as a whole."""
        values = {name: value for name, value in verdict.line.values.items() if name in CHANGEABLE}
        if verdict.part is not None:
            values = {name: getattr(verdict.part, name) for name in ("year", "quarter")} | values
        elif "year" not in verdict.line.columns:
            values["year"] = None
        said = in_both(lambda: wrong_values(self.ledger, values))
        for (name, zh), (_, en) in said:
            verdict.faults.append(fault_at(verdict.line, self.fields[name], zh, en))

    def _stale(self, verdict: Verdict, part: Part) -> None:
        """Somebody changed it after the file was downloaded: both values of each field, who and when."""
        last = self.last.get(part.pk)
        by, at = (str(last.by), timezone.localtime(last.at)) if last else ("—", part.made_at)
        words = gettext_noop(
            "下载之后由%(by)s于%(at)s改过：%(both)s。请重新下载模板填写；要以您的为准，请把版本改为 %(version)s"
        )
        (both, english), *_ = in_both(lambda: [_both(part, verdict.changes)])
        values = {"by": by, "at": f"{at:%Y-%m-%d %H:%M}", "version": part.version}
        with override("en"):
            en = gettext(words) % (values | {"both": english})
        verdict.faults.append(fault_at(verdict.line, self.fields["version"], words % (values | {"both": both}), en))

    def _fault(self, verdict: Verdict, column: str, words: str, **values: object) -> None:
        with override("en"):
            en = gettext(words) % values
        verdict.faults.append(fault_at(verdict.line, self.fields[column], words % values, en))

    def _last_changes(self, lines: Iterable[Line]) -> dict[UUID, Entry]:
        """The newest journal line of each part that is newer than the file has it."""
        read = {str(line.values.get("key")): line.values.get("version") for line in lines}
        newer = [part.pk for part in self.parts.values() if read.get(str(part.pk)) != part.version]
        entries = Entry._base_manager.filter(seen_with__in=newer).select_related("by").order_by("at", "id")
        return {entry.seen_with: entry for entry in entries if entry.seen_with}


def taken_places(ledger: Ledger, tasks: Iterable[str]) -> dict[str, UUID]:
    """Where the open parts of some tasks stand, as far as the desk sees them."""
    return {_joined_row(*row): pk for pk, *row in _standing(ledger, tasks).order_by().values_list("pk", *PLACE)}


def place_of(part: Part, year: int | None, quarter: int) -> str:
    """Where a part stands in a period."""
    return _spot(part.task_id, part.parent_id, part.start, part.end, part.receiver, year, quarter)


def words_of(name: str, value: Any) -> str:
    """A value of a part as people read it; — for none."""
    if name == "quarter":
        return str(dict(_field("quarter").flatchoices)[value or 0])
    if name == "state":
        return str(dict(Part.STATES).get(value, value))
    return str(value) if value not in (None, "") else "—"


def _field(name: str) -> Any:
    return Part._meta.get_field(name)


def _both(part: Part, changes: Mapping[str, Any]) -> str:
    told = []
    for name, value in changes.items():
        label = gettext(str(_field(name).verbose_name))
        now, mine = words_of(name, getattr(part, name)), words_of(name, value)
        told.append(gettext("%(field)s现为“%(now)s”，您填的是“%(mine)s”") % {"field": label, "now": now, "mine": mine})
    return gettext("；").join(told)


def _joined_row(
    task: int, parent: UUID | None, start: int, end: int, region: int, unit: int | None, year: int | None, quarter: int
) -> str:
    who = (Unit.__name__, unit) if unit else (Region.__name__, region)
    return _joined(task, parent, start, end, *who, year, quarter)


def _spot(
    task: int, parent: UUID | None, start: int, end: int, receiver: Region | Unit, year: Any, quarter: Any
) -> str:
    return _joined(task, parent, start, end, *spot(receiver, year, quarter))


def _standing(ledger: Ledger, tasks: Iterable[str]) -> Any:
    return Part.objects.filter(ledger=ledger, task__key__in=tasks).exclude(state=Part.WITHDRAWN)


def _of_period(origins: list[Origin], year: Any, quarter: Any) -> list[Origin]:
    """Of several parts received for the same words, those of the row's period: the quarter, else the year, else all."""
    parents = [(origin, origin.parent) for origin in origins if origin.parent]
    if len(parents) < len(origins) or len(origins) < 2:
        return origins
    for period in ((year, quarter), (year, 0), (None, 0)):
        if found := [origin for origin, parent in parents if (parent.year, parent.quarter) == period]:
            return found
    return origins


def _joined(*place: object) -> str:
    """Words, receiver and period in one: what only one open part may stand at."""
    return ":".join(map(str, place))


def _read(line: Line, name: str) -> bool:
    """Whether the cell of a field could be read, or has no column at all."""
    return name in line.values or name not in line.columns


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def _bare(text: str) -> str:
    return "".join(text.split())
