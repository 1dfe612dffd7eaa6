"""What a reader asked to see of a ledger: the filters of the address, applied to the rows of one edition.

The pages and the exports use the same selections, so an export holds exactly what the page shows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet
from django.http import QueryDict

from zhiheng.ledger.models import AssignedUnit, Clause, Deadline, Document, Indicator, Target, Task

NO_ROLE = "none"
ROLES = (AssignedUnit.LEAD, AssignedUnit.SUPPORT, AssignedUnit.JOINT, NO_ROLE)


@dataclass(frozen=True)
class TaskSelection:
    """Filters of the 任务台账: chapter (clause key), unit (slug), role, q (a word), target (yes, no), year.

    Empty means "any". A value that does not exist selects nothing; a value of the wrong shape is dropped.
    """

    chapter: str = ""
    unit: str = ""
    role: str = ""
    q: str = ""
    target: str = ""
    year: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> TaskSelection:
        role, target = _word(query, "role"), _word(query, "target")
        return cls(
            chapter=_word(query, "chapter"),
            unit=_word(query, "unit"),
            role=role if role in ROLES else "",
            q=_word(query, "q"),
            target=target if target in ("yes", "no") else "",
            year=_year(query),
        )

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def query(self) -> str:
        """The selection as the part of an address after the question mark; empty when nothing is asked."""
        return _encode({field.name: getattr(self, field.name) for field in fields(self)})

    def tasks(self, document: Document) -> QuerySet[Task]:
        """The tasks of an edition that fit, in the order of the document."""
        rows = Task.objects.filter(document=document)
        if self.chapter:
            below = clauses_below(document, self.chapter)
            rows = rows.filter(Q(clause_id__in=below) | Q(key=self.chapter))
        if self.unit or self.role:
            rows = rows.filter(pk__in=self._assigned(document))
        if self.target:
            promised = Target.objects.filter(document=document, task__isnull=False).values("task_id")
            rows = rows.filter(pk__in=promised) if self.target == "yes" else rows.exclude(pk__in=promised)
        if self.year:
            rows = rows.filter(pk__in=_due_in(document, self.year))
        if self.q:
            rows = rows.filter(_named_like(self.q, "heading") | Q(key=self.q) | Q(pk__in=_saying(document, self.q)))
        return rows.order_by("sort_no")

    def _assigned(self, document: Document) -> QuerySet[AssignedUnit, int]:
        wanted = AssignedUnit.objects.filter(assignment__task__document=document)
        if self.unit:
            wanted = wanted.filter(unit__slug=self.unit)
        if self.role:
            wanted = wanted.filter(role="" if self.role == NO_ROLE else self.role)
        return wanted.values_list("assignment__task_id", flat=True)


@dataclass(frozen=True)
class IndicatorSelection:
    """Filters of the 指标目录: chapter (clause key), unit (slug), kind and year (of a target), q (a word)."""

    chapter: str = ""
    unit: str = ""
    kind: str = ""
    q: str = ""
    year: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> IndicatorSelection:
        kind = _word(query, "kind")
        return cls(
            chapter=_word(query, "chapter"),
            unit=_word(query, "unit"),
            kind=kind if kind in dict(Target.KINDS) else "",
            q=_word(query, "q"),
            year=_year(query),
        )

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def query(self) -> str:
        """The selection as the part of an address after the question mark; empty when nothing is asked."""
        return _encode({field.name: getattr(self, field.name) for field in fields(self)})

    def indicators(self, document: Document) -> QuerySet[Indicator]:
        """The indicators that an edition promises something for and that fit, in the order of the document."""
        targets = Target.objects.filter(document=document)
        if self.chapter:
            below = clauses_below(document, self.chapter)
            targets = targets.filter(clause_id__in=below)
        if self.unit:
            targets = targets.filter(units__slug=self.unit)
        if self.kind:
            targets = targets.filter(kind=self.kind)
        if self.year:
            targets = targets.filter(year=self.year)
        rows = Indicator.objects.filter(pk__in=targets.values("indicator_id"))
        if self.q:
            rows = rows.filter(_named_like(self.q, "name") | Q(name_en__icontains=self.q))
        return rows.order_by("sort_no")


def clauses_below(document: Document, key: str) -> list[int]:
    """Ids of the clause with a key and of everything under it; by parents, because 二(一)1 also begins 二(一)10."""
    rows = list(Clause.objects.filter(document=document).order_by("sort_no").values_list("id", "key", "parent_id"))
    kept = {number for number, own, _ in rows if own == key}
    for number, _, parent in rows:
        if parent in kept:
            kept.add(number)
    return sorted(kept)


def folded(word: str) -> str:
    """A word as it is compared: widths made equal, lower case."""
    return unicodedata.normalize("NFKC", word).lower()


def _named_like(word: str, field: str) -> Q:
    plain = folded(word).replace(" ", "")
    found = Q(**{f"{field}__icontains": word})
    if plain.isascii() and plain.isalnum():
        found |= Q(pinyin__contains=plain) | Q(initials__contains=plain)
    return found


def _saying(document: Document, word: str) -> list[int]:
    """Tasks whose own words hold a word, wherever in the item it stands."""
    spans = Task.objects.filter(document=document).values_list("pk", "start", "end")
    text, sought = document.text.lower(), word.lower()
    return [pk for pk, start, end in spans if sought in text[start:end]]


def _due_in(document: Document, year: int) -> set[int]:
    """Tasks with a target or a deadline of a year."""
    due = set(Target.objects.filter(document=document, year=year, task__isnull=False).values_list("task_id", flat=True))
    dates = list(Deadline.objects.filter(document=document, date__year=year).values_list("start", "end"))
    if dates:
        spans = Task.objects.filter(document=document).values_list("pk", "start", "end")
        due |= {pk for pk, start, end in spans if _holds_any(start, end, dates)}
    return due


def _holds_any(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= first and last <= end for first, last in spans)


def _word(query: QueryDict, name: str) -> str:
    return query.get(name, "").replace("\x00", "").strip()[:100]


def _year(query: QueryDict) -> int | None:
    digits = unicodedata.normalize("NFKC", _word(query, "year")).removesuffix("年")
    return int(digits) if len(digits) == 4 and digits.isascii() and digits.isdigit() else None


def _encode(values: dict[str, object]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in values.items() if value})
    return query.urlencode()
