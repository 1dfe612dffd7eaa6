"""``{% load registers %}``: the state of a row in a list."""

from __future__ import annotations

from django import template

from zhiheng.mechanisms.registers.declaring import State
from zhiheng.mechanisms.registers.models import Register

register = template.Library()


@register.simple_tag
def state_then(row: Register) -> State:
    """The state on the day of the list."""
    found: State = row.own_kind.state(row.state_then)  # type: ignore[attr-defined]
    return found
