"""A division before it is one: who is to receive for which periods, and the table of what each is to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext

from zhiheng.directory.models import Region, Unit
from zhiheng.division.dividing import MOST_SHARES, Problem, Share, problems_of, spot, standing_spots
from zhiheng.division.models.part import period_words
from zhiheng.division.origin import Origin, receivers
from zhiheng.division.typed import LONGEST, SaidForm, too_many
from zhiheng.mechanisms.scope import Desk
from zhiheng.plan.text import normalise

ALL, WHOLE_PLAN, EACH = "all", "plan", "each"
"""What the form sends for all of a group, for the whole time of the plan, and for each of the four quarters."""
OF_A_ROW = ("content", "due", "contact", "note")
"""What a row may say otherwise than all of them do."""


@dataclass
class Choice:
    """Who and when, as the address says it; ``problems`` are (field, sentence)."""

    groups: list[tuple[str, str, Sequence[Region | Unit], str]]
    to: list[Region | Unit] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    query: QueryDict = field(default_factory=QueryDict)

    @classmethod
    def of(cls, query: QueryDict, origin: Origin, desk: Desk, on: date) -> Choice:
        """Read an address; what it does not know is told, never guessed."""
        regions, units = receivers(origin.ledger, desk, on)
        found = cls([("region", gettext("地区"), regions, ""), ("unit", gettext("单位"), units, "")], query=query)
        if not {"to", "year", "quarter"} & set(query):
            return found
        found._receivers(query.getlist("to"))
        found._periods([normalise(year).strip() for year in query.getlist("year")], query.get("quarter", "0"), origin)
        if len(found.to) * len(found.years) * len(found.quarters) > MOST_SHARES:
            found.problems.append(("to", too_many(MOST_SHARES)))
        return found

    def _receivers(self, asked: Sequence[str]) -> None:
        known = [(kind, place) for kind, _words, places, _all in self.groups for place in places]
        self.to = [place for kind, place in known if {f"{kind}:{place.slug}", f"{kind}:{ALL}"} & set(asked)]
        strange = set(asked) - {f"{kind}:{place.slug}" for kind, place in known} - {f"region:{ALL}", f"unit:{ALL}"}
        if strange:
            self.problems.append(("to", gettext("有 %(n)d 个接收方不在可下达的范围内。") % {"n": len(strange)}))
        elif not self.to:
            self.problems.append(("to", gettext("请至少选择一个接收地区或单位。")))

    def _periods(self, years: Sequence[str], quarter: str, origin: Origin) -> None:
        known: dict[str, int | None] = {str(year): year for year in years_of(origin)} | {WHOLE_PLAN: None}
        if strange := set(years) - known.keys():
            first, last = min(years_of(origin)), max(years_of(origin))
            words = gettext("年份须在方案的 %(first)d—%(last)d 年之内。") % {"first": first, "last": last}
            self.problems.append(("year", words))
        elif not years:
            self.problems.append(("year", gettext("请选择年份。")))
        self.years = [value for text, value in known.items() if text in years and text not in strange]
        known_quarters = {EACH: [1, 2, 3, 4]} | {str(number): [number] for number in range(5)}
        self.quarters = known_quarters.get(normalise(quarter), [])
        if not self.quarters:
            self.problems.append(("quarter", gettext("季度只能是 1 至 4，全年留空。")))
        elif self.quarters != [0] and None in self.years:
            self.problems.append(("quarter", gettext("写了季度，还须写年份。")))

    @property
    def made(self) -> bool:
        """Whether there is a table to fill in."""
        return bool(self.to) and not self.problems

    def rows(self, origin: Origin) -> list[DraftRow]:
        """A row for each receiver and period; where one stands already, it is said and not chosen."""
        if not self.made:
            return []
        taken = standing_spots(origin)
        return [DraftRow(*one, taken=spot(*one) in taken) for one in product(self.to, self.years, self.quarters)]


@dataclass
class DraftRow:
    """One receiver in one period, with what was typed for it alone and what is wrong with that."""

    receiver: Region | Unit
    year: int | None
    quarter: int
    taken: bool = False
    chosen: bool = True
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in the form."""
        kind = "region" if isinstance(self.receiver, Region) else "unit"
        return f"{kind}:{self.receiver.slug}:{self.year or WHOLE_PLAN}:{self.quarter}"

    @property
    def period(self) -> str:
        return period_words(self.year, self.quarter)

    @property
    def cells(self) -> Iterator[dict[str, str]]:
        """Its fields for the page."""
        for name in OF_A_ROW:
            label = str(SaidForm.base_fields[name].label)
            value, error = self.typed.get(name, ""), self.errors.get(name, "")
            yield {"kind": name, "name": f"{name}-{self.key}", "label": label, "value": value, "error": error}

    @property
    def wrong(self) -> list[str]:
        """What is wrong with the row itself, not with what was typed into it."""
        return [words for name, words in self.errors.items() if name not in OF_A_ROW]

    @property
    def told(self) -> Iterator[tuple[str, str, str]]:
        """All that is wrong with it: the place on the page, the label of the field, the sentence."""
        yield from ((f"row-{self.key}", "", words) for words in self.wrong)
        yield from ((cell["name"], cell["label"], cell["error"]) for cell in self.cells if cell["error"])


