"""Complaints, and the reports that were split from them."""

from zhiheng.systems.complaints.models.complaint import Complaint
from zhiheng.systems.complaints.models.violation_report import ViolationReport

__all__ = ["Complaint", "ViolationReport"]
