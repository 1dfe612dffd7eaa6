"""The lines of the 任务台账."""

from __future__ import annotations

import pytest

from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.ledger.lines import chapters, columns, grouped, task_lines
from zhiheng.ledger.models import Document
from zhiheng.ledger.selection import TaskSelection

pytestmark = pytest.mark.django_db


def lines_of(document: Document) -> list:
    return task_lines(document, TaskSelection().tasks(document))


def test_units_stand_under_the_role_that_the_document_gives_and_no_other() -> None:
    first, second, _third = lines_of(ledger_of(FRUIT).edition_in_force())
    assert [u.name for u in second.leads] == ["省农业农村厅"]
    assert [u.name for u in second.supports] == ["省财政厅"]
    assert (first.leads, first.supports) == ((), ())
    assert [u.name for u in first.others] == ["省市场监管局", "省林果办"], "named twice, shown once"


def test_a_line_has_its_dates_as_written() -> None:
    first, second, third = lines_of(ledger_of(FRUIT).edition_in_force())
    assert (first.due, second.due, third.due) == (("每年",), (), ("2025-06-30",))


def test_chapters_stand_above_their_lines_once_with_their_count() -> None:
    groups = grouped(lines_of(ledger_of(FRUIT).edition_in_force()))
    titles = [(title.clause.key, title.depth, title.count) for group in groups for title in group.titles]
    assert titles == [("二", 0, 3), ("二(一)", 1, 2), ("二(二)", 1, 1)]
    assert [len(group.lines) for group in groups] == [2, 1]


def test_a_role_that_nobody_has_gets_no_column() -> None:
    mixed, bare = columns(ledger_of(FRUIT).edition_in_force()), columns(ledger_of(NOBODY, "kanhu").edition_in_force())
    assert (mixed.leads, mixed.supports, mixed.others, mixed.width) == (True, True, True, 7)
    assert (bare.leads, bare.supports, bare.others, bare.width) == (False, False, True, 5)


def test_only_chapters_with_tasks_are_offered() -> None:
    assert [clause.key for clause in chapters(ledger_of(FRUIT).edition_in_force())] == ["二", "二(一)", "二(二)"]
