"""A list: shown a page at a time, selected from across its pages, and given out as a file of exactly what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.listing.asked import Asked, read
from zhiheng.mechanisms.listing.columns import Act, Column, Filter, Words
from zhiheng.mechanisms.listing.marking import MOST, marks, promise
from zhiheng.mechanisms.listing.saving import default_view
from zhiheng.mechanisms.listing.shown import Shown
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, XLSX, Sheet, Table, as_json, file_name, write_csv, write_xlsx
from zhiheng.mechanisms.sheets import Column as Printed

CHUNK = 500
"""Rows of a file that are fetched at once."""


class ChooseAgain(Exception):
    """Nothing was selected, or not what the person saw any more; the message says which, in the reader's language."""


@dataclass(frozen=True)
class Listing:
    """A list by its name (that of its saved views), its title, its columns and filters.

    ``order`` is its own order; the primary key is added, so that no row stands on two pages. ``files`` names the
    address of its files, whose arguments are ``of`` and then the format. ``acts`` are what can be done to rows that are
    selected.

    ``many``: rows that are not counted beyond ``bounded.BOUND``. ``fetch`` gets what the columns show of some rows,
    where the list runs over less than that.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    files: str = ""
    of: tuple[str, ...] = ()
    many: bool = False
    fetch: Callable[[list[Any]], list[Any]] = list

    def asked(self, request: HttpRequest) -> Asked:
        """What the address of the request asks of this list."""
        return read(request.GET, self.columns, self.filters)

    def shown_columns(self, asked: Asked) -> list[Column]:
        """The columns that are asked for, or those that stand there unasked."""
        return [one for one in self.columns if (one.key in asked.columns if asked.columns else one.shown)]

    def rows(self, queryset: QuerySet, asked: Asked) -> QuerySet:
        """The rows that fit the filters, in the order asked for."""
        for one in self.filters:
            if one.name in asked.values:
                queryset = one.narrow(queryset, asked.values[one.name])
        return queryset.order_by(*self._order(asked.sort), *self.order, "pk")

    def _order(self, sort: str) -> Iterable[str]:
        key, back = sort.removeprefix("-"), sort.startswith("-")
        fields = next((column.order_by for column in self.columns if column.key == key), ())
        return [_turned(field) if back else field for field in fields]

    def answer(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        template: str,
        context: Mapping[str, Any] | None = None,
        *,
        problem: str = "",
    ) -> HttpResponse:
        """The page of the list; a bare address leads to the officer's default view, a ``problem`` of a post is 409."""
        if request.method == "GET" and not request.GET and (view := default_view(request.user, self.name)):
            return HttpResponseRedirect(f"{request.path}?{view.query}")
        shown = Shown.of(self, request, queryset, problem)
        told = {"demo_shown": shown.demo, **(context or {}), "listing": shown}
        return render(request, template, told, status=409 if problem else 200)

    def selected(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows that a posted form selected, of those that fit the filters of its address.

        The form names each row with its version, or all of them with their number and a hash over them, so nothing is
        done to a row that the person has not seen as it is: ChooseAgain when a row came, went or changed.
        """
        rows = self.rows(queryset, self.asked(request))
        known = marks(rows)
        wanted = set(request.POST.getlist("row"))
        if promised := request.POST.get("all"):
            if promised == promise(known) and len(known) <= MOST:
                return rows
            words = {"then": promised.partition("-")[0][:9], "now": len(known)}
            raise ChooseAgain(
                gettext("您要选的 %(then)s 行后来有变动，现在是 %(now)s 行；还没有办理，请核对后重新选择。") % words
            )
        if not wanted:
            raise ChooseAgain(gettext("还没有选择任何一行，请先勾选。"))
        if gone := len(wanted - known.keys()):
            raise ChooseAgain(
                gettext("所选的行有 %(n)d 行后来有变动或不在列表里；还没有办理，请核对后重新选择。") % {"n": gone}
            )
        return rows.filter(pk__in=[known[mark] for mark in wanted])

    def export(self, request: HttpRequest, queryset: QuerySet, fmt: str) -> HttpResponse:
        """The shown columns of all rows that fit, in the shown order: xlsx, csv or json; 404 for another format."""
        asked = self.asked(request)
        columns = self.shown_columns(asked)
        found = self.rows(queryset, asked).iterator(CHUNK)
        chunks = iter(lambda: self.fetch(list(islice(found, CHUNK))), [])
        rows = [tuple(column.value(row) for column in columns) for row in chain.from_iterable(chunks)]
        name = file_name([str(self.title), f"{timezone.localdate():%Y%m%d}"], fmt)
        if fmt == "json":
            headings = {column.key: str(column.heading) for column in columns}
            told = [dict(zip(headings, map(as_json, row), strict=True)) for row in rows]
            about = {"name": self.name, "rows": len(rows), "selection": asked.query() or None, "columns": headings}
            return send_json(request, {"metadata": about, "rows": told})
        table = Table(tuple(Printed(str(column.heading), column.width) for column in columns), tuple(rows))
        if fmt == "csv":
            return send(request, write_csv(table), content_type=CSV, name=name)
        if fmt == "xlsx":
            sheet = Sheet(str(self.title), str(self.title), self._subtitle(asked, len(rows)), table)
            return send(request, write_xlsx(sheet), content_type=XLSX, name=name, fingerprint=repr(sheet))
        raise Http404(gettext("没有这种格式。"))

    def _subtitle(self, asked: Asked, number: int) -> str:
        """The line under the title of a printed list: its filters in words, how many rows, the day."""
        said = [one.words(asked.texts[one.name]) for one in self.filters if one.name in asked.texts]
        words = {"n": number, "day": timezone.localdate().isoformat()}
        return "    ".join([*said, gettext("共 %(n)d 行    导出日期：%(day)s") % words])

    def downloads(self, asked: Asked) -> list[tuple[str, str]]:
        """The files of what is shown: the same columns, filters and order."""
        if not self.files:
            return []
        ending = f"?{query}" if (query := asked.query()) else ""
        return [(fmt.upper(), reverse(self.files, args=[*self.of, fmt]) + ending) for fmt in ("xlsx", "csv", "json")]


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"
