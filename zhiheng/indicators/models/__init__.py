"""Snapshots that were taken, and which of their parts are to be written anew."""

from zhiheng.indicators.models.dirty_part import DirtyPart
from zhiheng.indicators.models.snapshot import Snapshot

__all__ = ["DirtyPart", "Snapshot"]
