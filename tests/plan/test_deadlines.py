"""Dated duties."""

from datetime import date

from zhiheng.plan import parse


def deadlines(words: str) -> list[tuple[str, date]]:
    plan = parse(f"某市方案\n某市人民政府\n2023年3月1日\n一、任务\n1.修渠。{words}\n")
    return [(d.what, d.date) for d in plan.deadlines]


def test_the_last_day_of_the_month_is_meant() -> None:
    assert deadlines("2024年2月底前,编制灌区规划。") == [("编制灌区规划", date(2024, 2, 29))]


def test_days_after_issue_are_counted_from_the_date_of_issue() -> None:
    assert deadlines("各区要在本方案印发之日起30日内,制定实施办法。") == [("制定实施办法", date(2023, 3, 31))]


def test_a_year_with_a_duty_and_no_figure_ends_with_its_last_day() -> None:
    assert deadlines("到2025年,基本建成节水体系。") == [("基本建成节水体系", date(2025, 12, 31))]


def test_a_year_with_a_figure_is_a_target_and_no_duty() -> None:
    assert deadlines("到2025年,节水率达到20%。") == []


def test_a_time_limit_in_a_mark_dates_the_task() -> None:
    assert deadlines("修好水渠。(责任单位:市水利局;完成时限:2024年9月30日前)") == [("修渠", date(2024, 9, 30))]
