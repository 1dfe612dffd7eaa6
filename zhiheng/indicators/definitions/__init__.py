"""The definitions, one file for each system whose records they count; importing this declares them all."""

from zhiheng.indicators.definitions import complaints, sampling

__all__ = ["complaints", "sampling"]
