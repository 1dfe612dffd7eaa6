"""What the office shares out, and who approves it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.factories.division import sits
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region
from zhiheng.division import allocating
from zhiheng.division.apportioning import Rule
from zhiheng.division.models import Apportionment
from zhiheng.ledger.models import Ledger, Target

TODAY = date(2026, 11, 22)


def reviewer(username: str = "qian", region: str = "hebei") -> Officer:
    """Somebody who approves, of the province or of a city; the same name is the same person."""
    known = Officer.objects.filter(username=username).first()
    at = Region.objects.get(slug=region)
    return known or Officer.objects.create(username=username, display_name=f"{username}某", role="reviewer", region=at)


def target(ledger: Ledger, number: str) -> Target:
    """A promise of the edition in force by its number (T38)."""
    return Target.objects.get(document=ledger.edition_in_force(), number=number)


def proposed(
    of: Target, by: Officer, rule: Rule = "population", by_hand: dict[str, Decimal] | None = None
) -> Apportionment:
    """A target divided among the reporting regions and put forward."""
    with sits(by):
        found = allocating.shared_out(of, rule, allocating.taking_part(of, TODAY), by_hand=by_hand)
        return allocating.propose_shares(of, found, base_note="第七次全国人口普查", note="按人口", by=by, at=MORNING)


def decided(row: Apportionment, by: Officer, act: str = "approve", why: str = "") -> Apportionment:
    """The proposal after another person decided."""
    with sits(by):
        now = Apportionment.objects.get(pk=row.pk)
        allocating.decide(now, act, now.version, by=by, at=MORNING, why=why)
        return now
