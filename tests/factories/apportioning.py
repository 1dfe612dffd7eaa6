"""Posts of the province and of a city, and what they share out."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.scope import desk_of
from zhiheng.division import allocating
from zhiheng.division.apportioning import Rule
from zhiheng.division.models import Apportionment
from zhiheng.ledger.models import Ledger, Target
from zhiheng.mechanisms.scope import at_desk

TODAY = date(2026, 11, 22)


def post(username: str, role: str = "office", region: str = "hebei") -> Officer:
    """Somebody at the post of a region; the same name is the same person."""
    found = Officer.objects.filter(username=username).first()
    at = Region.objects.get(slug=region)
    return found or Officer.objects.create(username=username, display_name=f"{username}某", role=role, region=at)


def at(officer: Officer) -> AbstractContextManager[None]:
    """What is done inside is done from the desk of this officer."""
    return at_desk(desk_of(officer, TODAY))


def target(ledger: Ledger, number: str) -> Target:
    return Target.objects.get(document=ledger.edition_in_force(), number=number)


def proposed(
    of: Target, by: Officer, rule: Rule = "population", by_hand: dict[str, Decimal] | None = None
) -> Apportionment:
    """A target divided among the reporting regions and put forward by an officer of the office."""
    with at(by):
        found = allocating.shared_out(of, rule, allocating.taking_part(of, TODAY), by_hand=by_hand)
        return allocating.propose_shares(of, found, base_note="第七次全国人口普查", note="按人口", by=by, at=MORNING)


def decided(row: Apportionment, by: Officer, act: str = "approve", why: str = "") -> Apportionment:
    """The proposal after another person decided."""
    with at(by):
        now = Apportionment.objects.get(pk=row.pk)
        allocating.decide(now, act, now.version, by=by, at=MORNING, why=why)
        return now
