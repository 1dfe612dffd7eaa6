"""Complaints of the demonstration (演示数据), made by the same acts as real ones, from a published seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.data import read_yaml
from zhiheng.directory.models import Officer, Region
from zhiheng.mechanisms.calendar.counting import due
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.complaints.models import Complaint

OLDEST, NEWEST = 400, 70
"""The days before in which the scattered ones were filed."""
FILERS = {"rate", "reopen", "withdraw", "withdraw_mediated", "to_odr", "odr_settle"}
FIRMS = {"answer", "odr_answer", "odr_fail"}
Moves = list[tuple[str, int]]


@transaction.atomic
def load_complaints(at: datetime, *, by: Officer) -> int:
    """Make the complaints of the demonstration up to a moment, handled by a demonstration account; returns how many.

    Where there are some already, nothing is done and none counted: a second set would not be the published one.
    """
    with everywhere():
        if Complaint.objects.filter(demo=True).exists():
            return 0
        told = read_yaml("demo_complaints.yaml")
        firms = [firm for firm in told["firms"] for _ in range(firm["weight"])]
        for nth, (filed, moves, life) in enumerate(_lives(told, timezone.localdate(at))):
            drawn = firms[_drawn(told["seed"], len(firms), nth, "firm")]
            firm = told["firms"][life["firm"]] if "firm" in life else drawn
            story = told["stories"][_drawn(told["seed"], len(told["stories"]), nth, "story")]
            _live(_complaint(nth, firm, story), filed, moves, told, at=at, by=by)
    return nth + 1


def _lives(told: Any, on: date) -> Iterator[tuple[date, Moves, Any]]:
    """For each complaint the day on which it was filed, what happened to it, and the life that says so."""
    seed = told["seed"]
    for place, life in enumerate(told["lives"]):
        moves = [(key, int(days)) for key, days in (move.rsplit(":", 1) for move in life["moves"].split())]
        for nth in range(life.get("spread", 0)):
            ago = NEWEST + _drawn(seed, OLDEST - NEWEST, place, nth, "filed")
            shaken = [(key, days + _drawn(seed, 3, place, nth, key)) for key, days in moves]
            yield on - timedelta(days=ago), shaken, life
        yield from ((on - timedelta(days=ago), moves, life) for ago in life.get("ago", ()))
        yield from ((_due_on(rule, on), moves, life) for rule in life.get("due_today", ()))


def _due_on(rule: str, on: date) -> date:
    """The day on which a limit begins that ends on a day, or on the first after it on which one ends at all."""
    began, calendar, day = on, calendar_now(), timedelta(days=1)

    def ends(start: date) -> date:
        found = due(start, parameters()[rule].on(start).limit, calendar).on
        assert found
        return found

    while ends(began - day) >= on:
        began -= day
    return began


def _complaint(nth: int, firm: Any, story: Any) -> Complaint:
    return Complaint(
        number=f"TS-YS{nth + 1:04d}",
        demo=True,
        region=Region.objects.get(slug=firm["region"]),
        trader_region=Region.objects.get(slug=firm["region"]),
        channel=("web", "web", "phone", "visit")[nth % 4],
        complainant=f"演示投诉人{nth + 1}",
        phone=f"1300000{nth + 1:04d}",
        id_type="other",
        id_number=f"YS{nth + 1:06d}",
        agrees_to_publish=nth % 3 > 0,
        firm_name=firm["name"],
        firm_code=str(firm["code"]),
        field=story["field"],
        goods=story["goods"],
        amount_fen=story["yuan"] * 100,
        facts=f"演示：{story['facts']}",
        claims=story["claims"],
    )


def _live(case: Complaint, filed: date, moves: Moves, told: Any, *, at: datetime, by: Officer) -> None:
    """File a complaint and do with it what happened until the moment."""
    moment = _moment(filed, at)
    with at_desk(Desk(case=case.pk)):
        file(case, by=None, hand=Hand.FILER, at=moment)
    summary = next(each["summary"] for each in told["stories"] if each["goods"] == case.goods)
    for nth, (key, days) in enumerate(moves):
        moment += timedelta(days=days, hours=1 if days == 0 else 0)
        if timezone.localdate(moment) > timezone.localdate(at) or (key == "publish" and not case.agrees_to_publish):
            return
        said = {name: _said(value, moment) for name, value in told["said"].get(key, {}).items()}
        if key == "publish":
            said = {"summary": summary}
        if key == "rate":
            stars = 2 + _drawn(told["seed"], 4, case.number, nth)
            said = {"solved": "yes" if stars > 2 else "no", "satisfaction": str(stars)}
        _do(case, key, said, at=min(moment, at), by=by)


def _do(case: Complaint, key: str, said: dict[str, Any], *, at: datetime, by: Officer) -> None:
    """One act, from the desk of whoever does it."""
    of_report, key = key.startswith("report."), key.removeprefix("report.").partition("/")[0]
    desk = Desk(casework=frozenset({case.region_id}))
    if key in FILERS:
        desk = Desk(case=case.pk)
    elif key in FIRMS:
        desk = Desk(firm=case.firm_code)
    with at_desk(desk):
        done: Case = case.reports.get() if of_report else case
        hand_of_officer = bool(desk.casework)
        act(done, key, done.version, said, by=by if hand_of_officer else None, at=at)


def _said(value: Any, moment: datetime) -> Any:
    """A day is told as days after the move."""
    return (timezone.localdate(moment) + timedelta(days=value)).isoformat() if isinstance(value, int) else value


def _moment(day: date, at: datetime) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(9, 30))), at)


def _drawn(seed: str, below: int, *place: object) -> int:
    """A number below another that depends on the seed and the place alone."""
    digest = sha256("|".join([seed, *map(str, place)]).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below
