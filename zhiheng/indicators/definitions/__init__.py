"""The definitions, one file for each system whose records they count; importing this declares them all."""

from zhiheng.indicators.definitions import sampling

__all__ = ["sampling"]
