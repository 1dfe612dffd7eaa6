"""A reading kept as JSON is the plan that was read, down to the last span."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.ledger import FRUIT, NOBODY
from tests.plan.documents import SMALL, numbered_docx, pdf_of
from zhiheng.ledger.contract import DOOR, MAX_CHARACTERS, plan_from, read_upload
from zhiheng.mechanisms.confined import Value, confined
from zhiheng.plan import edition, parse, read
from zhiheng.plan.model import Plan
from zhiheng.plan.unreadable import Unreadable


def kept(plan: Plan) -> Plan:
    """A plan after it was written as JSON and read back."""
    return plan_from(json.loads(json.dumps(plan.to_dict())), plan.text)


@pytest.mark.parametrize("text", [FRUIT, NOBODY, SMALL, "", "补助三分之一,最高1.5万元。"])
def test_a_plan_comes_back_equal(text: str) -> None:
    assert kept(parse(text)) == parse(text)


def test_the_bundled_plan_comes_back_equal() -> None:
    plan = edition.load("hebei-2023-2027")
    assert kept(plan) == plan


def test_the_real_plans_come_back_equal(shared: Path) -> None:
    documents = sorted((shared / "plan").glob("*.txt"))
    assert documents
    for document in documents:
        assert kept(read(document)) == read(document), document.name


@pytest.mark.parametrize("make", [numbered_docx, pdf_of])
def test_a_confined_child_reads_what_the_reader_reads(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = make(SMALL, tmp_path / "plan")
    outcome = confined(DOOR, path)
    assert isinstance(outcome, Value)
    assert plan_from(outcome.data["plan"], outcome.data["text"]) == read(path)


def test_a_text_that_is_too_long_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("字" * (MAX_CHARACTERS + 1), "utf-8")
    with pytest.raises(Unreadable, match="超过 300000 字"):
        read_upload(tmp_path / "a.txt")
