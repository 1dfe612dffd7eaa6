"""A notice as it is pasted: its sentences become days, and what contradicts itself is said."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.mechanisms.calendar.library import notices
from zhiheng.mechanisms.calendar.typed import as_lines, read_notice

NOTICE = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，要妥善安排好值班。
2025年11月4日"""


def test_the_notice_of_2026_gives_the_days_of_the_library() -> None:
    read = read_notice(NOTICE, 2026)
    known = next(notice for notice in notices() if notice.year == 2026)
    assert (read.problems, read.off, read.worked) == ([], known.off, known.worked)


@pytest.mark.parametrize("year", [notice.year for notice in notices()])
def test_days_that_are_shown_for_editing_are_read_back(year: int) -> None:
    known = next(notice for notice in notices() if notice.year == year)
    read = read_notice(as_lines(known.off, known.worked), year)
    assert (read.problems, read.off, read.worked) == ([], known.off, known.worked)


def test_a_holiday_may_begin_in_december_before() -> None:
    read = read_notice("2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
    assert (read.problems, read.off) == ([], {date(2023, 1, 2)})
    assert not read_notice("2026-12-31 放假", 2027).problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1月1日（周五）放假。", "2026-01-01 是星期四，与括号里写的不符"),
        ("10月1日至7日放假，共8天", "写明共 8 天，读到 7 天"),
        ("2月14日、2月16日上班", "2026-02-16 不是周末"),
        ("2月30日放假", "没有“2月30日”这一天"),
        ("5日放假", "没有“5日”这一天"),
        ("2月3日至1日放假", "不像一次放假"),
        ("2月3日至3月20日放假", "不像一次放假"),
        ("2025年2月3日放假", "不在 2026 年"),
        ("2月9日休息", "只写一样"),
        ("2月9日放假，2月14日上班", "只写一样"),
        ("2月14日至17日放假。2月14日上班", "2026-02-14：既放假又上班"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(text: str, said: str) -> None:
    assert any(said in problem for problem in read_notice(text, 2026).problems)


def test_one_wrong_sentence_does_not_hide_another() -> None:
    assert len(read_notice("2月30日放假。2月31日放假。1月1日放假。", 2026).problems) == 2
