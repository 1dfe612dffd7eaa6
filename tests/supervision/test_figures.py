"""What the ledger reads: published values where it computes, else what units reported; the two never merged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.reporting import FigureFactory
from tests.factories.values import judged, published
from zhiheng.directory.models import Region
from zhiheng.ledger.models import Indicator, Ledger
from zhiheng.mechanisms.periods import Period
from zhiheng.supervision.figures import Known, known
from zhiheng.supervision.standing import Standing, standings

NOVEMBER = date(2026, 11, 22)
DRUGS = "drug-sampling-pass-rate"


@pytest.fixture(autouse=True)
def batches(hebei: Ledger) -> None:
    """Forty drug batches of 2025, of which 38 passed: less than the 99 % that are promised."""
    judged(40, passed=38)


def read(**where: Any) -> Known:
    return known(Indicator.objects.filter(slug=DRUGS), **where)


def standing(hebei: Ledger, year: int = 2025) -> Standing:
    return next(
        one for one in standings(hebei, NOVEMBER) if (one.target.indicator.slug, one.target.year) == (DRUGS, year)
    )


def test_a_published_value_is_read_with_the_address_of_its_records() -> None:
    published()
    (figure,) = read().figures
    assert (figure.value, figure.year, figure.quarter) == (Decimal("95.00"), 2025, 0)
    assert figure.address == "/numbers/drug_pass_rate/value/?period=2025" and not figure.demo


def test_what_is_only_counted_and_not_published_is_not_read() -> None:
    assert read() == Known([], [])


def test_a_promise_is_judged_by_the_published_value_and_not_by_the_reported_one(hebei: Ledger) -> None:
    published()
    FigureFactory(of=DRUGS, value=Decimal("99.9"))
    found = standing(hebei)
    assert found.state == "missed" and "95%" in found.reason
    assert [(pair.published.value, pair.reported.value) for pair in found.disputes] == [
        (Decimal("95.00"), Decimal("99.9"))
    ]


def test_a_reported_value_that_agrees_is_no_dispute(hebei: Ledger) -> None:
    published()
    FigureFactory(of=DRUGS, value=Decimal("95.0"))
    assert read().disputes == [] and len(read().figures) == 1
    assert standing(hebei).disputes == ()


def test_a_period_without_a_published_value_is_read_as_it_was_reported(hebei: Ledger) -> None:
    published()
    FigureFactory(of=DRUGS, year=2023, value=Decimal("99.4"))
    assert [(one.year, bool(one.address)) for one in read().figures] == [(2023, False), (2025, True)]
    assert standing(hebei, 2023).state == "kept"


def test_reported_regions_do_not_fill_the_gaps_of_published_ones() -> None:
    published("tangshan")
    FigureFactory(of=DRUGS, at="xiongan", value=Decimal("100"))
    assert [figure.region.slug for figure in read().figures] == ["tangshan"]


def test_a_superseded_value_is_not_read_any_more() -> None:
    published()
    judged(10, passed=10)
    published(why="迟报 10 批")
    (figure,) = read(region__kind=Region.PROVINCE).figures
    assert figure.value == Decimal("96.00")


def test_months_are_published_and_judge_no_promise() -> None:
    published(period=Period.of("2025-05"))
    assert read().figures == []
