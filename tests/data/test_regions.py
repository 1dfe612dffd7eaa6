"""Regions: the counts of both trees, names, and ids that no code gives."""

from collections import Counter
from datetime import date

import pytest

from zhiheng import data

ORDER = [
    "石家庄",
    "承德",
    "张家口",
    "秦皇岛",
    "唐山",
    "廊坊",
    "保定",
    "沧州",
    "衡水",
    "邢台",
    "邯郸",
    "定州",
    "辛集",
    "雄安",
]
# By the state's list and by who reports: 定州 and 雄安's three counties are in 保定's first number, 辛集 in 石家庄's.
COUNTIES = {
    "石家庄": (22, 21),
    "唐山": (14, 14),
    "秦皇岛": (7, 7),
    "邯郸": (18, 18),
    "邢台": (18, 18),
    "保定": (24, 20),
    "张家口": (16, 16),
    "承德": (11, 11),
    "沧州": (16, 16),
    "廊坊": (10, 10),
    "衡水": (11, 11),
    "定州": (None, 1),
    "辛集": (None, 1),
    "雄安": (None, 3),
}


def counties() -> list[data.Region]:
    return [region for region in data.regions() if region.kind == "county"]


def kind_of_name(name: str) -> str:
    return "自治县" if name.endswith("自治县") else name[-1]


def test_fourteen_regions_report_in_the_official_order() -> None:
    assert [region.short for region in data.reporting_regions()] == ORDER


def test_the_167_counties_are_49_districts_21_cities_91_counties_and_6_autonomous_counties() -> None:
    assert Counter(kind_of_name(c.name) for c in counties()) == {"区": 49, "市": 21, "县": 91, "自治县": 6}


@pytest.mark.parametrize("short", COUNTIES)
def test_each_region_has_its_number_of_counties_in_both_trees(short: str) -> None:
    region = next(r for r in data.reporting_regions() if r.short == short)
    by_list, by_report = COUNTIES[short]
    if by_list is not None:
        assert sum(c.administrative == region.id for c in counties()) == by_list
        assert sum(str(c.gb)[:4] == str(region.gb)[:4] for c in counties()) == by_list
    assert len(data.counties_of(region.id)) == by_report


def test_every_county_reports_through_exactly_one_region() -> None:
    reporting = [county.id for region in data.reporting_regions() for county in data.counties_of(region.id)]
    assert len(reporting) == len(set(reporting)) == 167


def test_every_parent_exists_and_every_chain_ends_at_the_province() -> None:
    regions = {region.id: region for region in data.regions()}
    for region in regions.values():
        for tree in ("administrative", "reporting"):
            at, steps = region, 0
            while getattr(at, tree) is not None:
                at, steps = regions[getattr(at, tree)], steps + 1
                assert steps < 4, f"{region.id}: the {tree} tree runs in a circle"
            assert at.kind == "province"


def test_ids_codes_and_places_in_the_order_are_unique_though_names_are_not() -> None:
    regions = data.regions()
    codes = [region.gb for region in regions if region.gb]
    for values in ([r.id for r in regions], codes, [r.sort for r in regions]):
        assert len(values) == len(set(values))
    names = Counter(region.name for region in regions)
    assert {name for name, times in names.items() if times > 1} == {"新华区", "桥西区"}
    assert len({region.name_en for region in regions}) == len(regions)


def test_no_id_holds_a_code() -> None:
    assert not [region.id for region in data.regions() if any(letter.isdigit() for letter in region.id)]


def test_xiongan_has_a_founding_day_and_no_code() -> None:
    xiongan = next(region for region in data.regions() if region.id == "xiongan")
    assert (xiongan.kind, xiongan.gb, xiongan.valid_from) == ("overlay", None, date(2017, 4, 1))
    assert [county.name for county in data.counties_of("xiongan")] == ["容城县", "安新县", "雄县"]


def test_every_source_of_a_region_is_explained() -> None:
    sources = data.read_yaml("regions.yaml")["sources"]
    assert {region.source for region in data.regions()} <= set(sources)
