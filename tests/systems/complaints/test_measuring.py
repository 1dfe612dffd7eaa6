"""A measure's value is made from counts, and 按期办结率 counts what its definition says and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.complaints import complaint, does, handles, region
from tests.systems.complaints.histories import Chance
from zhiheng.directory.models import Region
from zhiheng.mechanisms.cases.models import Case, CaseClock, CaseMove
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.complaints.measures import (
    MEASURES,
    closed_on_time,
    confirmed_solved,
    days_to_close,
    first_checked_on_time,
    mediated,
    satisfaction,
    settled_by_odr,
)
from zhiheng.systems.complaints.measuring import (
    WHOLE,
    Measure,
    Measured,
    Period,
    mean,
    measured,
    median,
    published,
    share,
)

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LATER = date(2026, 11, 22)
NEW_YEAR = date(2026, 1, 1)
AT = datetime(2026, 3, 1, 4, tzinfo=UTC)


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


@pytest.fixture
def seen(db: None) -> Iterator[None]:
    """The tests below look at all complaints."""
    with at_desk(Desk(whole=True)):
        yield


def mediation(
    due: date | None,
    ended: date | None,
    region: str = "tangshan",
    began: date = NEW_YEAR,
    clock: str = "mediate",
    ended_by: str = "",
    **case: object,
) -> CaseClock:
    """A complaint with one round of a clock, as ``recount`` would leave it."""
    with everywhere():
        number = f"TS-{Case.objects.count()}"
        one = Case.objects.create(
            of_kind="report" if clock == "verify" else "complaint",
            number=number,
            region=Region.objects.get(slug=region),
            state="mediating",
            filed_at=AT,
            **case,
        )
        rule = "complaint.mediate"
        round_ = CaseClock(case=one, region=one.region, clock=clock, rule=rule, began=began, due_on=due, ended=ended)
        round_.ended_by = ended_by
        round_.save()
        return round_


def said(one: CaseClock, nth: int, on: date, transition: str = "rate", **words: object) -> None:
    with everywhere():
        CaseMove.objects.create(
            case=one.case, nth=nth, transition=transition, end="agreed", hand="filer", at=AT, on=on, said=words
        )


def test_a_share_of_nothing_is_no_data_and_not_a_hundred_percent() -> None:
    assert share({}) == Measured(None, 0, 0)
    assert share({True: 22345, False: 24932 - 22345}).value == Decimal("89.62")
    assert share({False: 3}).value == 0


def test_a_mean_is_that_of_the_records_and_not_of_the_groups() -> None:
    assert mean({"5": 3, "2": 1}) == Measured(Decimal("4.25"), 4)
    assert mean({}) == Measured(None, 0)


@pytest.mark.parametrize("number", range(1, 12))
def test_the_median_is_the_one_in_the_middle(number: int) -> None:
    chance = Chance("median", number)
    lengths = [chance.below(9) for _ in range(number)]
    told = {timedelta(days=length): lengths.count(length) for length in set(lengths)}
    ordered = sorted(lengths)
    middle = Decimal(ordered[(number - 1) // 2] + ordered[number // 2]) / 2
    assert median(told) == Measured(middle, number)


def test_nothing_has_no_median() -> None:
    assert median({}) == Measured(None, 0)


def test_a_period_is_a_year_a_quarter_or_a_month_and_nothing_else() -> None:
    assert Period.of("2024") == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert Period.of("2024Q1") == Period(date(2024, 1, 1), date(2024, 3, 31))
    assert Period.of("2024-02") == Period(date(2024, 2, 1), date(2024, 2, 29))
    for wrong in ("2024Q5", "2024-13", "2024-00", "24", "0000", "去年"):
        with pytest.raises(ValueError):
            Period.of(wrong)


CASES = [
    ("closed on its day", day(10), day(10), (1, 1)),
    ("closed before its day", day(10), day(3), (1, 1)),
    ("closed late in the same month", day(10), day(20), (0, 1)),
    ("closed late in a later month", day(10), day(20, 4), (0, 1)),
    ("overdue and open", day(10), None, (0, 1)),
    ("closed early, due in a later month", day(10, 5), day(31), (1, 1)),
    ("closed early in an earlier month", day(10), day(20, 2), (1, 1)),
    ("due in an earlier month, closed late in this one", day(10, 2), day(5), (0, 0)),
    ("due later and open", day(10, 12), None, (0, 0)),
    ("paused without an end", None, None, (0, 0)),
    ("due in a later month, closed in a later month", day(10, 5), day(2, 4), (0, 0)),
]


@pytest.mark.parametrize(("_what", "due", "ended", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_is_owed_in_march(
    _what: str, due: date | None, ended: date | None, expected: tuple[int, int], seen: None
) -> None:
    mediation(due, ended)
    found = measured(closed_on_time, MARCH, LATER)[WHOLE]
    assert (found.numerator, found.denominator) == expected
    assert found.denominator == closed_on_time.records(MARCH, LATER).count()


def test_on_its_day_a_complaint_is_not_overdue_and_on_the_next_it_is(seen: None) -> None:
    mediation(day(10), None)
    owed = [measured(closed_on_time, MARCH, on)[WHOLE].denominator for on in (day(9), day(10), day(11))]
    assert owed == [0, 0, 1]


def test_what_was_known_on_a_day_is_told_again_later(seen: None) -> None:
    mediation(day(10), day(20))
    mediation(day(25), day(12))
    known = [measured(closed_on_time, MARCH, on)[WHOLE] for on in (day(10), day(11), day(12), day(20))]
    assert [(one.numerator, one.denominator) for one in known] == [(0, 0), (0, 1), (1, 2), (1, 2)]


def test_a_province_is_made_of_its_counties_and_not_of_their_rates(seen: None) -> None:
    for place, on_time, late in (("shijiazhuang-changan", 1, 0), ("shijiazhuang-qiaoxi", 1, 8), ("dingzhou", 5, 0)):
        for number in range(on_time + late):
            mediation(day(10), day(9) if number < on_time else None, place)
    found = measured(closed_on_time, MARCH, LATER, "region")
    ids = dict(Region.objects.values_list("slug", "pk"))
    told = {slug: found[ids[slug]] for slug in ("shijiazhuang-changan", "shijiazhuang-qiaoxi", "shijiazhuang", "hebei")}
    assert told == {
        "shijiazhuang-changan": Measured(Decimal(100), 1, 1),
        "shijiazhuang-qiaoxi": Measured(Decimal("11.11"), 9, 1),
        "shijiazhuang": Measured(Decimal(20), 10, 2),
        "hebei": Measured(Decimal("46.67"), 15, 7),
    }
    assert found[WHOLE] == told["hebei"]
    # 定州 reports for itself, though it lies in 保定.
    assert ids["baoding"] not in found


def test_firms_are_apart_and_demonstration_is_counted(seen: None) -> None:
    mediation(day(10), day(9), firm_code="91130100MA00000001", demo=True)
    mediation(day(10), None, firm_code="91130100MA00000001")
    mediation(day(10), None, firm_code="91130100MA00000002")
    found = measured(closed_on_time, MARCH, LATER, "firm")
    assert found["91130100MA00000001"] == Measured(Decimal(50), 2, 1, demo=1)
    assert found["91130100MA00000002"] == Measured(Decimal(0), 1, 0)


def test_a_desk_measures_what_it_sees_and_the_public_figure_is_that_of_all(db: None) -> None:
    mediation(day(10), day(9), "tangshan")
    mediation(day(10), None, "handan")
    tangshan = Region.objects.get(slug="tangshan").pk
    with at_desk(Desk(casework=frozenset({tangshan}))):
        assert measured(closed_on_time, MARCH, LATER)[WHOLE] == Measured(Decimal(100), 1, 1)
        assert published(closed_on_time, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 2, 1)


def test_only_the_last_rating_of_a_complaint_counts(seen: None) -> None:
    one, other = mediation(day(10), day(9)), mediation(day(10), day(9))
    said(one, 1, day(10), solved=False, satisfaction="1")
    said(one, 2, day(12), solved=True, satisfaction="4")
    said(other, 1, day(12), solved=False, satisfaction="2")
    assert measured(confirmed_solved, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 2, 1)
    assert measured(satisfaction, MARCH, LATER)[WHOLE] == Measured(Decimal(3), 2)
    assert measured(satisfaction, MARCH, day(11))[WHOLE] == Measured(Decimal(1), 1)


def test_what_was_said_on_the_phone_counts_where_the_consumer_has_not_rated(seen: None) -> None:
    one, other, third = (mediation(day(10), day(9)) for _ in range(3))
    said(one, 1, day(10), "follow_up", reached=True, solved=False, satisfaction="1")
    said(one, 2, day(12), solved=True, satisfaction="4")
    said(other, 1, day(12), "follow_up", reached=True, solved=True)
    said(third, 1, day(12), "follow_up", reached=False)
    assert measured(confirmed_solved, MARCH, LATER)[WHOLE] == Measured(Decimal(100), 2, 2)
    assert measured(satisfaction, MARCH, LATER)[WHOLE] == Measured(Decimal(4), 1)
    assert measured(confirmed_solved, MARCH, day(11))[WHOLE] == Measured(Decimal(0), 1, 0)


def test_days_to_close_are_those_from_acceptance(seen: None) -> None:
    for began, ended in ((1, 3), (1, 11), (2, 31)):
        mediation(day(30, 4), day(ended), began=day(began))
    mediation(day(30, 4), None, began=day(1))
    assert measured(days_to_close, MARCH, LATER)[WHOLE] == Measured(Decimal(10), 3)


def test_success_of_mediation_leaves_withdrawals_out(seen: None) -> None:
    ways = [("agree", {}), ("agree", {}), ("terminate", {"ground": "absent"}), ("terminate", {"ground": "withdrawn"})]
    for transition, said in [*ways, ("withdraw_mediated", {})]:
        one = mediation(day(10), day(9))
        CaseMove.objects.create(
            case=one.case, nth=1, transition=transition, end="agreed", hand="handler", at=AT, on=day(9), said=said
        )
    assert measured(mediated, MARCH, LATER)[WHOLE] == Measured(Decimal("66.67"), 3, 2)


def test_a_county_answers_for_what_it_let_lie_and_the_next_for_its_own_time(db: None) -> None:
    here, there = "shijiazhuang-qiaoxi", "tangshan-lubei"
    found = complaint("2026-03-02", here)
    with handles(here):
        does(found, "transfer", "2026-03-20", to=there)
    with handles(there):
        assert list(found.clock_rows.values_list("region__slug", "ended_by")) == [(here, "transfer"), (there, "")]
        does(found, "accept", "2026-03-23")
        rows = found.clock_rows.order_by("began", "clock", "round").values_list("clock", "region__slug", "ended_by")
        assert list(rows) == [("accept", here, "transfer"), ("accept", there, "accept"), ("mediate", there, "")]
        does(found, "agree", "2026-03-24")
    counted = published(first_checked_on_time, MARCH, LATER, "region")
    assert counted[region(here).pk] == Measured(Decimal(0), 1, 0)
    assert counted[region(there).pk] == Measured(Decimal(100), 1, 1)
    # A move is of the region that had the case when it was made, also once the case has gone on.
    with everywhere():
        Case.objects.filter(pk=found.pk).update(region=region(here))
    assert set(published(mediated, MARCH, LATER, "region")) & {region(here).pk, region(there).pk} == {region(there).pk}


def test_passing_a_complaint_round_does_not_better_the_first_check(db: None) -> None:
    here, there = "shijiazhuang-qiaoxi", "tangshan-lubei"
    for _neglected in range(2):
        complaint("2026-03-02", here)
    before = published(first_checked_on_time, MARCH, LATER)[WHOLE]
    round_ = complaint("2026-03-02", here)
    for number in range(4):
        at, to = (here, there) if number % 2 == 0 else (there, here)
        with handles(at):
            does(round_, "transfer", f"2026-03-{3 + number:02}", to=to)
    with handles(here):
        does(round_, "withdraw", "2026-03-09")
    assert published(first_checked_on_time, MARCH, LATER)[WHOLE] == before == Measured(Decimal(0), 2, 0)


@pytest.mark.parametrize("way", ["transfer", "to_odr", "withdraw"])
def test_what_went_on_undecided_counts_only_when_it_was_late(way: str, seen: None) -> None:
    mediation(day(10), day(10), clock="accept", ended_by=way)
    mediation(day(10), day(11), clock="accept", ended_by=way)
    mediation(day(10), day(9), clock="accept", ended_by="refuse")
    assert measured(first_checked_on_time, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 2, 1)


def test_a_complaint_that_was_opened_again_is_to_be_accepted_again(seen: None) -> None:
    mediation(day(10), day(9), clock="accept", ended_by="accept")
    mediation(day(20), None, clock="reaccept")
    assert measured(first_checked_on_time, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 2, 1)


def test_an_odr_that_nobody_ends_does_not_vanish(seen: None) -> None:
    for ended, by in ((day(9), "odr_settle"), (day(9), "odr_fail"), (None, ""), (day(9), "withdraw")):
        mediation(day(10), ended, clock="odr", ended_by=by)
    late = mediation(day(10), day(20, 4), clock="odr", ended_by="odr_settle")
    assert measured(settled_by_odr, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 4, 2)
    # Settled late it counts once, where its time ended; until then as one that was not settled.
    assert measured(settled_by_odr, MARCH, day(1, 4))[WHOLE] == Measured(Decimal(25), 4, 1)
    april = Period(day(1, 4), day(30, 4))
    assert measured(settled_by_odr, april, LATER)[WHOLE].denominator == 0
    # 按期办结率: settled and overdue ones are in; what was given up in time is decided on when it is accepted.
    assert measured(closed_on_time, MARCH, LATER)[WHOLE] == Measured(Decimal("33.33"), 3, 1)
    assert late.ended_by == "odr_settle"


def test_a_rating_before_a_reopening_does_not_beat_a_later_call(seen: None) -> None:
    one, other = mediation(day(10), day(9)), mediation(day(10), day(9))
    for number, case in enumerate((one, other)):
        said(case, 1, day(10), solved=True, satisfaction="5")
        said(case, 2, day(11), "reopen")
        said(case, 3, day(12), "follow_up", reached=True, solved=False, satisfaction="1")
        if number:
            said(case, 4, day(13), solved=True, satisfaction="3")
    assert measured(confirmed_solved, MARCH, LATER)[WHOLE] == Measured(Decimal(50), 2, 1)
    assert measured(satisfaction, MARCH, LATER)[WHOLE] == Measured(Decimal(2), 2)
    assert measured(confirmed_solved, MARCH, day(11))[WHOLE] == Measured(Decimal(100), 2, 2)


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.key)
def test_every_measure_says_what_it_is_and_counts_its_records(one: Measure, seen: None) -> None:
    mediation(day(10), day(9))
    for clock in ("accept", "verify"):
        mediation(day(10), day(9), clock=clock)
    found = measured(one, MARCH, LATER, "region")
    assert found[WHOLE].denominator == one.records(MARCH, LATER).count()
    assert set(measured(one, MARCH, LATER, "field")) <= {WHOLE, ""}
    assert one.name and one.definition and one.source and one.records.__doc__
