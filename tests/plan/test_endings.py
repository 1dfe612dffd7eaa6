"""What a list of units writes once is put back; what is no unit is left out; time limits beside a mark."""

import pytest

from zhiheng.plan import parse


def units(mark: str) -> list[str]:
    plan = parse(f"某市方案\n一、任务\n1.修渠。修好水渠。({mark})\n")
    return [u.name for t in plan.tasks for a in t.assignments for u in a.units]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("责任单位:市水利局,东湖高新区、滨湖新区管委会", ["市水利局", "东湖高新区管委会", "滨湖新区管委会"]),
        ("责任单位:市水利局、东县、西县政府", ["市水利局", "东县政府", "西县政府"]),
        ("责任单位:市水利局,各县(市、区)人民政府", ["市水利局", "各县(市、区)人民政府"]),
        ("责任单位:市水利局、国土资源局、外经贸局", ["市水利局", "市国土资源局", "市外经贸局"]),
        ("责任单位:市水利局。各项任务均涉及各区政府,不再列出,下同", ["市水利局"]),
    ],
)
def test_an_ending_that_a_list_writes_once_is_put_back(mark: str, expected: list[str]) -> None:
    assert units(mark) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("2024年6月30日", "2024-06-30"),
        ("2024年12月", "2024-12-31"),
        ("2024年底前", "2024-12-31"),
        ("2024年", "2024-12-31"),
    ],
)
def test_a_time_limit_behind_the_mark_is_the_deadline_of_the_item(limit: str, expected: str) -> None:
    plan = parse(f"某市2024年要点\n一、任务\n1.修渠。修好水渠。责任单位:市水利局。完成时限:{limit}。\n2.植树。种树。\n")
    assert [(d.what, d.date.isoformat()) for d in plan.deadlines] == [("修渠", expected)]


def test_a_report_that_is_due_again_and_again_is_no_deadline_and_no_target() -> None:
    plan = parse("某市方案\n一、任务\n1.修渠。每年12月15日前报送总结,每月5日前报送进展。\n某市人民政府\n2024年3月1日\n")
    assert plan.deadlines == () and plan.targets == () and plan.coverage.unread == ()
