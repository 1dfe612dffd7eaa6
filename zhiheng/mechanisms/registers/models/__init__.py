"""Rows of registers, and what happened to them."""

from zhiheng.mechanisms.registers.models.register import Register, kinds
from zhiheng.mechanisms.registers.models.register_event import RegisterEvent

__all__ = ["Register", "RegisterEvent", "kinds"]
