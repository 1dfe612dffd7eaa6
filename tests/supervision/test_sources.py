"""Of each of the 49 targets it is known where its number comes from, and nothing is claimed that nobody wrote."""

from __future__ import annotations

import pytest

from tests.factories.ledger import FRUIT, ledger_of
from zhiheng.data import bundled_plans, plan_document
from zhiheng.indicators.declaring import definitions
from zhiheng.ledger.models import Ledger
from zhiheng.supervision.sources import Source, configuration, sources


def found(ledger: Ledger) -> list[Source]:
    return sources(ledger, ledger.edition_in_force())


@pytest.mark.parametrize("plan", bundled_plans())
def test_every_indicator_of_a_bundled_plan_has_its_line_and_no_line_is_of_none(plan: str) -> None:
    assert sorted(configuration()[plan]) == sorted(plan_document(plan)["indicators"])


def test_every_definition_of_a_promised_value_is_the_source_of_that_promise_and_the_other_way_round() -> None:
    promised = {key: line["name"] for key, line in plan_document("hebei-2023-2027")["indicators"].items()}
    lines = configuration()["hebei-2023-2027"]
    computed = {line["computed"]: promised[key] for key, line in lines.items() if "computed" in line}
    assert computed == {key: one.indicator for key, one in definitions().items() if one.indicator}


def test_all_49_targets_are_there_and_none_is_undecided(hebei: Ledger) -> None:
    rows = found(hebei)
    assert sorted(row.target.number for row in rows) == [f"T{number:02}" for number in range(1, 50)]
    assert {row.kind for row in rows} == {"computed", "reported", "outside"}


def test_what_is_compared_with_the_nation_waits_for_its_series_and_says_what_would_fill_it(hebei: Ledger) -> None:
    waiting = {row.target.number: row for row in found(hebei) if row.kind == "outside"}
    assert sorted(waiting) == ["T22", "T30"]
    assert "2027" in waiting["T22"].note and waiting["T22"].definition is not None
    assert waiting["T30"].series is not None and waiting["T30"].series.publisher


def test_units_of_the_plan_are_certain_and_units_that_this_system_chose_are_said_to_be_chosen(hebei: Ledger) -> None:
    rows = {row.target.number: row for row in found(hebei)}
    assert [unit.slug for unit in rows["T36"].units] == ["shichang"] and rows["T36"].certain
    assert rows["T01"].configured and not rows["T01"].certain
    assert "方案未写明责任单位，由系统配置" in rows["T01"].note
    assert all(row.units for row in rows.values() if row.kind == "reported")


@pytest.mark.django_db
def test_of_another_plan_units_report_what_no_definition_counts() -> None:
    batches = found(ledger_of(FRUIT))[-1]
    assert batches.kind == "reported" and batches.units and not batches.configured


@pytest.mark.django_db
def test_of_another_plan_an_indicator_of_the_same_name_is_computed_and_one_without_units_is_undecided() -> None:
    text = FRUIT.replace("果品抽检合格率", "制造业产品质量合格率")
    assert [row.kind for row in found(ledger_of(text))] == ["computed", "reported"]
    assert [row.kind for row in found(ledger_of(FRUIT))] == ["undecided", "reported"]
