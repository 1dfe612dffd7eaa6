"""The Hebei plan against the two answer keys: every task, mark, unit, target and sum."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhiheng.plan import parse
from zhiheng.plan.model import Plan

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "plan"
DOCUMENT = FOLDER / "hebei-2023-2027.txt"
pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="../shared/plan/hebei-2023-2027.txt (the document itself) is not here"
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse(DOCUMENT.read_text(encoding="utf-8"))


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def comparator(words: str) -> str:
    """The key's way of writing a comparator as the contract writes it."""
    for sign, name in (
        ("stable", "hold"),
        ("keep", "hold"),
        ("≥", ">="),
        ("≈", "~"),
        ("显著提升", "qualitative"),
        (">", ">"),
    ):
        if words.startswith(sign):
            return name
    return "="


def value(words: str) -> float | None:
    """The key's value; 全覆盖 is written as 100 (words …), relative and qualitative targets have none."""
    first = words.split(" ")[0]
    return float(first) if first.replace(".", "").isdigit() else None


def test_title_issuer_and_period_are_read(plan: Plan) -> None:
    assert plan.title == "河北省质量强省建设行动方案(2023-2027年)"
    assert (plan.issuer, plan.number, str(plan.issued), plan.period) == (
        "河北省人民政府办公厅",
        None,
        "2023-03-24",
        (2023, 2027),
    )


def test_there_are_27_tasks_with_53_marks_and_103_pairs_of_24_units(plan: Plan) -> None:
    assert len(plan.tasks) == 27 and all(t.assignments for t in plan.tasks)
    assert sum(len(t.assignments) for t in plan.tasks) == 53
    assert sum(len(a.units) for t in plan.tasks for a in t.assignments) == 103
    assert len(plan.units) == 24
    assert plan.text.count("(责任单位:") == 53


def test_the_plan_names_no_lead_so_no_role_is_guessed(plan: Plan) -> None:
    assert {u.role for t in plan.tasks for a in t.assignments for u in a.units} == {None}


def test_all_49_targets_have_their_value_comparator_and_place(plan: Plan) -> None:
    keys = list(rows("hebei-2023-2027.targets.csv"))
    assert len(keys) == len(plan.targets) == 49
    for key, target in zip(keys, plan.targets, strict=True):
        assert target.id == key["id"] and target.clause == key["clause"], key
        assert target.comparator == comparator(key["comparator"]), key
        read = None if target.value is None else float(target.value)
        assert read == value(key["value"]), key


def test_all_49_targets_have_their_unit_and_their_year(plan: Plan) -> None:
    for key, target in zip(rows("hebei-2023-2027.targets.csv"), plan.targets, strict=True):
        wanted = key["unit"].removesuffix("/yr").removesuffix("/市")
        assert (target.unit or "%") == wanted, key
        year = next((y for y in (2023, 2025, 2027) if str(y) in key["when"].split("over")[0].split("–")[-1]), None)
        assert target.year == year, key
        assert (target.cadence == "annual") == (key["when"] == "each year"), key


def test_targets_carry_the_units_of_their_mark(plan: Plan) -> None:
    same = plan.targets[39].units
    for key, target in zip(rows("hebei-2023-2027.targets.csv"), plan.targets, strict=True):
        wanted = key["units"]
        expected = () if wanted == "–" else same if wanted == "same three" else tuple(wanted.split("、"))
        assert target.units == expected, key


def test_one_indicator_has_one_name_in_all_years(plan: Plan) -> None:
    goals: dict[str, set[int | None]] = {}
    for target in plan.targets:
        if target.clause == "一":
            goals.setdefault(target.indicator, set()).add(target.year)
    for name in ("制造业产品质量合格率", "新增省地方标准", "新建提升改造社会公用计量标准"):
        assert goals[name] == {2023, 2025, 2027}


def test_all_8_sums_are_promised(plan: Plan) -> None:
    wanted = []
    for row in rows("hebei-2023-2027.money.csv"):
        number, unit = row["value"].split(" ")
        wanted.append((row["clause"], float(number) / 100 if unit == "%" else int(number) * 1_000_000))
    found = []
    for rule in plan.funding:
        sums = (None if rule.share is None else float(rule.share), rule.amount_fen, rule.cap_fen)
        found.extend((rule.clause, s) for s in sums if s is not None)
    assert found == wanted and len(found) == 8


def test_nothing_is_unread(plan: Plan) -> None:
    assert plan.coverage.unread == () and plan.coverage.read == len(plan.text)
