"""Cases, their moves, their clocks."""

from zhiheng.mechanisms.cases.models.case import Case, kinds
from zhiheng.mechanisms.cases.models.case_clock import CaseClock, Suspension
from zhiheng.mechanisms.cases.models.case_move import CaseMove

__all__ = ["Case", "CaseClock", "CaseMove", "Suspension", "kinds"]
