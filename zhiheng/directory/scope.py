"""The desk of an officer: what the post sees, worked out from the post's unit or region on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zhiheng.directory.models import Officer, Region, RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.scope import Desk, at_desk

AT_WORK = {"office", "liaison", "reviewer"}
"""Roles whose post takes part in the work on the ledger."""


def desk_of(officer: Officer | AnonymousUser, on: date) -> Desk:
    """What the officer's post sees on a day; an account that is closed, or no account, sees nothing."""
    if not officer.is_active:
        return Desk()
    assert isinstance(officer, Officer)
    if officer.role == "inspector":
        return Desk(officer=officer.pk, casework=_below(officer.region_id, on))
    if officer.role not in AT_WORK:
        return Desk(officer=officer.pk, firm=officer.firm_code, audits=officer.role == "audit_admin")
    if sees_all(officer):
        province = Region.objects.get(kind=Region.PROVINCE).pk
        return Desk(officer=officer.pk, whole=True, region=province, regions=_below(province, on))
    if officer.unit_id is not None:
        return Desk(officer=officer.pk, unit=officer.unit_id)
    return Desk(officer=officer.pk, region=officer.region_id, regions=_below(officer.region_id, on))


def sees_all(officer: Officer) -> bool:
    """质量强省工作专班, and the reviewers of the province: a city's reviewer sees the city's work alone."""
    provincial = officer.region is not None and officer.region.kind == Region.PROVINCE
    return officer.role == "office" or (officer.role == "reviewer" and provincial)


class AtDesk:
    """Middleware: whoever is signed in asks from the desk of the post held at this moment; a stranger from none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with at_desk(desk_of(request.user, timezone.localdate())):
            return self.get_response(request)


def _below(region: int | None, on: date) -> frozenset[int]:
    """A region and all that report through it on a day, by their ids."""
    if region is None:
        return frozenset()
    children: dict[int, list[int]] = defaultdict(list)
    edges = RegionEdge.objects.filter(in_force_between("", on), tree=RegionEdge.REPORTING)
    for parent, child in edges.values_list("parent_id", "child_id"):
        children[parent].append(child)
    found, waiting = {region}, [region]
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
