"""What is divided, by whom, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, sits
from tests.factories.ledger import NOBODY, ledger_of
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Region, Unit
from zhiheng.directory.scope import desk_of
from zhiheng.division.origin import divisible, may_divide, origin_of, origin_of_part, receivers
from zhiheng.ledger.models import Task

pytestmark = pytest.mark.django_db
DAY = MORNING.date()


def task(key: str = "二(一)1") -> Task:
    return fruit().task_set.select_related("ledger", "document").get(key=key)


def names(places: object) -> list[str]:
    return [place.name for place in places]  # type: ignore[attr-defined]


def test_each_mark_of_a_task_is_an_origin_of_its_own() -> None:
    first, second = [origin_of(task(), assignment) for assignment in task().assignments.order_by("start")]
    assert "每年抽检果品500批次" in first.quote
    assert "建立快检站点" in second.quote
    assert (first.lead, second.lead) == (
        Unit.objects.named("省市场监管局", ["河北省"]),
        Unit.objects.named("省林果办", ["河北省"]),
    )


def test_the_unit_named_as_leading_leads_and_the_date_is_the_first_of_its_words() -> None:
    assert origin_of(task("二(一)2"), task("二(一)2").assignments.get()).lead == Unit.objects.named(
        "省农业农村厅", ["河北省"]
    )
    assert origin_of(task("二(二)3"), task("二(二)3").assignments.get()).due == date(2025, 6, 30)


def test_a_task_that_names_nobody_is_divided_as_a_whole() -> None:
    row = ledger_of(NOBODY, slug="yuan").task_set.select_related("ledger", "document").get(key="一(一)")
    origin = origin_of(row, None)
    assert (origin.start, origin.end, origin.lead, origin.due) == (row.start, row.end, None, None)


def test_the_office_divides_every_mark_a_unit_its_own_a_city_none() -> None:
    marks = list(task().assignments.order_by("start"))
    assert divisible(task(), desk_of(office(), DAY)) == marks
    assert divisible(task(), desk_of(of_unit(), DAY)) == marks[:1]
    assert divisible(task(), desk_of(of_unit("sun", "省林果办"), DAY)) == marks
    assert divisible(task(), desk_of(of_unit("cai", "省财政厅"), DAY)) == []
    assert divisible(task(), desk_of(of_region(), DAY)) == []


def test_a_part_is_divided_further_by_its_receiver_once_it_is_accepted() -> None:
    li, part = of_region(), parts_of("shijiazhuang")[0]
    assert not may_divide(part, desk_of(li, DAY))
    accepted(part, li)
    assert may_divide(part, desk_of(li, DAY))
    for other in (office(), of_region("ma", "tangshan"), of_region("zhao", "shijiazhuang-zhengding")):
        assert not may_divide(part, desk_of(other, DAY))
    with sits(li):
        below = origin_of_part(part)
    assert (below.quote, below.lead, below.due, below.parent) == (part.quote, part.lead, part.due, part)


def test_the_office_and_a_unit_give_to_fourteen_regions_and_to_the_units_of_the_plan() -> None:
    for officer in (office(), of_unit()):
        regions, units = receivers(fruit(), desk_of(officer, DAY), DAY)
        assert len(regions) == 14
        assert regions[0].name == "石家庄市"
        assert {"省农业农村厅", "省财政厅", "省商务厅"} <= set(names(units))
        assert officer.unit not in units


def test_a_city_gives_to_its_counties_and_its_own_units() -> None:
    bureau = Unit.objects.named_or_new("市市场监管局", ("石家庄市",))[0]
    regions, units = receivers(fruit(), desk_of(of_region(), DAY), DAY)
    assert "正定县" in names(regions)
    assert "辛集市" not in names(regions)
    assert units == [bureau]
    assert receivers(fruit(), desk_of(of_region("zhao", "shijiazhuang-zhengding"), DAY), DAY) == ([], [])


def test_a_city_s_unit_gives_within_its_city() -> None:
    he = of_unit("he", "市市场监管局")
    he.unit = Unit.objects.named_or_new("市市场监管局", ("石家庄市",))[0]
    other = Unit.objects.named_or_new("市农业农村局", ("石家庄市",))[0]
    regions, units = receivers(fruit(), desk_of(he, DAY), DAY)
    assert "正定县" in names(regions)
    assert "唐山市" not in names(regions)
    assert units == [other]


def test_a_unit_of_a_place_whose_name_two_places_have_gives_to_nobody() -> None:
    assert Region.objects.filter(name="桥西区").count() > 1
    he = of_unit("he", "区市场监管局")
    he.unit = Unit.objects.named_or_new("区市场监管局", ("桥西区",))[0]
    assert receivers(fruit(), desk_of(he, DAY), DAY) == ([], [])


def test_who_has_no_post_gives_to_nobody() -> None:
    nobody = office("nobody")
    nobody.role = "firm"
    assert receivers(fruit(), desk_of(nobody, DAY), DAY) == ([], [])
