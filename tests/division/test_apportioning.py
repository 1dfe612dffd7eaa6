"""目标分解: the parts are the whole again, rounding is fair, and what cannot be divided is refused in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng import data
from zhiheng.division.apportioning import (
    Apportioned,
    Claim,
    NotApportioned,
    Rule,
    apportion,
    not_added_up,
    places_of,
)
from zhiheng.plan import edition

CENSUS = data.census()
FOURTEEN = [Claim(region.id, region.sort, Decimal(CENSUS.residents[region.id])) for region in data.reporting_regions()]
NAMES = [claim.region for claim in FOURTEEN]


def values(found: Apportioned) -> dict[str, Decimal]:
    return {share.region: share.value for share in found.shares}


def some(*bases: str | None) -> list[Claim]:
    """Regions 甲, 乙, 丙 … with these bases."""
    return [
        Claim(name, at, None if base is None else Decimal(base))
        for at, (name, base) in enumerate(zip("甲乙丙丁戊", bases, strict=False))
    ]


def test_200_standards_divided_equally_give_the_first_four_regions_one_more() -> None:
    found = apportion(Decimal(200), FOURTEEN, "equal")
    assert list(values(found).values()) == [Decimal(15)] * 4 + [Decimal(14)] * 10
    assert found.whole and found.measure == 14


def test_5000_projects_by_population_show_their_arithmetic() -> None:
    found = apportion(Decimal(5000), FOURTEEN, "population")
    first = found.shares[0]
    assert (first.region, first.value) == ("shijiazhuang", Decimal(713))
    assert first.exact == Fraction(10_640_458 * 5000, 74_610_235)
    assert -1 < first.rounding < 1 and found.measure == CENSUS.total
    assert found.sum == 5000


def test_the_largest_remainder_gets_the_step_that_is_left() -> None:
    """47, 16, 16 and 21 of 100 votes for 7 seats: 3.29, 1.12, 1.12, 1.47; the last has the largest remainder."""
    found = apportion(Decimal(7), some("47", "16", "16", "21"), "base")
    assert list(values(found).values()) == [3, 1, 1, 2]


def test_equal_remainders_are_decided_by_the_order_of_the_regions() -> None:
    assert values(apportion(Decimal(1), some("5", "5"), "base")) == {"甲": 1, "乙": 0}
    assert values(apportion(Decimal(1), list(reversed(some("5", "5"))), "base")) == {"甲": 1, "乙": 0}


def test_a_target_is_divided_in_its_own_last_digit_or_in_the_digits_that_are_asked_for() -> None:
    assert values(apportion(Decimal("4.5"), some("1", "1"), "equal")) == {"甲": Decimal("2.3"), "乙": Decimal("2.2")}
    assert values(apportion(Decimal(45), some("1", "1"), "equal", places=1)) == {
        "甲": Decimal("22.5"),
        "乙": Decimal("22.5"),
    }


@pytest.mark.parametrize("rule", ["base", "population"])
@pytest.mark.parametrize("nothing", [None, "0", "-3"])
def test_a_region_without_a_base_is_named_and_never_given_a_silent_share(rule: Rule, nothing: str | None) -> None:
    with pytest.raises(NotApportioned, match="乙、丙") as refused:
        apportion(Decimal(10), some("4", nothing, nothing, "1"), rule)
    assert refused.value.regions == ("乙", "丙")


def test_a_region_without_a_base_can_be_given_its_share_by_hand() -> None:
    found = apportion(Decimal(10), some("4", None, "1"), "base", {"乙": Decimal(5)})
    assert values(found) == {"甲": 4, "乙": 5, "丙": 1} and found.whole


def test_by_hand_says_who_is_missing_and_how_much() -> None:
    found = apportion(Decimal(10), some(None, None, None), "hand", {"甲": Decimal(4), "乙": Decimal(3)})
    assert (found.missing, found.over, found.whole) == (("丙",), Decimal(-3), False)
    full = apportion(Decimal(10), some(None, None, None), "hand", {name: Decimal(4) for name in "甲乙丙"})
    assert (full.missing, full.over, full.whole) == ((), Decimal(2), False)


def test_a_region_changed_by_hand_keeps_its_number_and_the_others_share_the_rest() -> None:
    found = apportion(Decimal(5000), FOURTEEN, "population", {"xiongan": Decimal(200)})
    assert (values(found)["xiongan"], found.sum, found.shared) == (200, 5000, 4800)
    assert [share.region for share in found.shares if share.fixed] == ["xiongan"]
    assert found.measure == CENSUS.total - CENSUS.residents["xiongan"]


def test_a_hand_that_gives_more_than_there_is_leaves_nothing_and_is_told_by_how_much() -> None:
    found = apportion(Decimal(10), some("1", "1", "1"), "equal", {"甲": Decimal(12)})
    assert (values(found), found.over, found.whole) == ({"甲": 12, "乙": 0, "丙": 0}, Decimal(2), False)


@pytest.mark.parametrize(
    ("by_hand", "words"),
    [
        ({"甲": Decimal(-1)}, "为负：甲"),
        ({"乙": Decimal("0.5")}, "小数位数多于目标值：乙"),
        ({"己": Decimal(1)}, "不在分解范围内：己"),
    ],
)
def test_a_number_by_hand_that_cannot_be_is_refused_by_region(by_hand: dict[str, Decimal], words: str) -> None:
    with pytest.raises(NotApportioned, match=words):
        apportion(Decimal(10), some("1", "1"), "equal", by_hand)


def test_nobody_and_a_negative_target_are_refused() -> None:
    with pytest.raises(NotApportioned, match="至少选择一个地区"):
        apportion(Decimal(10), [], "equal")
    with pytest.raises(NotApportioned, match="不能为负"):
        apportion(Decimal(-10), some("1"), "equal")


def test_the_measure_of_bases_with_decimals_is_their_sum() -> None:
    assert apportion(Decimal(3), some("0.5", "0.25"), "base").measure == Decimal("0.75")


def test_the_same_value_binds_every_region_and_is_no_sum() -> None:
    found = apportion(Decimal("98.5"), FOURTEEN, "same")
    assert set(values(found).values()) == {Decimal("98.5")} and found.whole and found.over == 0
    with pytest.raises(NotApportioned, match="不能单独改动"):
        apportion(Decimal("98.5"), FOURTEEN, "same", {"xinji": Decimal(90)})


def test_which_targets_of_the_plan_are_sums_over_the_regions() -> None:
    plan = edition.load("hebei-2023-2027")
    divided = {t.id for t in plan.targets if not not_added_up(t.kind, t.unit or "", t.per or "")}
    assert divided == {
        *("T06", "T07", "T08", "T09", "T16", "T17", "T18", "T19", "T26", "T27", "T28", "T29"),
        *("T31", "T32", "T33", "T36", "T38", "T39", "T43", "T44", "T45", "T46", "T49"),
    }


@pytest.mark.parametrize(
    ("kind", "unit", "per", "words"),
    [
        ("rate", "%", "", "不能相加"),
        ("growth", "%", "", "不能相加"),
        ("stock", "件/万人", "", "不能相加"),
        ("annual", "个百分点", "", "不能相加"),
        ("stock", "岁", "", "不能相加"),
        ("qualitative", "", "", "没有给出数值"),
        ("relative", "项", "", "没有给出数值"),
        ("stock", "个", "设区市", "逐一达到"),
    ],
)
def test_why_a_target_is_not_divided_is_said_in_words(kind: str, unit: str, per: str, words: str) -> None:
    assert words in not_added_up(kind, unit, per)


def test_the_digits_of_a_number_are_those_it_shows() -> None:
    assert [places_of(Decimal(text)) for text in ("98.500000", "100000", "1E+5", "0", "0.25")] == [1, 0, 0, 0, 2]


numbers = st.decimals(min_value=0, max_value=10**9, places=2)
bases = st.lists(st.decimals(min_value="0.01", max_value=10**9, places=2), min_size=1, max_size=20)


@given(numbers, bases, st.sampled_from(["equal", "base", "population"]), st.randoms(use_true_random=False))
def test_the_sum_is_exact_each_share_fair_and_the_order_of_the_regions_without_effect(
    total: Decimal, given_bases: list[Decimal], rule: Rule, chance: object
) -> None:
    claims = [Claim(f"r{at}", at, base) for at, base in enumerate(given_bases)]
    found = apportion(total, claims, rule)
    assert found.sum == total and found.whole
    step = Fraction(1, 10**found.places)
    assert all(abs(share.rounding) < step for share in found.shares)
    chance.shuffle(claims)  # type: ignore[attr-defined]
    assert apportion(total, claims, rule) == found


@given(numbers, bases, st.data())
def test_whatever_is_changed_by_hand_the_others_make_the_sum_whole_again(
    total: Decimal, given_bases: list[Decimal], draw: st.DataObject
) -> None:
    claims = [Claim(f"r{at}", at, base) for at, base in enumerate(given_bases)]
    names = draw.draw(st.lists(st.sampled_from([c.region for c in claims]), unique=True))
    by_hand = {name: draw.draw(st.decimals(min_value=0, max_value=10**6, places=2)) for name in names}
    found = apportion(total, claims, "base", by_hand, places=2)
    assert all(share.value == by_hand[share.region] for share in found.shares if share.fixed)
    spent = sum(by_hand.values(), Decimal(0))
    expected = spent - total if spent > total or len(names) == len(claims) else Decimal(0)
    assert found.over == expected
