"""People who work on visits, and a visit that was asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from tests.small.models import Visit
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.scope import Desk, at_desk

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""10:00 in 石家庄; seven working days later it is 2026-11-25."""
FIRM = "91130100MA0ABCDE1X"


def inspector(username: str = "qin", region: str = "tangshan") -> Officer:
    """检查办案人员 of a region."""
    return _person(username, role="inspector", region=Region.objects.get(slug=region))


def of_firm(username: str = "he", code: str = FIRM) -> Officer:
    """Somebody with the account of a firm."""
    return _person(username, role="firm", firm_code=code)


def overseer(username: str = "zhang") -> Officer:
    """Somebody of 质量强省工作专班."""
    return _person(username, role="office")


def sits(officer: Officer) -> AbstractContextManager[None]:
    """Everything inside is asked from the officer's desk."""
    return at_desk(desk_of(officer, MONDAY.date()))


def visit(region: str = "tangshan", *, at: datetime = MONDAY, by: Officer | None = None, **said: Any) -> Visit:
    """A visit that somebody asked for."""
    place = Region.objects.get(slug=region)
    told = {"topic": "计量器具检定", "person": "王小明", "phone": "13800001111", "firm_name": "示例公司", **said}
    row = Visit(region=place, **told)
    with at_desk(Desk(casework=frozenset({place.pk}))):
        file(row, by=by, hand=Hand.HANDLER if by else Hand.FILER, at=at)
    return row


def done(row: Visit, key: str, by: Officer, at: datetime = MONDAY, **said: Any) -> Visit:
    """The visit after somebody did something with it, read again."""
    with sits(by):
        act(row, key, row.version, said, by=by, at=at)
        again: Visit = Visit.objects.get(pk=row.pk)
    return again


def _person(username: str, **post: Any) -> Officer:
    person, _ = Officer.objects.get_or_create(username=username, defaults={"display_name": username.title(), **post})
    return person
