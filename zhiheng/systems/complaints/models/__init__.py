"""Complaints, the reports that were split from them, and what their public side keeps."""

from zhiheng.systems.complaints.models.complaint import Complaint
from zhiheng.systems.complaints.models.exhibit import Exhibit
from zhiheng.systems.complaints.models.knock import Knock
from zhiheng.systems.complaints.models.odr_member import OdrMember
from zhiheng.systems.complaints.models.ticket import Ticket
from zhiheng.systems.complaints.models.violation_report import ViolationReport

__all__ = ["Complaint", "Exhibit", "Knock", "OdrMember", "Ticket", "ViolationReport"]
