"""数值: what was reported of an indicator."""

from zhiheng.reporting.models.figure import Figure

__all__ = ["Figure"]
