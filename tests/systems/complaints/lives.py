"""A campaign of random lives: each is asked of the definition and of the clerk of ``histories``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from django.utils import timezone

from tests.factories.complaints import complaint, joins_odr, region, said_on
from tests.factories.registers import FIRM
from tests.systems.complaints.histories import (
    DAY,
    FIRST,
    LAST,
    Chance,
    Moves,
    Round,
    calendar,
    percent,
    recount,
    rounds,
    until,
    walk,
)
from zhiheng import data
from zhiheng.directory.models import Region
from zhiheng.indicators.asking import answer, tree
from zhiheng.indicators.computing import Question, cells
from zhiheng.indicators.definitions.complaints import closed_on_time
from zhiheng.indicators.engines import opened
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.snapshot import snapshot_now
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.calendar.counting import Calendar, due
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.acting import NotSo, act
from zhiheng.mechanisms.cases.counting import runs_of
from zhiheng.mechanisms.cases.declaring import Transition
from zhiheng.mechanisms.cases.models import Case, CaseClock
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.periods import Grain, Period
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.complaints.models import Complaint

COUNTIES = ("shijiazhuang-qiaoxi", "shijiazhuang-zhengding", "tangshan-lubei", "dingzhou", "xinji")
BATCH = 500
QUESTIONS = 400
CALENDARS = 40
STEPS, ENOUGH = 18, 40
ENDS = {state.key for state in Complaint.states if state.ends}
EVENING = time(18)
NOTHING = Value(None, 0, 0)
HALF_A_HUNDREDTH = Fraction(1, 200)


@dataclass
class Life:
    """One complaint: its moves, what of it the clerk counts, and what a clerk counts who forgets the suspensions.

    ``places``: where it lay after each move.
    """

    case: Any
    places: list[str]
    moves: Moves
    calendar: Calendar

    @cached_property
    def rounds(self) -> list[Round]:
        return list(rounds(self.moves, self.calendar.is_working))

    @cached_property
    def wrong(self) -> list[Round]:
        return list(rounds(self.moves, self.calendar.is_working, pauses=False))


@dataclass
class Campaign:
    """The lives of one seed, and what was found about them."""

    seed: str
    lives: list[Life] = field(default_factory=list)
    asked: int = 0
    owed: int = 0
    differing: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    control: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def draw(self, number: int) -> None:
        """Lives from the declaration alone; their clocks are counted by the pure functions and kept as rows."""
        calendars = [calendar(Chance(self.seed, "calendar", which)) for which in range(CALENDARS)]
        for start in range(0, number, BATCH):
            lives = [self._drawn(which, calendars) for which in range(start, min(start + BATCH, number))]
            with everywhere():
                Case.objects.bulk_create(life.case for life in lives)
                CaseClock.objects.bulk_create(row for life in lives for row in clock_rows(life))
            self.lives += lives

    def _drawn(self, which: int, calendars: list[Calendar]) -> Life:
        chance = Chance(self.seed, "drawn", which)
        moves, place = walk(Complaint.states, Complaint.transitions, chance), chance.among(COUNTIES)
        at = timezone.make_aware(datetime.combine(moves[0][1], EVENING))
        case = Case(of_kind="complaint", number=f"drawn-{which}", region=region(place), state="received", filed_at=at)
        return Life(case, [place] * len(moves), moves, chance.among(calendars))

    def live(self, number: int) -> None:
        """Lives by the real acts, from the desks of handler, firm and filer, with the calendar of the table."""
        joins_odr()
        for which in range(number):
            self.lives.append(self._lived(Chance(self.seed, "lived", which)))

    def _lived(self, chance: Chance) -> Life:
        place, day = chance.among(COUNTIES), FIRST + DAY * chance.below((LAST - FIRST).days)
        case = complaint(str(day), place)
        for _step in range(chance.below(STEPS)):
            day += DAY * (chance.below(6) if chance.below(3) else chance.below(50))
            if not self._step(case, day, chance):
                break
        if chance.below(2):
            self._end(case, day, chance)
        with at_desk(Desk(case=case.pk)):
            made = list(case.moves.values_list("transition", "on", "said").order_by("nth"))
        places: list[str] = []
        for key, _on, said in made:
            places.append(said["to"] if key == "transfer" else (places or [place])[-1])
        return Life(case, places, [(key, on) for key, on, _said in made], calendar_now())

    def _end(self, case: Any, day: date, chance: Chance) -> None:
        """Go on until it is closed, to whose end every state must lead."""
        for later in range(ENOUGH):
            if case.in_state.ends:
                return
            self._step(case, day + DAY * later, chance, ending=True)
        self.stuck.append(f"{case.number}: {case.state} after {ENOUGH} more steps")

    def _step(self, case: Any, day: date, chance: Chance, ending: bool = False) -> bool:
        """Do one thing that somebody can do on a day; False when there is nothing left to do."""
        self.seen[case.state] += 1
        possible = list(possible_now(case, day))
        if not possible and not case.in_state.ends:
            self.stuck.append(f"{case.number}: {case.state} on {day}")
        while possible:
            wanted = [each for each in possible if each[1].key in ("accept", "suspend", "resume", "agree")]
            if ending:
                wanted = [each for each in possible if each[1].end in ENDS]
            desk, one = each = chance.among(wanted if wanted and chance.below(2) else possible)
            moment = timezone.make_aware(datetime.combine(day, EVENING))
            try:
                with at_desk(desk):
                    act(case, one.key, case.version, answers(case, one, day, chance), by=None, at=moment)
            except NotSo:
                # What was drawn does not fit this complaint (a merger with none); somebody does something else.
                possible.remove(each)
                with at_desk(desk):
                    case.refresh_from_db()
                continue
            self.acts[one.key] += 1
            return True
        return False

    def compare_each(self) -> None:
        """Random months as known on a random day, of each complaint alone; those that began together share one."""
        snapshot = snapshot_now()
        clocks = opened(snapshot, ["complaint_clocks"])["complaint_clocks"]
        lives = sorted(self.lives, key=lambda life: life.moves[0][1])
        together = max(5, len(lives) // QUESTIONS)
        for start in range(0, len(lives), together):
            each, chance = lives[start : start + together], Chance(self.seed, "asked", start)
            first = each[0].moves[0][1] + DAY * chance.below(90)
            last = first + DAY * (20 + chance.below(160))
            period = Period(Period.holding(first, Grain.MONTH).begins, Period.holding(last, Grain.MONTH).ends)
            on = each[0].moves[0][1] + DAY * (40 + chance.below(360))
            # One question tells the complaints apart: in the place of the firm stands the complaint.
            theirs = clocks.filter(clocks.case.isin([life.case.pk.hex for life in each])).mutate(firm=clocks.case)
            asked = Question(period, Grain.CUMULATIVE, on, apart=("firm",))
            found = {
                cell.group[0]: cell.found
                for cell in cells(closed_on_time, {"complaint_clocks": theirs}, asked, tree(snapshot, on))
                if cell.region == WHOLE and cell.period.ends >= period.ends
            }
            for life in each:
                self._compare(life, period, on, found.get(life.case.pk.hex, NOTHING))

    def _compare(self, life: Life, period: Period, on: date, found: Value) -> None:
        known = rounds(until(life.moves, on), life.calendar.is_working)
        self._judge(f"{life.case.number} {period} on {on}", found, recount(known, period.begins, period.ends, on))
        wrong = recount(life.wrong, period.begins, period.ends, on)
        self.control += wrong != (found.numerator, found.denominator)

    def compare_all(self) -> None:
        """Every year, quarter and month, whole and by region, as known on the last day of all."""
        on = LAST + 366 * DAY
        span = Period(date(FIRST.year, 1, 1), date(on.year, 12, 31))
        for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH):
            found = answer(closed_on_time.key, span, grain, on=on)
            for period in span.each(grain):
                for slug, key in {"": WHOLE, **regions()}.items():
                    here = [
                        one for life in self.lives for one in life.rounds if slug in ("", *upward(life.places[one.nth]))
                    ]
                    counted = recount(here, period.begins, period.ends, on)
                    self._judge(f"{slug} {period}", found.at(period, key).found, counted)

    def _judge(self, what: str, found: Value, counted: tuple[int, int]) -> None:
        self.asked += 1
        exact, value = percent(*counted), found.value
        self.owed += exact is not None
        near = value == exact if value is None or exact is None else abs(exact - Fraction(value)) <= HALF_A_HUNDREDTH
        if not near or (found.numerator or 0, found.denominator) != counted:
            self.differing.append(f"{what}: {found} and by hand {counted}")

    def told(self) -> Iterator[str]:
        """What was found, a line each."""
        every = [one for life in self.lives for one in life.rounds]
        closed = sum(one.closed is not None for one in every)
        yield f"{len(self.lives):,} complaints, {len(every):,} mediations and ODR, {closed:,} closed"
        asked = f"{self.asked:,} rates asked of the definition and of the clerk ({self.owed:,} with data)"
        yield f"{asked}, {len(self.differing)} differ"
        ended = sum(life.case.in_state.ends for life in self.lives if life.case.own_kind is type(life.case))
        acts = f"{sum(self.acts.values()):,} acts of {len(self.acts)} kinds in {len(self.seen)} states"
        yield f"{acts}, {ended:,} closed in the end, {len(self.stuck)} stuck"
        yield f"control without suspensions: {self.control:,} differ"
        yield from (self.differing + self.stuck)[:5]


def clock_rows(life: Life) -> Iterator[CaseClock]:
    """The clocks of a life as ``recount`` writes them, by the calendar of the life."""
    for run in runs_of([clock for clock in Complaint.clocks if clock.applies is None], life.moves):
        limit = parameters()[run.rule].on(run.began).limit
        found = due(run.began, limit, life.calendar, run.pauses)
        yield CaseClock(
            case=life.case,
            region_id=life.case.region_id,
            clock=run.clock,
            round=run.round,
            rule=run.rule,
            began=run.began,
            due_on=found.on,
            ended=run.ended,
            ended_by=run.ended_by,
        )


def possible_now(case: Any, day: date) -> Iterator[tuple[Desk, Transition]]:
    """What who handles it, the firm, or who filed it can do on a day."""
    for desk in (Desk(casework=frozenset({case.region_id})), Desk(firm=FIRM), Desk(case=case.pk)):
        with at_desk(desk):
            found = case.possible(desk, day)
        yield from ((desk, one) for one, why in found if not why)


def answers(case: Any, transition: Transition, day: date, chance: Chance) -> dict[str, Any]:
    """What is said with a transition: of choices any one, else what the factory says."""
    said = said_on(transition.key, str(day))
    for ask in case.asks_of(transition):
        if ask.kind == "choice":
            said[ask.name] = chance.among([key for key, _ in ask.choices] or [""])
        elif ask.kind == "date":
            said[ask.name] = str(day + DAY * chance.below(5))
        elif ask.kind == "region":
            said[ask.name] = chance.among(COUNTIES)
    if transition.key == "merge":
        others = Complaint.objects.filter(region=case.region, state__in=Complaint.open_states).exclude(pk=case.pk)
        said["into"] = others.values_list("number", flat=True).first()
    return said


def regions() -> dict[str, int]:
    return dict(
        Region.objects.filter(slug__in={up for slug in COUNTIES for up in upward(slug)}).values_list("slug", "pk")
    )


@cache
def upward(slug: str) -> list[str]:
    """A region and those it reports through, as the file of regions has them."""
    reporting = {row.id: row.reporting for row in data.regions()}
    found = [slug]
    while parent := reporting[found[-1]]:
        found.append(parent)
    return found
