"""The journal lines of a row: an import names what it changed by the keys of the comparison of editions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zhiheng.ledger.models import Ledger, Target
from zhiheng.mechanisms.journal.models import Entry


def task_history(ledger: Ledger, key: str) -> QuerySet[Entry]:
    """What changed in a task and in who is to do it, newest first."""
    own = Q(thing=f"task:{key}") | Q(thing__startswith=f"task:{key}#")
    return Entry.objects.filter(own | Q(thing__startswith=f"assignment:{key} "), ledger=ledger.slug)


def target_history(ledger: Ledger, targets: Iterable[Target]) -> QuerySet[Entry]:
    """What changed in some promises, newest first; the targets come with their clause and indicator."""
    wanted = Q(pk__in=[])
    for target in targets:
        clause = target.clause.key if target.clause else ""
        thing = f"target:{clause} {target.indicator.name} {target.year or target.cadence or ''}".strip()
        wanted |= Q(thing=thing) | Q(thing__startswith=f"{thing}#")
    return Entry.objects.filter(wanted, ledger=ledger.slug)
