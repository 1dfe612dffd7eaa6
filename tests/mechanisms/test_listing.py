"""A list: what its address asks, fifty rows a page, a selection across pages, files of exactly what is shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from openpyxl import load_workbook

from tests.conventions.test_english import CHINESE
from tests.conventions.walk import Reader
from tests.mechanisms.edited import Draft, table
from zhiheng.mechanisms.listing.columns import Act, Column, Filter
from zhiheng.mechanisms.listing.listing import ChooseAgain, Listing
from zhiheng.mechanisms.listing.shown import Shown

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

DRAFTS = Listing(
    "drafts",
    "Drafts",
    columns=(
        Column("title", "Title", lambda draft: draft.title, order_by=("title",), link=lambda draft: f"/d/{draft.pk}/"),
        Column("number", "Number", lambda draft: draft.number, "number", order_by=("-number", "title")),
        Column("day", "Day", lambda draft: date(2026, 11, 22), "date", shown=False),
        Column("kind", "Kind", lambda draft: draft.kind),
    ),
    filters=(
        Filter("kind", "Kind", lambda rows, it: rows.filter(kind=it), "select", (("rate", "Rate"), ("count", "Count"))),
        Filter("q", "Words", lambda rows, words: rows.filter(title__contains=words)),
        Filter("day", "Day", lambda rows, day: rows.filter(number=day.day), "date"),
    ),
    order=("kind",),
    acts=(Act("close", "Close"), Act("drop", "Drop", why=True)),
    files="regions_export",
)


@pytest.fixture(scope="module", autouse=True)
def drafts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The table of drafts, made before the transaction of the first test."""
    with django_db_blocker.unblock(), table():
        yield


@pytest.fixture(autouse=True)
def rows(db: None) -> None:
    """Three pages: 120 drafts of two kinds, numbered 0 to 6 again and again."""
    kinds = ("rate", "count")
    Draft.objects.bulk_create(Draft(title=f"t{n:03}", number=n % 7, kind=kinds[n % 2]) for n in range(120))


def request(query: str = "", sent: dict[str, object] | None = None) -> HttpRequest:
    """What a stranger asks of the list, or posts to it."""
    make = RequestFactory()
    made = make.get(f"/list/?{query}") if sent is None else make.post(f"/list/?{query}", sent)
    made.user = AnonymousUser()
    return made


def shown(query: str = "") -> Shown:
    return Shown.of(DRAFTS, request(query), Draft.objects.all())


def titles(of: Shown) -> list[str]:
    return [line.row.title for line in of.lines]


def page_of(of: Shown) -> str:
    return render_to_string("components/listing.html", {"listing": of}, request())


def chosen(query: str, **sent: object) -> list[str]:
    found = DRAFTS.selected(request(query, sent), Draft.objects.all())
    return [draft.title for draft in found]


