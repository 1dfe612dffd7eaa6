"""``{% load shares %}``: numbers of a division as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from zhiheng.division.apportioning import Apportioned, Share
from zhiheng.ledger.models import target

register = template.Library()


@register.filter
def plain(value: Decimal) -> str:
    """A number with thousands marks and without zeros behind: 5000.000000 → 5,000."""
    return target.plain(value)


def arithmetic(found: Apportioned | None, share: Share | None) -> str:
    """How the rule came to a share: 10,640,458 ÷ 74,610,235 × 5,000 = 713.07; "" where no rule did."""
    if found is None or share is None or share.fixed or found.rule in ("same", "hand"):
        return ""
    exact = f"{float(share.exact):,.{found.places + 2}f}"
    base = Decimal(1) if share.base is None or found.rule == "equal" else share.base
    return f"{plain(base)} ÷ {plain(found.measure)} × {plain(found.shared)} = {exact}"
