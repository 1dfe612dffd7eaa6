"""What an address asks to see of a ledger."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tests.factories.ledger import FRUIT, ledger_of
from zhiheng.ledger.models import Document, Ledger
from zhiheng.ledger.selection import IndicatorSelection, TaskSelection

FIRST, SECOND, THIRD = "二(一)1", "二(一)2", "二(二)3"


@pytest.fixture
def fruit(db: None) -> Document:
    return ledger_of(FRUIT).edition_in_force()


def keys(query: str, document: Document) -> list[str]:
    return [task.key for task in TaskSelection.from_query(QueryDict(query)).tasks(document)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [FIRST, SECOND, THIRD]),
        ("chapter=二(一)", [FIRST, SECOND]),
        ("chapter=二", [FIRST, SECOND, THIRD]),
        ("chapter=九", []),
        ("role=lead", [SECOND]),
        ("role=none", [FIRST, THIRD]),
        ("target=yes", [FIRST]),
        ("target=no", [SECOND, THIRD]),
        ("year=2025", [THIRD]),
        ("year=2025年", [THIRD]),
        ("q=追溯体系", [THIRD]),
        ("q=kdcj", [FIRST]),
        ("q=PeiYuPinPai", [SECOND]),
        ("chapter=二(一)&target=no", [SECOND]),
    ],
)
def test_the_filters_of_the_task_list(query: str, expected: list[str], fruit: Document) -> None:
    assert keys(query, fruit) == expected


def test_a_unit_and_a_role_are_asked_of_the_same_unit(fruit: Document) -> None:
    from zhiheng.directory.models import Unit

    finance = Unit.objects.get(aliases__name="省财政厅", aliases__place="云川省")
    assert keys(f"unit={finance.slug}", fruit) == [SECOND]
    assert keys(f"unit={finance.slug}&role=support", fruit) == [SECOND]
    assert keys(f"unit={finance.slug}&role=lead", fruit) == []


@pytest.mark.parametrize("query", ["role=boss", "target=maybe", "year=20x5", "year=99999", "q=%00", "q=%20%20"])
def test_what_is_no_filter_is_dropped(query: str, fruit: Document) -> None:
    assert not TaskSelection.from_query(QueryDict(query))
    assert keys(query, fruit) == [FIRST, SECOND, THIRD]


def test_a_selection_is_an_address_again() -> None:
    selection = TaskSelection.from_query(QueryDict("q=抽检&year=2025&target=yes"))
    assert TaskSelection.from_query(QueryDict(selection.query())) == selection
    assert TaskSelection().query() == ""


def test_a_chapter_does_not_take_the_items_of_one_that_only_begins_alike(db: None) -> None:
    many = "\n".join(f"{n}.做好第{n}件事。(责任单位:省财政厅)" for n in range(1, 12))
    document = ledger_of(f"云川省十一件实事方案\n一、重点任务\n(一)办实事。\n{many}\n").edition_in_force()
    assert keys("chapter=一(一)1", document) == ["一(一)1"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 30),
        ("kind=annual", 8),
        ("kind=odd", 30),
        ("year=2023", 11),
        ("chapter=二(三)", 2),
        ("q=消费投诉", 1),
        ("q=xfts", 1),
        ("unit=nobody", 0),
    ],
)
def test_the_filters_of_the_catalogue(query: str, expected: int, hebei: Ledger) -> None:
    found = IndicatorSelection.from_query(QueryDict(query)).indicators(hebei.edition_in_force())
    assert found.count() == expected