def test_fifty_rows_a_page_and_every_row_on_one_page() -> None:
    pages = [titles(shown(f"sort=number&page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({title for page in pages for title in page}) == 120


def test_equal_rows_keep_their_order_from_page_to_page() -> None:
    """120 rows in an order of two values: only the primary key makes it one order."""
    assert [titles(shown(f"page={n}")) for n in (1, 2, 3)] == [titles(shown(f"page={n}")) for n in (1, 2, 3)]
    assert titles(shown())[:3] == ["t001", "t003", "t005"]


def test_a_column_sorts_both_ways_and_says_so() -> None:
    assert titles(shown("sort=title"))[0] == "t000" and titles(shown("sort=-title"))[0] == "t119"
    assert titles(shown("sort=number"))[0] == "t006" and titles(shown("sort=-number"))[0] == "t119"
    heads = {head.column.key: head for head in shown("sort=title").headings}
    assert (heads["title"].order, heads["title"].url) == ("ascending", "?sort=-title")
    assert (heads["number"].order, heads["number"].url, heads["kind"].url) == ("", "?sort=number", "")
    assert 'aria-sort="descending"' in page_of(shown("sort=-title"))


def test_filters_narrow_and_go_along_with_every_link() -> None:
    found = shown("kind=rate&q=t00&sort=-title")
    assert titles(found) == ["t008", "t006", "t004", "t002", "t000"]
    html = page_of(found)
    assert "?kind=rate&amp;q=t00&amp;sort=number" in html
    assert 'href="/regions.csv?kind=rate&amp;q=t00&amp;sort=-title"' in html
    assert '<input type="hidden" name="sort" value="-title">' in html


def test_columns_are_picked_in_the_order_of_the_list_and_the_first_stays() -> None:
    assert [column.key for column in shown("columns=kind,day").columns] == ["title", "day", "kind"]
    assert [column.key for column in shown("columns=kind&columns=day").columns] == ["title", "day", "kind"]
    assert [column.key for column in shown().columns] == ["title", "number", "kind"]
    assert shown("columns=title,number,kind").query == "" and shown("columns=day").query == "columns=title,day"
    assert "2026-11-22" in page_of(shown("columns=day"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=odd", "没有“odd”这一项"),
        ("day=2026-13-45", "2026-11-22 这样的日期"),
        ("day=yesterday", "2026-11-22 这样的日期"),
        ("sort=kind", "不能按“kind”排序"),
        ("sort=--title", "不能按“--title”排序"),
        ("columns=odd", "没有“odd”这一列"),
        ("page=99", "没有第 99 页，现在是第 3 页"),
        ("page=x", "没有第 x 页，现在是第 1 页"),
        ("page=-1", "现在是第 3 页"),
        ("kind=<script>", "没有“<script>”这一项"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(query: str, words: str) -> None:
    found = shown(query)
    assert found.page.paginator.count == 120
    assert len(found.problems) == 1 and words in found.problems[0]
    assert "<script>" not in page_of(found).replace('<script src="/static/listing.js" defer></script>', "")


def test_control_characters_and_endless_words_break_nothing() -> None:
    assert shown("q=%00&kind=%00").problems == [] and shown("q=%00").page.paginator.count == 120
    assert len(shown(f"q={'长' * 5000}").asked.texts["q"]) == 100


def test_a_file_holds_all_pages_of_what_is_shown_and_nothing_else() -> None:
    query = "kind=rate&sort=-number&columns=number"
    want = [(line.cells[0].value, line.cells[1].value) for n in (1, 2) for line in shown(f"{query}&page={n}").lines]
    assert len(want) == 60

    csv_bytes = DRAFTS.export(request(query), Draft.objects.all(), "csv").content
    lines = list(csv.reader(io.StringIO(csv_bytes.decode("utf-8-sig"))))
    assert lines[0] == ["Title", "Number"] and [(title, int(number)) for title, number in lines[1:]] == want

    book = load_workbook(io.BytesIO(DRAFTS.export(request(query), Draft.objects.all(), "xlsx").content))
    cells = [tuple(cell.value for cell in row) for row in book.worksheets[0].iter_rows(min_row=3)]
    assert cells[0] == ("Title", "Number") and cells[1:] == want
    assert "Kind：Rate" in str(book.worksheets[0]["A2"].value)

    told = json.loads(DRAFTS.export(request(query), Draft.objects.all(), "json").content)
    assert [(row["title"], row["number"]) for row in told["rows"]] == want
    assert told["metadata"]["rows"] == 60 and told["metadata"]["columns"] == {"title": "Title", "number": "Number"}

    with pytest.raises(Http404):
        DRAFTS.export(request(query), Draft.objects.all(), "pdf")


def test_ticked_rows_are_selected() -> None:
    marks = [line.mark for line in shown("kind=rate").lines][:3]
    assert chosen("kind=rate", row=marks, act="close") == ["t000", "t002", "t004"]


def test_all_rows_are_those_of_every_page_under_the_same_filter() -> None:
    assert len(chosen("", all=shown().promise)) == 120
    assert len(chosen("kind=rate", all=shown("kind=rate").promise, row="0.1")) == 60


def test_more_rows_than_one_form_may_act_upon_are_filtered_first(monkeypatch: pytest.MonkeyPatch) -> None:
    promise = shown().promise
    for module in ("listing", "shown"):
        monkeypatch.setattr(f"zhiheng.mechanisms.listing.{module}.MOST", 100)
    assert "一次最多选 100 行，要选全部请先筛选" in page_of(shown()) and "选全部 60 行" in page_of(shown("kind=rate"))
    with pytest.raises(ChooseAgain):
        chosen("", all=promise)


def test_a_set_that_changed_meanwhile_is_told_and_asked_again() -> None:
    promise = shown("kind=rate").promise
    Draft.objects.create(title="new", number=1, kind="rate")
    with pytest.raises(ChooseAgain, match="60 行后来有变动，现在是 61 行"):
        chosen("kind=rate", all=promise)
    Draft.objects.filter(title="t000").delete()
    with pytest.raises(ChooseAgain, match="60 行后来有变动，现在是 60 行"):
        chosen("kind=rate", all=promise)
    assert len(chosen("kind=rate", all=shown("kind=rate").promise)) == 60


def test_a_row_that_somebody_changed_meanwhile_is_not_acted_upon() -> None:
    found = shown()
    promise, marks = found.promise, [line.mark for line in found.lines][:2]
    Draft.objects.filter(title="t001").update(version=2)
    with pytest.raises(ChooseAgain, match="有 1 行后来有变动"):
        chosen("", row=marks)
    with pytest.raises(ChooseAgain, match="现在是 120 行"):
        chosen("", all=promise)


@pytest.mark.parametrize("sent", [{"all": "120"}, {"all": "120-0"}, {"row": "x"}, {"row": ["1", "'; --"]}, {}])
def test_a_selection_that_the_page_did_not_offer_selects_nothing(sent: dict[str, object]) -> None:
    with pytest.raises(ChooseAgain):
        chosen("", **sent)


def test_a_row_outside_of_the_filter_cannot_be_slipped_in() -> None:
    foreign = next(line.mark for line in shown("kind=count").lines)
    with pytest.raises(ChooseAgain):
        chosen("kind=rate", row=foreign)


def test_a_list_without_rows_says_so_and_offers_no_selection() -> None:
    html = page_of(shown("q=nothing"))
    assert "没有符合条件的行" in html and "data-list" not in html


def test_an_english_list_is_english() -> None:
    with translation.override("en"):
        words = Reader.of(page_of(shown("sort=-title&kind=odd&page=7"))).words
    assert len(words) > 60
    assert not [said for said in words if CHINESE.search(said)]
