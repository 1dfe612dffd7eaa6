"""What is sampled and how: the five categories, the four sampling types, the divisions of industry.

监督抽检 looks for problems, 评价性抽检 is representative, 风险监测 and 例行监测 watch. Their rates differ and are never
mixed: which one feeds the indicator of a category is the dated parameter ``sampling.feeds_<category>``.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.parameters import Version, parameters

INDUSTRIAL, FOOD, DRUG, PRODUCE, BUILDING = "industrial", "food", "drug", "produce", "building"
CATEGORIES = (
    (INDUSTRIAL, _("工业产品")),
    (FOOD, _("食品")),
    (DRUG, _("药品")),
    (PRODUCE, _("农产品")),
    (BUILDING, _("建材")),
)
SUPERVISION, EVALUATION, RISK, ROUTINE = "supervision", "evaluation", "risk", "routine"
SAMPLING_TYPES = (
    (SUPERVISION, _("监督抽检")),
    (EVALUATION, _("评价性抽检")),
    (RISK, _("风险监测")),
    (ROUTINE, _("例行监测")),
)
RESULTS = ((True, _("合格")), (False, _("不合格")))
BY_QUALITY_LAW = (INDUSTRIAL, BUILDING)
"""Goods whose failing is ordered to be corrected and checked again by 产品质量法 17; the others know no such ladder."""


def feeds(category: str, on: date) -> Version:
    """Which sampling type feeds the pass rate of a category, by the rule of a day, with the text that says so."""
    return parameters()[f"sampling.feeds_{category}"].on(on)


@cache
def _divisions() -> dict[str, list[str]]:
    told: dict[str, list[str]] = yaml.safe_load(files(__package__).joinpath("divisions.yaml").read_text("utf-8"))
    return told


def division_name(code: str) -> str:
    """The name of a division of GB/T 4754-2017 in the reader's language; nothing for no division."""
    found = _divisions().get(code)
    return "" if found is None else found[1 if get_language() == "en" else 0]


def divisions() -> tuple[tuple[str, Any], ...]:
    """The 29 divisions as choices: two digits and the name."""
    named = lazy(lambda code: f"{code} {division_name(code)}", str)
    return tuple((code, named(code)) for code in _divisions())
