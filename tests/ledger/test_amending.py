"""Corrections laid over a plan: what was read stays, the same corrections give the same plan, no quote is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.ledger import FRUIT
from tests.plan.documents import SMALL
from zhiheng.ledger.amending import Amendment, amended, found, items_of, share_words, task_at
from zhiheng.plan import parse, read
from zhiheng.plan.model import Quote

PLAN = parse(FRUIT)
LARGER = parse(SMALL)
THINGS = sorted(items_of(LARGER))


def test_without_corrections_the_plan_is_as_read() -> None:
    for plan in (PLAN, LARGER):
        assert amended(plan, []) == plan


def test_without_corrections_the_real_plans_are_as_read(shared: Path) -> None:
    documents = sorted((shared / "plan").rglob("*.txt"))
    assert documents
    for document in documents:
        assert amended(read(document), []) == read(document), document.name


def test_a_changed_field_changes_that_row_alone() -> None:
    plan = amended(PLAN, [Amendment("change", "target:T01", {"value": "98.5", "unit": ""})])
    first, *others = plan.targets
    assert (first.value, first.unit, first.span) == (Decimal("98.5"), None, PLAN.targets[0].span)
    assert others == list(PLAN.targets[1:])
    assert plan.tasks == PLAN.tasks


def test_a_dropped_unit_is_responsible_for_nothing_any_more() -> None:
    thing = next(name for name, item in items_of(PLAN).items() if item.fields.get("name") == "省市场监管局")
    plan = amended(PLAN, [Amendment("drop", thing)])
    assert "省市场监管局" not in plan.units
    assert not [target for target in plan.targets if "省市场监管局" in target.units]


def test_a_row_can_be_added_corrected_and_dropped_again() -> None:
    span = Quote(*(lambda place: (place, place + 6))(PLAN.text.index("建立快检站点")))
    values = {"indicator": "站点", "comparator": ">=", "value": "5", "unit": "个", "year": "", "kind": "stock"}
    added = Amendment("add", "target:+1", values, span)
    changed = Amendment("change", "target:+1", {"value": "6"})
    plan = amended(PLAN, [added, changed])
    new = next(target for target in plan.targets if target.indicator == "站点")
    assert (new.value, new.clause, new.span.of(PLAN.text), new.year) == (6, "二(一)1", "建立快检站点", None)
    assert items_of(PLAN, [added, changed])["target:+1"].state == "added"
    assert amended(PLAN, [added, Amendment("drop", "target:+1")]) == PLAN


def test_a_unit_added_to_a_task_that_names_nobody_takes_the_whole_task() -> None:
    plan = parse("看护要点\n一、工作\n(一)看好果园。加强巡查,防止偷采。\n")
    place = plan.text.index("加强巡查")
    unit = Amendment("add", "unit:+1", {"name": "省林果办", "role": ""}, Quote(place, place + 4))
    (assignment,) = amended(plan, [unit]).tasks[0].assignments
    assert assignment.span == plan.tasks[0].span
    assert [(mention.name, mention.role) for mention in assignment.units] == [("省林果办", None)]


def test_a_correction_of_a_row_that_is_not_there_changes_nothing() -> None:
    assert amended(PLAN, [Amendment("change", "target:T99", {"value": "1"}), Amendment("drop", "task:九")]) == PLAN


def test_money_and_shares_are_exact_there_and_back() -> None:
    (sum_read,) = PLAN.funding
    assert items_of(PLAN)["funding:1"].fields == {
        "item": sum_read.item,
        "amount": "200000",
        "share": "",
        "cap": "",
        "per": "",
    }
    given = {"amount": "0.07", "share": "33.33%", "cap": "99999999999.99"}
    (now,) = amended(PLAN, [Amendment("change", "funding:1", given)]).funding
    assert (now.amount_fen, now.share, now.cap_fen) == (7, Fraction(3333, 10000), 9999999999999)
    assert [share_words(Fraction(share)) for share in ("1/2", "1/3", "3333/10000", "1")] == [
        "50%",
        "1/3",
        "33.33%",
        "100%",
    ]


def test_the_head_says_what_the_document_is() -> None:
    head = items_of(PLAN)["plan:head"]
    assert head.span.of(PLAN.text) == PLAN.title == head.fields["title"]
    given = {"title": "云川省果品方案", "issuer": "", "number": "云政〔2024〕1号", "issued": "2024-02-29"}
    plan = amended(PLAN, [Amendment("change", "plan:head", given)])
    assert (plan.title, plan.issuer, plan.number, plan.issued) == (
        "云川省果品方案",
        None,
        "云政〔2024〕1号",
        date(2024, 2, 29),
    )
    assert plan.tasks == PLAN.tasks


def test_words_are_found_wherever_they_stand() -> None:
    assert found("甲乙甲乙甲", "甲乙甲") == [Quote(0, 3), Quote(2, 5)]
    assert found("甲", "") == []
    assert task_at(PLAN, Quote(0, 2)) is None


@given(st.lists(st.tuples(st.sampled_from(["change", "drop"]), st.sampled_from(THINGS)), max_size=12))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_is_corrected_every_row_left_keeps_its_quote(acts: list[tuple[str, str]]) -> None:
    words = {
        **{
            "plan": {"title": "改"},
            "task": {"heading": "改"},
            "unit": {"name": "省某厅"},
            "target": {"indicator": "改"},
        },
        **{"funding": {"amount": "12.5", "share": "1/3"}, "deadline": {"date": "2026-02-28"}},
    }
    corrections = [
        Amendment(act, thing, words[thing.partition(":")[0]])  # type: ignore[arg-type]
        for act, thing in acts
        if (act, thing) != ("drop", "plan:head")
    ]
    plan = amended(LARGER, corrections)
    assert plan == amended(LARGER, corrections)
    assert plan.text == LARGER.text and plan.sections == LARGER.sections
    assert {task.span for task in plan.tasks} <= {task.span for task in LARGER.tasks}
    assert {target.span for target in plan.targets} <= {target.span for target in LARGER.targets}
    dropped = {thing for act, thing in acts if act == "drop"}
    assert {deadline.span for deadline in plan.deadlines} <= {deadline.span for deadline in LARGER.deadlines}
    assert len(plan.targets) == len(LARGER.targets) - sum(thing.startswith("target:") for thing in dropped)
