"""Units, regions and people."""

from zhiheng.directory.models.officer import Officer
from zhiheng.directory.models.region import Region, RegionEdge
from zhiheng.directory.models.unit import Unit, UnitAlias

__all__ = ["Officer", "Region", "RegionEdge", "Unit", "UnitAlias"]
