"""Not twice: who was sampled lately, by whom (产品质量法15, 第18号令8)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext

from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.parameters import parameters

PROVES_NOTHING = "voided"
"""A sample in this state bars no other."""


def window(category: str, on: date) -> date | None:
    """The first day that still counts as lately on a day; None for categories to which no such rule applies."""
    rule = parameters().get(f"sampling.repeat_{category}")
    return None if rule is None else months_before(on, rule.on(on).limit.days)


def months_before(on: date, months: int) -> date:
    """The corresponding day some months earlier, the last of the month where there is none."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def sampled_before(sample: Any, plan: Any) -> Iterator[str]:
    """Why a product may not be sampled again: the same authority within six months, or a higher one.

    The same product is that of one producer, standard, brand and model. Asked ``everywhere``.
    """
    since = window(sample.category, sample.sampled_on)
    if since is None or plan.follow_up:
        return
    others = apps.get_model("sampling", "Sample").objects.filter(
        _producer(sample),
        *(Q(**{name: getattr(sample, name)}) for name in ("product", "brand", "spec", "standard")),
        sampled_on__range=(since, sample.sampled_on),
    )
    higher = above(plan.region_id, sample.sampled_on)
    for other in others.exclude(pk=sample.pk).exclude(state=PROVES_NOTHING).select_related("plan"):
        if reason := _reason(plan.region_id, other.plan.region_id, higher):
            yield reason


def lately(plan: Any, on: date) -> dict[str, str]:
    """Firms that are left out of a draw, by code, with the reason: the same class of products, sampled lately.

    Asked ``everywhere``: what a higher authority sampled is not this desk's to read, but it excludes.
    """
    since = window(plan.category, on)
    if since is None or plan.follow_up:
        return {}
    others = apps.get_model("sampling", "Sample").objects.filter(
        category=plan.category, product_class=plan.product_class, sampled_on__range=(since, on)
    )
    reasons, higher = {}, above(plan.region_id, on)
    for other in others.exclude(plan=plan).exclude(firm_code="").exclude(state=PROVES_NOTHING).select_related("plan"):
        if reason := _reason(plan.region_id, other.plan.region_id, higher):
            reasons[other.firm_code] = reason
    return reasons


def above(region: int, on: date) -> set[int]:
    """The regions above one in the administrative tree on a day (产品质量法15: 上级)."""
    model = apps.get_model("directory", "RegionEdge")
    edges = model.objects.filter(in_force_between("", on), tree=model.ADMINISTRATIVE)
    parents, found, waiting = dict(edges.values_list("child", "parent")), set(), region
    while (waiting := parents.get(waiting, 0)) and waiting not in found:
        found.add(waiting)
    return found


def _producer(sample: Any) -> Q:
    return Q(producer_code=sample.producer_code) if sample.producer_code else Q(producer_name=sample.producer_name)


def _reason(own: int, other: int, higher: set[int]) -> str:
    if other == own:
        return gettext("本机关六个月内已经抽查过同一产品（第18号令第8条）。")
    if other in higher:
        return gettext("上级已经抽查过同一产品，下级不得重复抽查（产品质量法第15条）。")
    return ""
