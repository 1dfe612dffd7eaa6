"""When: years, ends of months, windows, cadences."""

from datetime import date

import pytest

from zhiheng.plan.periods import TimeMark, numeral, time_marks, written_date

ISSUED = date(2023, 3, 24)


def only(words: str) -> TimeMark:
    (mark,) = time_marks(words, ISSUED)
    return mark


@pytest.mark.parametrize(
    ("words", "kind", "year", "last"),
    [
        ("到2025年,建成", "due", 2025, None),
        ("2023年底前完成", "due", 2023, date(2023, 12, 31)),
        ("2024年6月底前完成", "due", 2024, date(2024, 6, 30)),
        ("2024年2月底前完成", "due", 2024, date(2024, 2, 29)),
        ("2024年上半年完成", "due", 2024, date(2024, 6, 30)),
        ("从2023年起,实施", "start", 2023, None),
        ("比2020年下降", "base", 2020, None),
        ("截至2022年底,共有", "past", 2022, date(2022, 12, 31)),
        ("2024年1月1日至12月31日,执行", "window", 2024, date(2024, 12, 31)),
        ("自印发之日起30日内报送", "within", 2023, date(2023, 4, 23)),
        ("“十四五”末达到", "due", 2025, None),
        ("2023-2027年,实施", "due", 2027, None),
    ],
)
def test_a_time_says_what_it_does_and_its_last_day(words: str, kind: str, year: int, last: date | None) -> None:
    mark = only(words)
    assert (mark.kind, mark.year, mark.date) == (kind, year, last)


@pytest.mark.parametrize(
    ("words", "cadence"),
    [("每年培训", "annual"), ("每季度通报", "quarterly"), ("每月调度", "monthly"), ("每5年修订", "every 5 years")],
)
def test_a_cadence_is_named(words: str, cadence: str) -> None:
    assert only(words).cadence == cadence


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert written_date("2023年2月30日") is None
    assert [m for m in time_marks("2023年2月30日前完成", ISSUED) if m.date == date(2023, 2, 30 - 2)] == []


def test_days_within_are_not_dated_where_the_issue_is_unknown() -> None:
    (mark,) = time_marks("自印发之日起30日内报送")
    assert mark.date is None and mark.year is None


@pytest.mark.parametrize(("words", "value"), [("二十一", 21), ("十", 10), ("三百零五", 305), ("两", 2), ("甲", None)])
def test_small_numerals_have_their_value(words: str, value: int | None) -> None:
    assert numeral(words) == value
