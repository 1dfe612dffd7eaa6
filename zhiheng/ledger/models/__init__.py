"""台账: what a plan asks, of whom, by when; every row carries its quote."""

from zhiheng.ledger.models.assignment import AssignedUnit, Assignment
from zhiheng.ledger.models.clause import Clause
from zhiheng.ledger.models.deadline import Deadline
from zhiheng.ledger.models.document import Document, Unread
from zhiheng.ledger.models.funding import Funding
from zhiheng.ledger.models.indicator import Indicator
from zhiheng.ledger.models.ledger import Ledger
from zhiheng.ledger.models.reading import Correction, Move, Reading
from zhiheng.ledger.models.target import Target
from zhiheng.ledger.models.task import Task

__all__ = [
    "AssignedUnit",
    "Assignment",
    "Clause",
    "Correction",
    "Deadline",
    "Document",
    "Funding",
    "Indicator",
    "Ledger",
    "Move",
    "Reading",
    "Target",
    "Task",
    "Unread",
]
