"""What follows from the moves of a plan: it is public, its rules are, and its samples come to be."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.acting import NotNow, file
from zhiheng.mechanisms.cases.declaring import Hand


def planned(plan: Any, move: Any) -> None:
    """The plan is public from this day."""
    plan.published_on = move.on
    plan.save()


def ruled(plan: Any, move: Any) -> None:
    """The rules are public from this day (第18号令12)."""
    plan.rules_on = move.on
    plan.save()


def started(plan: Any, move: Any) -> None:
    """A sample comes to be for every unit that was drawn, in its own region; there is no other way to one.

    So nobody is sampled whom the draw did not name, and nothing before the rules were public (第18号令12, 15).
    """
    if plan.rules_on is None:
        raise NotNow(gettext("实施细则还没有公开，不能抽样（第18号令第12条）。"))
    sample, regions = apps.get_model("sampling", "Sample"), apps.get_model("directory", "Region").objects
    for unit in plan.standing("firms"):
        for _nth in range(plan.batches_each):
            region = regions.filter(slug=unit["region"]).first() or plan.region
            made = sample(plan=plan, region=region, firm_code=unit["id"], firm_name=unit["name"])
            file(made, by=move.by, hand=Hand.HANDLER, at=move.at)
