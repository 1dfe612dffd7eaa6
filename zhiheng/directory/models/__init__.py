"""Units, regions and people; what happened at the door, what could not be sent through it, and tokens."""

from zhiheng.directory.models.kept_form import KeptForm
from zhiheng.directory.models.officer import Officer
from zhiheng.directory.models.posting import Posting
from zhiheng.directory.models.region import Region, RegionEdge
from zhiheng.directory.models.sign_in_record import SignInRecord
from zhiheng.directory.models.token import Token
from zhiheng.directory.models.unit import Unit, UnitAlias

__all__ = ["KeptForm", "Officer", "Posting", "Region", "RegionEdge", "SignInRecord", "Token", "Unit", "UnitAlias"]
