"""What an address asks of a list; what makes no sense in it is left out and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhiheng.mechanisms.listing.columns import Column, Filter

LONGEST = 100
"""Characters of a filter: nobody types more, and longer addresses break on the way."""


@dataclass(frozen=True)
class Asked:
    """Columns, order and filters as asked; ``texts`` as the address has them, ``values`` as filters take them.

    ``columns`` is empty for those that stand there unasked, ``sort`` for the order that the list has of itself.
    """

    texts: Mapping[str, str]
    values: Mapping[str, Any]
    columns: tuple[str, ...]
    sort: str
    problems: tuple[str, ...]

    def pairs(self, *without: str, **other: str) -> list[tuple[str, str]]:
        """The parts of the address without some, with others changed."""
        own = {**self.texts, "columns": ",".join(self.columns), "sort": self.sort, **other}
        return [(name, text) for name, text in own.items() if text and name not in without]

    def query(self, *without: str, **other: str) -> str:
        """The same as it stands behind the question mark of an address."""
        query = QueryDict(mutable=True)
        query.update(dict(self.pairs(*without, **other)))
        return query.urlencode(safe=",")


def read(query: QueryDict, columns: Sequence[Column], filters: Sequence[Filter]) -> Asked:
    """What the query of an address asks of a list with these columns and filters."""
    problems: list[str] = []
    texts, values = {}, {}
    for one in filters:
        text = query.get(one.name, "").replace("\x00", "").strip()[:LONGEST]
        if text:
            try:
                values[one.name] = one.read(text)
                texts[one.name] = text
            except ValueError as problem:
                problems.append(str(problem))
    return Asked(texts, values, _columns(query, columns, problems), _sort(query, columns, problems), tuple(problems))


def _columns(query: QueryDict, columns: Sequence[Column], problems: list[str]) -> tuple[str, ...]:
    """The columns in the order of the list, the first always among them; a form sends one value a box."""
    asked = {key for part in query.getlist("columns") for key in part.split(",") if key}
    known = [column.key for column in columns]
    problems += [_("没有“%(value)s”这一列，已略去。") % {"value": key[:40]} for key in sorted(asked - set(known))[:3]]
    if not asked & set(known):
        return ()
    kept = tuple(key for key in known if key in asked or key == known[0])
    return () if kept == tuple(column.key for column in columns if column.shown) else kept


def _sort(query: QueryDict, columns: Sequence[Column], problems: list[str]) -> str:
    asked = query.get("sort", "")
    if asked and asked.removeprefix("-") not in {column.key for column in columns if column.order_by}:
        problems.append(_("不能按“%(value)s”排序，顺序没有改变。") % {"value": asked[:40]})
        return ""
    return asked
