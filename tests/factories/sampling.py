"""Plans, draws and samples as four roles make them: the authority, its witness, the firm, the laboratory."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from tests.factories.registers import inspector
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import CaseMove
from zhiheng.mechanisms.draw import commitment
from zhiheng.mechanisms.identifiers import uscc_check
from zhiheng.mechanisms.scope import at_desk
from zhiheng.systems.sampling import drawing, sorts
from zhiheng.systems.sampling.models import Draw, Sample, SamplingPlan


def code(body: str) -> str:
    """A code that no firm has, with its check character."""
    return body + uscc_check(body)


CITY, COUNTY = "tangshan", "tangshan-lunan"
LAB, OTHER_LAB, THIRD_LAB = (code(f"1213000000000000{n}") for n in "123")
FIRMS = tuple(code(f"9113020000000000{n}") for n in "4567")
SAMPLERS = (("S1", "张一"), ("S2", "李二"), ("S3", "王三"))
REPORTED = ("conclude_pass", "conclude_fail", "retest_pass", "retest_fail")
SECRETS = ("a1" * 32, "b2" * 32)
TYPES = {
    sorts.INDUSTRIAL: sorts.SUPERVISION,
    sorts.FOOD: sorts.EVALUATION,
    sorts.DRUG: sorts.SUPERVISION,
    sorts.PRODUCE: sorts.ROUTINE,
    sorts.BUILDING: sorts.SUPERVISION,
}


def on(day: str | date, hour: int = 10) -> datetime:
    """A moment of a day, in the time of the office."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime.combine(found, time(hour)))


def officer(role: str, username: str, **post: Any) -> Officer:
    """Somebody at a post; the same name is the same person."""
    known = Officer.objects.filter(username=username).first()
    return known or Officer.objects.create(username=username, display_name=username, role=role, **post)


def bureau() -> Officer:
    """Who handles the sampling of a city."""
    return inspector("zhou", CITY)


def witness() -> Officer:
    """The province's working group, as the other body of a draw."""
    return officer("office", "wu", unit=Unit.objects.get(slug="shichang"), region=Region.objects.get(slug="hebei"))


def laboratory(lab: str = LAB) -> Officer:
    """A laboratory that signs in as a firm does."""
    return officer("firm", f"lab-{lab}", region=Region.objects.get(slug=CITY), firm_code=lab)


def sits(who: Officer, day: str = "2026-03-02") -> AbstractContextManager[None]:
    """Everything inside is asked from somebody's desk."""
    return at_desk(desk_of(who, date.fromisoformat(day)))


def firm(uscc: str = FIRMS[0]) -> Officer:
    """A firm's account."""
    return officer("firm", f"firm-{uscc}", region=Region.objects.get(slug=CITY), firm_code=uscc)


def does(who: Officer, case: Any, key: str, day: str, **said: Any) -> CaseMove:
    """One act of somebody on a case, on a day."""
    with sits(who, day):
        case.refresh_from_db()
        if key in REPORTED and not case.lines:
            case.lines = ["an item of the report, which laboratory.report writes"]
        return act(case, key, case.version, said, by=who, at=on(day))


def plan(category: str = sorts.INDUSTRIAL, day: str = "2026-03-02", **said: Any) -> SamplingPlan:
    """A plan whose rules are public."""
    given: dict[str, Any] = {
        "category": category,
        "sampling_type": TYPES[category],
        "product_class": "电线电缆",
        "industry": "38" if category in (sorts.INDUSTRIAL, sorts.BUILDING) else "",
        "year": 2026,
        "quota": "唐山市 4",
        "laboratory": "某检验院",
        "laboratory_code": LAB,
    }
    made = SamplingPlan(region=Region.objects.get(slug=CITY), **given | said)
    who = bureau()
    with sits(who, day):
        made.full_clean(exclude=["number", "of_kind", "state", "filed_at"])
        file(made, by=who, hand=Hand.HANDLER, at=on(day))
    does(who, made, "publish", day)
    does(who, made, "publish_rules", day, rules="抽样方法：随机。检验项目：导体电阻。判定规则：一项不合格即不合格。")
    return made


def drawn(made: SamplingPlan, of: str, items: list[dict[str, Any]], k: int, day: str, **further: Any) -> Draw:
    """A draw whose two shares are committed and revealed."""
    with sits(bureau(), day):
        draw = drawing.begin(made, of, items, k, by=bureau(), at=on(day), **further)
    return revealed(committed(draw, day), day)


def committed(draw: Draw, day: str) -> Draw:
    """A draw with the shares of two bodies in it."""
    for who, secret in zip((bureau(), witness()), SECRETS, strict=True):
        with sits(who, day):
            drawing.commit(draw, commitment(draw.frozen, drawing.party_of(who), secret), by=who, at=on(day))
    return draw


def revealed(draw: Draw, day: str) -> Draw:
    """A draw whose shares are revealed."""
    for who, secret in zip((bureau(), witness()), SECRETS, strict=True):
        with sits(who, day):
            draw = drawing.reveal(draw, secret, by=who, at=on(day))
    return draw


def firms(k: int = 2) -> list[dict[str, Any]]:
    """The roster of firms."""
    return [{"id": uscc, "name": f"某厂{n}", "region": COUNTY, "weight": 1} for n, uscc in enumerate(FIRMS)]


def samplers() -> list[dict[str, Any]]:
    """The roster of samplers."""
    return [{"id": one, "name": name, "weight": 1} for one, name in SAMPLERS]


def running(category: str = sorts.INDUSTRIAL, day: str = "2026-03-02", k: int = 1, **said: Any) -> SamplingPlan:
    """A plan that is drawn and whose samples wait to be taken."""
    made = plan(category, day, **said)
    drawn(made, Draw.FIRMS, firms(), k, day)
    drawn(made, Draw.SAMPLERS, samplers(), 2, day)
    does(bureau(), made, "confirm_draw", day)
    does(bureau(), made, "start", day)
    return made


def sheet(made: SamplingPlan, day: str, **said: Any) -> dict[str, Any]:
    """What a sampling sheet says."""
    with sits(bureau(), day):
        names = "、".join(line["name"] for line in made.standing(Draw.SAMPLERS))
    return {
        "product": "聚氯乙烯绝缘电缆",
        "brand": "某牌",
        "spec": "BV 2.5",
        "batch_no": "20260101",
        "standard": "GB/T 5023.3",
        "producer_name": "某电缆厂",
        "place": "成品库",
        "sampled_on": day,
        "samplers": names,
        "seal_no": "FQ-1",
        "quantity": "检样 1 盘、备样 1 盘",
        "price": "128.50",
    } | said


def sample(made: SamplingPlan) -> Sample:
    """The first sample of a plan."""
    with sits(bureau()):
        found: Sample = made.samples.order_by("number").first()
    return found


def served(category: str = sorts.INDUSTRIAL, *, passed: bool, day: str = "2026-03-02", **said: Any) -> Sample:
    """A sample that was taken, tested and served on one day."""
    found = sample(made := running(category, day, **said))
    does(bureau(), found, "sample", day, **sheet(made, day))
    does(laboratory(), found, "receive", day, sealed="yes")
    told = {} if passed else {"failing_items": "导体电阻"}
    does(laboratory(), found, "conclude_pass" if passed else "conclude_fail", day, report_no="R-1", **told)
    does(laboratory(), found, "hand_in_pass" if passed else "hand_in_fail", day)
    does(bureau(), found, "serve", day, to="某厂0")
    return found
