"""What a list is made of: columns, filters, and what can be done to selected rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhiheng.mechanisms.sheets import Value

Words = str | Promise
"""Words in the reader's language, translated when they are shown."""


@dataclass(frozen=True)
class Column:
    """One column: the key it has in addresses and JSON, its heading, and its value of a row, for page and file alike.

    ``order_by`` are the fields it sorts by; none, and it does not sort. ``shown`` is whether it stands there unasked.
    ``width`` is for print, in half-width characters.
    ``template`` draws the cell from ``row`` and ``cell``.
    """

    key: str
    heading: Words
    value: Callable[[Any], Value]
    kind: Literal["text", "number", "date"] = "text"
    link: Callable[[Any], str] | None = None
    order_by: tuple[str, ...] = ()
    shown: bool = True
    width: float = 16.0
    template: str = ""


@dataclass(frozen=True)
class Filter:
    """One filter: the name it has in addresses, its label, and how it narrows rows (a join must not double them).

    With ``options`` only these values are taken, (value, words) each; a "date" takes a day, "text" any words.
    """

    name: str
    label: Words
    narrow: Callable[[QuerySet, Any], QuerySet]
    kind: Literal["select", "text", "date"] = "text"
    options: tuple[tuple[str, Words], ...] = ()

    def read(self, text: str) -> Any:
        """What an address says as ``narrow`` takes it; ValueError in the reader's language when it makes no sense."""
        if self.kind == "select" and text not in dict(self.options):
            raise ValueError(
                _("“%(label)s”没有“%(value)s”这一项，没有按它筛选。") % {"label": self.label, "value": text}
            )
        return _day(text, self.label) if self.kind == "date" else text

    def words(self, text: str) -> str:
        """The filter as a person would say it: 状态：已签收."""
        return _("%(label)s：%(value)s") % {"label": self.label, "value": dict(self.options).get(text, text)}


@dataclass(frozen=True)
class Act:
    """Something that can be done to the selected rows; ``why`` says that it asks for a reason."""

    key: str
    label: Words
    why: bool = False


def _day(text: str, label: Words) -> Any:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ValueError(_("“%(label)s”要写成 2026-11-22 这样的日期，没有按它筛选。") % {"label": label})
    return found
