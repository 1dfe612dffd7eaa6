"""Whose plan it is: 省财政厅 in a plan of one province is not that of another."""

from __future__ import annotations

import re

from zhiheng.plan.model import Plan

_ISSUER = re.compile(
    r"(?!国务院|中共中央|中央)[一-龥]{2,8}?(?:自治区|自治州|省|市|州|盟|县|区)"
    r"(?=人民政府|[一-龥]*(?:局|厅|委|办))"
)
_TITLE = re.compile(r"[一-龥]{2,5}?(?:自治区|省|市)(?=[一-龥“]{4})")


def place_of(plan: Plan) -> str:
    """The province, city or county of a plan by its issuer or else by its title; empty for a plan of the state."""
    found = _ISSUER.match(plan.issuer) if plan.issuer else _TITLE.match(plan.title)
    return found.group() if found else ""
