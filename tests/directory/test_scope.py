"""What a post sees on a day, worked out from its unit or region and the reporting tree."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from zhiheng.directory.models import Officer, Region, RegionEdge, Unit
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.scope import Desk

TODAY = date(2026, 11, 22)
FIRM = "91130600000000000M"

pytestmark = pytest.mark.django_db


def officer(role: str, unit: str = "", region: str = "", **more: object) -> Officer:
    at = {"unit": Unit.objects.get(slug=unit) if unit else None, "region": place(region) if region else None}
    return Officer.objects.create(username="zhang", display_name="张某", role=role, **at, **more)


def place(slug: str) -> Region:
    return Region.objects.get(slug=slug)


def names(desk: Desk) -> set[str]:
    return set(Region.objects.filter(pk__in=desk.regions).values_list("slug", flat=True))


@pytest.mark.parametrize(("role", "at"), [("office", {"unit": "shichang"}), ("reviewer", {"region": "hebei"})])
def test_the_working_group_and_the_provinces_reviewer_see_the_whole(role: str, at: dict[str, str]) -> None:
    desk = desk_of(officer(role, **at), TODAY)
    assert desk.whole and desk.unit is None and desk.region == place("hebei").pk


def test_a_citys_reviewer_sees_the_city() -> None:
    desk = desk_of(officer("reviewer", region="tangshan"), TODAY)
    assert not desk.whole and "tangshan-lunan" in names(desk) and "shijiazhuang" not in names(desk)


def test_a_city_sees_its_counties_and_not_the_one_that_reports_past_it() -> None:
    seen = names(desk_of(officer("liaison", region="baoding"), TODAY))
    assert "baoding" in seen and "dingzhou" not in seen and not {"hebei", "tangshan"} & seen


def test_a_unit_has_no_region() -> None:
    desk = desk_of(officer("liaison", unit="gongxin", region="hebei"), TODAY)
    assert (desk.unit, desk.region, desk.regions) == (Unit.objects.get(slug="gongxin").pk, None, frozenset())


@pytest.mark.parametrize("role", ["system_admin", "security_admin", ""])
def test_who_takes_no_part_in_the_work_sees_none_of_it(role: str) -> None:
    zhang = officer(role, region="tangshan")
    assert desk_of(zhang, TODAY) == Desk(officer=zhang.pk)


def test_an_inspector_sees_the_cases_of_the_region_and_no_parts() -> None:
    desk = desk_of(officer("inspector", region="tangshan"), TODAY)
    assert place("tangshan-lunan").pk in desk.casework and place("shijiazhuang").pk not in desk.casework
    assert desk == Desk(officer=desk.officer, casework=desk.casework)


def test_a_firm_has_its_code_and_the_audit_administrator_the_logs() -> None:
    zhang = officer("firm", region="tangshan", firm_code=FIRM)
    assert desk_of(zhang, TODAY) == Desk(officer=zhang.pk, firm=FIRM)
    zhang.role, zhang.firm_code = "audit_admin", ""
    assert desk_of(zhang, TODAY) == Desk(officer=zhang.pk, audits=True)


def test_a_closed_account_and_a_stranger_have_an_empty_desk() -> None:
    assert desk_of(officer("office", is_active=False), TODAY) == Desk() == desk_of(AnonymousUser(), TODAY)


def test_a_county_that_moved_is_seen_by_whom_it_reports_to_on_the_day() -> None:
    edge = RegionEdge.objects.get(child__slug="tangshan-lunan", tree=RegionEdge.REPORTING)
    RegionEdge.objects.filter(pk=edge.pk).update(valid_to=date(2026, 6, 30))
    late = {"valid_from": date(2026, 7, 1), "tree": RegionEdge.REPORTING}
    RegionEdge.objects.create(child=edge.child, parent=place("qinhuangdao"), **late)
    zhang = officer("liaison", region="tangshan")
    assert "tangshan-lunan" in names(desk_of(zhang, date(2026, 6, 30)))
    assert "tangshan-lunan" not in names(desk_of(zhang, date(2026, 7, 1)))
