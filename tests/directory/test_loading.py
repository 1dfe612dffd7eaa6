"""The directory as loaded from the data room."""

from datetime import date

import pytest

from zhiheng.directory.loading import load_directory
from zhiheng.directory.models import Region, Unit, UnitAlias

pytestmark = pytest.mark.django_db
HERE = ("河北省", "")
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def directory() -> None:
    load_directory()


def test_fourteen_regions_report_to_the_province_in_their_official_order() -> None:
    names = [region.short for region in Region.objects.reporting(TODAY)]
    assert names == [
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


def test_the_reporting_tree_holds_every_county_once() -> None:
    counted: list[str] = []
    for region in Region.objects.reporting(TODAY):
        below = list(region.children("reporting", TODAY))
        counted += [county.slug for county in below] or [region.slug]
    assert len(counted) == len(set(counted)) == 167


def test_dingzhou_is_below_baoding_only_in_the_administrative_tree() -> None:
    dingzhou, baoding = Region.objects.get(short="定州"), Region.objects.get(short="保定")
    assert dingzhou in baoding.children("administrative", TODAY)
    assert dingzhou not in baoding.children("reporting", TODAY)


def test_two_districts_of_one_name_stay_two_regions() -> None:
    assert Region.objects.filter(name="新华区").count() == 2


def test_a_unit_is_found_by_its_full_name_and_by_the_name_in_the_plan() -> None:
    assert Unit.objects.named("河北省市场监督管理局") == Unit.objects.named("省市场监管局", HERE) is not None


def test_a_renamed_unit_points_to_its_successor() -> None:
    bureau = Unit.objects.named("河北银保监局")
    assert bureau is not None and bureau.successor is not None and "金融" in bureau.successor.name


def test_an_unknown_unit_is_entered_once_from_the_document() -> None:
    first, is_new = Unit.objects.named_or_new("北京冬奥组委")
    again, is_new_again = Unit.objects.named_or_new("北京冬奥组委")
    assert (first, is_new, is_new_again) == (again, True, False)


def test_loading_twice_changes_nothing() -> None:
    before = (Region.objects.count(), Unit.objects.count(), UnitAlias.objects.count())
    load_directory()
    assert (Region.objects.count(), Unit.objects.count(), UnitAlias.objects.count()) == before


def test_a_name_that_does_not_say_its_province_is_looked_up_where_the_plan_comes_from() -> None:
    stranger, is_new = Unit.objects.named_or_new("省财政厅", ("青山省", ""))
    ours = Unit.objects.named("省财政厅", ("石家庄市", "河北省", ""))
    assert is_new and stranger.place == "青山省"
    assert ours is not None and ours.full_name == "河北省财政厅" and ours != stranger


def test_two_cities_each_have_their_own_bureau_of_one_name() -> None:
    first, _ = Unit.objects.named_or_new("市财政局", ("石家庄市", "河北省", ""))
    second, _ = Unit.objects.named_or_new("市财政局", ("唐山市", "河北省", ""))
    assert first != second


def test_a_city_below_a_county_level_name_finds_its_province() -> None:
    assert Region.objects.get(short="石家庄").names_upward(TODAY) == ["石家庄市", "河北省"]
