"""Rows come before the judgement with the right figures, in few queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.factories.reporting import FigureFactory
from zhiheng.directory.models import Region
from zhiheng.ledger.models import Ledger, Target
from zhiheng.reporting.models import Figure
from zhiheng.supervision.progress import STATES
from zhiheng.supervision.standing import Standing, province_figures, standings, standings_of, tally

NOVEMBER = date(2026, 11, 22)


def of(found: list[Standing], slug: str) -> Standing:
    return next(standing for standing in found if standing.target.indicator.slug == slug)


def test_without_figures_no_promise_is_kept_or_missed(hebei: Ledger) -> None:
    counts = tally(standings(hebei, NOVEMBER))
    assert sum(counts.values()) == 49
    assert {state for state, number in counts.items() if number} == {"no_data", "not_assessable"}


def test_a_year_below_its_target_is_missed_with_the_reason_and_the_figure(hebei: Ledger) -> None:
    FigureFactory(value=Decimal("93.1"))
    standing = of(standings(hebei, NOVEMBER), "complaints-closed-on-time")
    assert standing.state == "missed"
    assert "93.1%" in standing.reason and "1.9 个百分点" in standing.reason
    assert standing.latest is not None and standing.latest.value == Decimal("93.1")
    assert standing.demo is False


def test_red_stands_first(hebei: Ledger) -> None:
    FigureFactory(value=Decimal("93.1"))
    states = [standing.state for standing in standings(hebei, NOVEMBER)]
    assert states[0] == "missed"
    assert states == sorted(states, key=STATES.index)


def test_a_demonstration_figure_is_told(hebei: Ledger) -> None:
    FigureFactory(demo=True)
    assert of(standings(hebei, NOVEMBER), "complaints-closed-on-time").demo is True


def test_the_province_is_the_sum_of_its_regions_and_not_the_mean_of_their_rates(hebei: Ledger) -> None:
    reporting = list(Region.objects.reporting(NOVEMBER))
    big = reporting[0].slug
    for region in reporting:
        size = 1000 if region.slug == big else 10
        closed = 900 if region.slug == big else 10
        FigureFactory(at=region.slug, value=Decimal(100 * closed) / size, parts=(closed, size))
    figures = list(Figure.objects.select_related("region"))
    (whole,) = province_figures(figures, reporting)
    assert whole.value == (Decimal(100) * (900 + 130) / 1130).quantize(Decimal("0.000001"))


def test_a_region_that_has_not_reported_leaves_the_province_without_a_figure(hebei: Ledger) -> None:
    reporting = list(Region.objects.reporting(NOVEMBER))
    for region in reporting[1:]:
        FigureFactory(at=region.slug, parts=(95, 100))
    assert province_figures(list(Figure.objects.select_related("region")), reporting) == []


def test_the_province_s_own_row_counts_before_the_sum(hebei: Ledger) -> None:
    reporting = list(Region.objects.reporting(NOVEMBER))
    for region in reporting:
        FigureFactory(at=region.slug, parts=(95, 100))
    FigureFactory(value=Decimal("96.5"))
    (whole,) = province_figures(list(Figure.objects.select_related("region")), reporting)
    assert whole.value == Decimal("96.5")


def test_a_period_without_a_row_of_the_province_is_summed_beside_one_that_has_it(hebei: Ledger) -> None:
    FigureFactory(year=2024, value=Decimal("96"))
    for region in Region.objects.reporting(NOVEMBER):
        FigureFactory(at=region.slug, year=2025, parts=(90, 100))
    standing = of(standings(hebei, NOVEMBER), "complaints-closed-on-time")
    assert standing.state == "missed" and standing.latest is not None
    assert (standing.latest.year, standing.latest.value) == (2025, 90)


@pytest.mark.parametrize(
    ("slug", "value", "weight"),
    [
        ("rd-spending-growth", "8", None),  # 108 over 100: growth is not the quotient
        ("invention-patents", "1.08", None),  # a number per 10,000 people, no percentage
        ("manufacturing-pass-rate", "108", "52.5"),  # weighted by output value
    ],
)
def test_what_is_no_plain_share_is_never_made_up_from_sums(
    hebei: Ledger, slug: str, value: str, weight: str | None
) -> None:
    reporting = list(Region.objects.reporting(NOVEMBER))
    for region in reporting:
        FigureFactory(
            of=slug, at=region.slug, value=Decimal(value), parts=(108, 100), weight=weight and Decimal(weight)
        )
    assert province_figures(list(Figure.objects.select_related("region")), reporting) == []


def test_a_promise_for_every_city_is_judged_by_the_eleven_cities(hebei: Ledger) -> None:
    slug = "one-stop-counties"
    for region in Region.objects.reporting(NOVEMBER).filter(kind=Region.CITY):
        FigureFactory(of=slug, at=region.slug, value=3 if region.slug != "tangshan" else 2)
    standing = of(standings(hebei, NOVEMBER), slug)
    assert standing.state == "pending"
    assert "10/11" in standing.reason and "唐山" in standing.reason


def test_figures_of_years_to_come_are_not_read(hebei: Ledger) -> None:
    FigureFactory(year=2027)
    assert of(standings(hebei, NOVEMBER), "complaints-closed-on-time").latest is None


def test_the_standings_of_a_unit_s_targets_can_be_asked(hebei: Ledger) -> None:
    found = standings_of(Target.objects.filter(units__slug="shichang"), NOVEMBER)
    assert found and all(unit.slug for standing in found for unit in standing.target.units.all())


def test_the_number_of_queries_does_not_grow_with_the_rows(
    hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (2023, 2024, 2025):
        FigureFactory(year=year)
    with django_assert_max_num_queries(9):
        for standing in standings(hebei, NOVEMBER):
            assert standing.word and standing.reason
            assert standing.target.indicator.get_absolute_url() and standing.target.quote
            assert len(standing.target.units.all()) >= 0


def test_periods_in_a_reason_follow_the_language(hebei: Ledger) -> None:
    FigureFactory(of="farm-produce-pass-rate", year=2026, quarter=3, value=Decimal("98.1"))
    pending = [s for s in standings(hebei, NOVEMBER) if s.state == "pending"]
    assert pending and "2026年第3季度" in pending[0].reason
    with translation.override("en"):
        assert "%(" not in pending[0].reason
