"""A page of a list as its template needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from zhiheng.mechanisms.listing.asked import Asked
from zhiheng.mechanisms.listing.bounded import Bounded
from zhiheng.mechanisms.listing.columns import Column
from zhiheng.mechanisms.listing.marking import MOST, mark_of, marks, promise
from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.mechanisms.listing.saving import views_of
from zhiheng.mechanisms.sheets import Value, plain_digits

if TYPE_CHECKING:
    from zhiheng.mechanisms.listing.listing import Listing

A_PAGE = 50


@dataclass(frozen=True)
class Heading:
    """The head of a column: where a click on it leads, and how the rows are ordered by it now (ascending, …)."""

    column: Column
    url: str
    order: str


@dataclass(frozen=True)
class Cell:
    """One value under its column."""

    column: Column
    value: Value
    url: str

    @property
    def words(self) -> str:
        """The value as it is read: thousands marks, ISO days; empty for none."""
        if isinstance(self.value, (int, float, Decimal)):
            return f"{Decimal(plain_digits(self.value)):,f}"
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Line:
    """One row: what the form calls it, the object for templates of cells, and its cells."""

    mark: str
    row: Any
    cells: list[Cell]
    ticked: bool = False


@dataclass(frozen=True)
class Shown:
    """One page of a list with everything around it.

    ``promise`` is what ticking all rows sends, empty when they are too many; ``ticked`` are the marks that stay ticked.
    """

    listing: Listing
    asked: Asked
    page: Page
    problems: list[str]
    views: list[SavedView]
    promise: str = ""
    can_save: bool = False
    ticked: frozenset[str] = frozenset()
    downloads: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, listing: Listing, request: HttpRequest, queryset: QuerySet, problem: str = "") -> Shown:
        """What a request shows of a list; the sentence of a post that did nothing stands first."""
        asked = listing.asked(request)
        rows = listing.rows(queryset, asked)
        pages = Bounded(rows, A_PAGE) if listing.many else Paginator(rows, A_PAGE)
        page = pages.get_page(number := request.GET.get("page", "1"))
        page.object_list = listing.fetch(list(page.object_list))
        problems = [*filter(None, [problem]), *asked.problems]
        if number != str(page.number):
            words = {"asked": number[:9], "shown": page.number}
            problems.append(gettext("没有第 %(asked)s 页，现在是第 %(shown)s 页。") % words)
        return cls(
            listing,
            asked,
            page,
            problems,
            views_of(request.user, listing.name),
            promise=promise(marks(rows)) if listing.acts and page.paginator.count <= MOST else "",
            ticked=frozenset(request.POST.getlist("row")),
            can_save=request.user.is_authenticated,
            downloads=tuple(listing.downloads(asked)),
        )

    @property
    def more(self) -> bool:
        """Whether there are more rows than the pages turn over."""
        return bool(getattr(self.page.paginator, "more", False))

    @property
    def demo(self) -> bool:
        """Whether a row of the page was generated."""
        return any(getattr(row, "demo", False) for row in self.page)

    @property
    def most(self) -> int:
        """How many rows can be selected at once."""
        return MOST

    @property
    def columns(self) -> list[Column]:
        """The columns that are shown."""
        return self.listing.shown_columns(self.asked)

    @property
    def headings(self) -> Iterator[Heading]:
        """The heads: a click sorts, another click turns the order round."""
        for column in self.columns:
            order = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.asked.sort, "")
            sort = f"-{column.key}" if order == "ascending" else column.key
            yield Heading(column, f"?{self.asked.query(sort=sort)}" if column.order_by else "", order)

    @property
    def lines(self) -> Iterator[Line]:
        """The rows of the page."""
        for row in self.page:
            cells = [Cell(c, c.value(row), c.link(row) if c.link else "") for c in self.columns]
            mark = mark_of(row) if self.listing.acts else ""
            yield Line(mark, row, cells, mark in self.ticked)

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is shown: what the picker offers."""
        shown = self.columns
        return [(column, column in shown) for column in self.listing.columns]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The filters as components/filters.html takes them."""
        return [
            {
                "name": f.name,
                "label": f.label,
                "kind": f.kind,
                "options": f.options,
                "value": self.asked.texts.get(f.name, ""),
            }
            for f in self.listing.filters
        ]

    @property
    def beside_filters(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along: columns and order."""
        return self.asked.pairs(*(one.name for one in self.listing.filters))

    @property
    def beside_columns(self) -> list[tuple[str, str]]:
        """What the picker carries along: filters and order."""
        return self.asked.pairs("columns")

    @property
    def query(self) -> str:
        """What is shown as an address has it, for a saved view and for the form of the selection."""
        return self.asked.query()

    @property
    def without_columns(self) -> str:
        """The same with the columns that stand there unasked."""
        return self.asked.query("columns")

    @property
    def asks_why(self) -> str:
        """Which of the acts ask for a reason, in words; empty when none does."""
        named = [str(act.label) for act in self.listing.acts if act.why]
        return gettext("%(acts)s时必填") % {"acts": "、".join(named)} if named else ""
