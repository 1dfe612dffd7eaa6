"""Not twice: who was sampled lately, by whom (产品质量法15, 第18号令8)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext

from zhiheng.mechanisms.parameters import parameters

LEVELS = {"province": 0, "city": 1, "overlay": 1, "county": 2}
"""Whose sampling goes before whose."""


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
    for other in others.exclude(plan=plan).select_related("plan__region"):
        if reason := _reason(plan.region, other.plan.region):
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
    reasons = {}
    for other in others.exclude(plan=plan).exclude(firm_code="").select_related("plan__region"):
        if reason := _reason(plan.region, other.plan.region):
            reasons[other.firm_code] = reason
    return reasons


def _producer(sample: Any) -> Q:
    return Q(producer_code=sample.producer_code) if sample.producer_code else Q(producer_name=sample.producer_name)


def _reason(own: Any, other: Any) -> str:
    if other == own:
        return gettext("本机关六个月内已经抽查过同一产品（第18号令第8条）。")
    if LEVELS.get(other.kind, 2) < LEVELS.get(own.kind, 2):
        return gettext("上级已经抽查过同一产品，下级不得重复抽查（产品质量法第15条）。")
    return ""
