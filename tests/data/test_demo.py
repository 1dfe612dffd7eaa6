"""The demonstration province: seeded, consistent, labelled, and silent where nothing may be shown."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from zhiheng import data
from zhiheng.data import demo
from zhiheng.plan import edition

AS_OF = date(2026, 11, 22)
PLAN = edition.load("hebei-2023-2027")
EXTRAS = edition.translations("hebei-2023-2027")
PROVINCE = "hebei"
FIGURES = demo.figures(AS_OF)


def cells() -> dict[tuple[str, int, int], dict[str, demo.DemoFigure]]:
    """Figures by indicator and period, then by region."""
    grouped: dict[tuple[str, int, int], dict[str, demo.DemoFigure]] = defaultdict(dict)
    for figure in FIGURES:
        grouped[figure.indicator, figure.year, figure.quarter][figure.region] = figure
    return grouped


def of_method(*methods: str) -> list[dict[str, demo.DemoFigure]]:
    found = [group for group in cells().values() if group[PROVINCE].method in methods]
    assert found, f"no figure of {methods}"
    return found


def regional(group: dict[str, demo.DemoFigure]) -> list[demo.DemoFigure]:
    return [figure for region, figure in group.items() if region != PROVINCE]


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    assert demo.figures(AS_OF) == FIGURES
    assert demo.figures(AS_OF, seed="another") != FIGURES


def test_a_known_figure_has_not_moved() -> None:
    """Guards the published seed: who checks a demonstration figure next year finds the same."""
    found = next(f for f in FIGURES if f.indicator == "complaints-closed-on-time" and (f.year, f.quarter) == (2025, 0))
    assert (found.region, found.numerator, found.denominator) == (PROVINCE, Decimal(375319), Decimal(395692))


def test_everything_is_labelled_a_demonstration() -> None:
    assert all(figure.demo for figure in FIGURES)
    assert all(account.demo and account.name.startswith("演示用户·") for account in demo.accounts())


def test_a_period_has_a_figure_only_when_it_is_over() -> None:
    assert max(figure.ends for figure in FIGURES) == date(2026, 9, 30)
    assert max(figure.ends for figure in demo.figures(date(2025, 12, 31))) == date(2025, 9, 30)
    assert {f for f in FIGURES if f.year < 2026} == {f for f in demo.figures(date(2026, 1, 1)) if f.year < 2026}


def test_a_figure_stands_once_for_an_indicator_a_region_and_a_period() -> None:
    assert len({(f.indicator, f.region, f.year, f.quarter) for f in FIGURES}) == len(FIGURES)


def test_the_province_is_the_sum_of_its_regions() -> None:
    for group in of_method("rate", "weighted", "growth", "compound"):
        whole = group[PROVINCE]
        assert whole.numerator == sum(f.numerator or 0 for f in regional(group))
        assert whole.denominator == sum(f.denominator or 0 for f in regional(group))
    for group in of_method("annual", "cumulative", "stock"):
        assert group[PROVINCE].value == sum(f.value for f in regional(group))


def test_a_rate_is_its_numerator_over_its_denominator() -> None:
    for group in of_method("rate"):
        for figure in group.values():
            assert figure.numerator is not None and figure.denominator
            per_head = figure.indicator in ("invention-patents", "high-value-patents")
            quotient = figure.numerator / figure.denominator * (1 if per_head else 100)
            assert abs(figure.value - quotient) <= Decimal("0.005")


def test_the_rate_of_manufactured_goods_is_weighted_by_output_and_not_a_plain_quotient() -> None:
    plain_differs = False
    for group in of_method("weighted"):
        whole, weights = group[PROVINCE], [f.weight for f in regional(group)]
        assert whole.numerator is not None and whole.denominator is not None and None not in weights
        total = sum((w for w in weights if w is not None), start=Decimal(0))
        parts = (f.value * f.weight for f in regional(group) if f.weight is not None)
        weighted = sum(parts, start=Decimal(0)) / total
        assert abs(whole.value - weighted) <= Decimal("0.02")
        plain_differs |= abs(whole.value - whole.numerator / whole.denominator * 100) > Decimal("0.02")
    assert plain_differs


def test_the_year_is_the_sum_of_its_quarters() -> None:
    grouped = cells()
    checked = 0
    for (indicator, year, quarter), group in grouped.items():
        quarters = [grouped.get((indicator, year, q), {}) for q in (1, 2, 3, 4)]
        if quarter or not all(quarters):
            continue
        for region, figure in group.items():
            found = [cell[region] for cell in quarters if region in cell]
            assert figure.numerator == sum(f.numerator or 0 for f in found)
            assert figure.denominator == sum(f.denominator or 0 for f in found)
            checked += 1
    assert checked >= 5 * 3 * 15


def test_average_growth_is_compound_on_2022() -> None:
    for group in of_method("compound"):
        for figure in group.values():
            assert figure.numerator and figure.denominator
            grown = figure.denominator * (1 + figure.value / 100) ** (figure.year - 2022)
            assert abs(grown - figure.numerator) <= figure.denominator * Decimal("0.0003")


def test_the_city_with_the_fewest_counties_stands_for_the_province() -> None:
    cities = {region.id for region in data.reporting_regions() if region.kind == "city"}
    for group in of_method("fewest"):
        assert {f.region for f in regional(group)} == cities
        assert group[PROVINCE].value == min(f.value for f in regional(group))
        assert all(f.value <= len(data.counties_of(f.region)) for f in regional(group))


def test_nothing_is_negative_and_no_share_exceeds_the_whole() -> None:
    units = {note.key: note.unit for note in EXTRAS.indicators}
    for figure in FIGURES:
        assert figure.value >= 0
        assert units[figure.indicator] != "%" or figure.value <= 100


def test_cumulative_counts_never_fall() -> None:
    last: dict[tuple[str, str], Decimal] = {}
    for figure in FIGURES:
        if figure.method in ("cumulative", "fewest"):
            place = figure.indicator, figure.region
            assert figure.value >= last.get(place, Decimal(0))
            last[place] = figure.value


def test_every_indicator_with_a_number_has_figures_or_a_reason_and_no_other_has_any() -> None:
    numeric = {EXTRAS.target_keys[target.id] for target in PLAN.targets if target.value is not None}
    shown = {figure.indicator for figure in FIGURES}
    assert shown | set(demo.absent()) == numeric
    assert not shown & set(demo.absent())


def test_only_regions_of_the_province_have_figures_so_no_benchmark_is_invented() -> None:
    allowed = {PROVINCE, *(region.id for region in data.reporting_regions())}
    assert {figure.region for figure in FIGURES} == allowed


def test_some_regions_did_not_report() -> None:
    complaints = cells()["complaints-closed-on-time", 2026, 3]
    assert "dingzhou" not in complaints and len(complaints) == 14
    assert "xinji" not in cells()["prefabricated-building-share", 2025, 0]


@pytest.mark.parametrize("outcome", [True, False])
def test_some_targets_of_2025_are_reached_and_some_are_missed(outcome: bool) -> None:
    province = {(f.indicator, f.year): f.value for f in FIGURES if f.region == PROVINCE and not f.quarter}
    judged = [
        province[EXTRAS.target_keys[t.id], 2025] >= t.value
        for t in PLAN.targets
        if t.year == 2025 and t.value is not None and t.comparator in (">=", "hold", "=")
    ]
    assert judged.count(outcome) >= 4


def test_accounts_stand_at_units_and_regions_that_exist_and_cover_every_job() -> None:
    units, regions = {unit.id for unit in data.units()}, {region.id for region in data.regions()}
    found = demo.accounts()
    assert len({account.username for account in found}) == len(found)
    assert all(account.unit in units | {None} and account.region in regions | {None} for account in found)
    roles = {"office", "liaison", "reviewer", "inspector", "firm", "system_admin", "security_admin", "audit_admin"}
    assert {account.role for account in found} == roles
    kinds = {r.id: r.kind for r in data.regions()}
    assert {kinds[a.region] for a in found if a.role == "liaison" and a.region} == {"city", "county"}
