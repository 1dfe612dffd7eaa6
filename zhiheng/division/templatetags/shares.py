"""``{% load shares %}``: numbers of a division as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from zhiheng.ledger.models import target

register = template.Library()


@register.filter
def plain(value: Decimal) -> str:
    """A number with thousands marks and without zeros behind: 5000.000000 → 5,000."""
    return target.plain(value)
