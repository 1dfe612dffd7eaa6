"""Snapshots that were taken, which of their parts are to be written anew, and the values that were published."""

from zhiheng.indicators.models.dirty_part import DirtyPart
from zhiheng.indicators.models.published_value import PublishedValue
from zhiheng.indicators.models.snapshot import Snapshot

__all__ = ["DirtyPart", "PublishedValue", "Snapshot"]
