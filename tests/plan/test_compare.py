"""Two editions, item by item."""

from zhiheng.plan import parse
from zhiheng.plan.compare import Change, compare

BEFORE = (
    "某市方案\n一、任务\n1.修渠。到2025年,节水率达到20%。(市水利局)\n2.植树。对种树的农户,给予5万元补助。(市林业局)\n"
)


def changes(after: str) -> list[tuple[str, str, str, str | None]]:
    return [(c.kind, c.what, c.key, c.field) for c in compare(parse(BEFORE), parse(after))]


def test_the_same_document_has_no_changes() -> None:
    assert changes(BEFORE) == []


def test_a_new_value_is_one_change_of_one_target() -> None:
    found = compare(parse(BEFORE), parse(BEFORE.replace("20%", "25%")))
    assert Change("changed", "target", "一1 节水率 2025", "value", 20, 25) in found
    assert not [c for c in found if c.what in {"assignment", "funding"}]


def test_a_unit_that_comes_and_one_that_goes_are_told() -> None:
    found = changes(BEFORE.replace("(市水利局)", "(市农业农村局)"))
    assert ("added", "assignment", "一1 市农业农村局", None) in found
    assert ("removed", "assignment", "一1 市水利局", None) in found


def test_a_task_that_is_gone_takes_its_sum_along() -> None:
    found = changes(BEFORE.split("2.植树")[0])
    assert ("removed", "task", "一2", None) in found
    assert any(kind == "removed" and what == "funding" for kind, what, _, _ in found)


def test_moving_a_paragraph_down_changes_nothing() -> None:
    assert changes(BEFORE.replace("一、任务", "为了发展,制定本方案。\n一、任务")) == []


def test_a_day_that_is_put_off_is_one_change_of_one_deadline() -> None:
    plan = "某市节水行动方案\n一、任务\n1.办法。2024年6月底前,印发节水管理办法。(市水利局)\n"
    found = compare(parse(plan), parse(plan.replace("6月底", "9月底")))
    assert [(c.kind, c.what, c.field, c.old, c.new) for c in found if c.what == "deadline"] == [
        ("changed", "deadline", "date", "2024-06-30", "2024-09-30")
    ]