class Draft:
    """The table with its common line, as it was sent or as it begins."""

    def __init__(self, origin: Origin, rows: list[DraftRow], sent: QueryDict | None) -> None:
        self.origin, self.rows = origin, rows
        first = origin.parent.content if origin.parent else origin.quote.strip()
        self.form = SaidForm(sent, initial={"content": first if len(first) <= LONGEST else "", "due": origin.due})
        for row in rows:
            row.chosen = not row.taken if sent is None else row.key in sent.getlist("row")
            if sent is not None:
                row.typed = {name: sent.get(f"{name}-{row.key}", "").strip() for name in OF_A_ROW}

    @property
    def chosen(self) -> list[DraftRow]:
        return [row for row in self.rows if row.chosen]

    def shares(self, desk: Desk, on: date) -> list[Share] | None:
        """What was sent as shares; None, with every problem at its place, when anything is wrong."""
        self.form.is_valid()
        shares = [self._share(row) for row in self.chosen]
        if all(row.typed["content"] for row in self.chosen):
            self.form.errors.pop("content", None)
        for problem in problems_of(self.origin, shares, desk, on):
            self._tell(problem)
        return None if self.form.errors or any(row.errors for row in self.rows) else shares

    def _share(self, row: DraftRow) -> Share:
        said: dict[str, Any] = {}
        for name in OF_A_ROW:
            common = self.form.cleaned_data.get(name)
            try:
                said[name] = SaidForm.base_fields[name].clean(row.typed[name]) if row.typed[name] else common
            except ValidationError as wrong:
                row.errors[name] = wrong.messages[0]
        words = {name: said.get(name) or "" for name in ("content", "contact", "note")}
        return Share(row.receiver, year=row.year, quarter=row.quarter, due=said.get("due"), **words)

    def _tell(self, problem: Problem) -> None:
        """At the row where the row is at fault, at the common line where that is; once."""
        if not self.chosen:
            self.form.add_error(None, problem.words)
            return
        row = self.chosen[problem.place]
        if problem.field in OF_A_ROW and not row.typed[problem.field]:
            if problem.field not in self.form.errors:
                self.form.add_error(problem.field, problem.words)
            return
        row.errors.setdefault(problem.field, problem.words)


def years_of(origin: Origin) -> range:
    """The years of the plan; of a plan that names none, those from its edition on for ten years."""
    first = origin.ledger.period_start or origin.document.imported_at.year
    return range(first, (origin.ledger.period_end or first + 9) + 1)
