"""Sampling of the demonstration (演示数据): plans and samples by the real acts, batches and weights by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from uuid import UUID

import yaml
from django.db import transaction
from django.utils import timezone

from zhiheng.data import counties_of, read_yaml, reporting_regions
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.draw import commitment
from zhiheng.mechanisms.draw.drawing import sm3
from zhiheng.mechanisms.identifiers import uscc_check
from zhiheng.mechanisms.scope import at_desk, everywhere
from zhiheng.systems.sampling import drawing, sorts
from zhiheng.systems.sampling.laboratory import Line, conclude
from zhiheng.systems.sampling.models import Draw, IndustryOutput, Sample, SamplingPlan, TestedBatch

FIRST, LAST = date(2023, 1, 1), date(2027, 12, 31)
MORNING = time(9, 30)
PUBLISHED_AFTER = 20


@dataclass(frozen=True)
class Cast:
    """Who acts: the handler and the laboratory, which are the two bodies of a draw; and until when."""

    handler: Officer
    laboratory: Officer
    at: datetime


@transaction.atomic
def load_sampling(at: datetime, *, by: Officer, laboratory: Officer) -> tuple[int, int]:
    """Make plans, samples, batches and weights up to a moment; gives how many samples and batches there are then.

    Where there are some already, nothing is done and none counted: a second set would not be the published one.
    """
    with everywhere():
        if TestedBatch.objects.filter(demo=True).exists():
            return 0, 0
    cast = Cast(by, laboratory, at)
    for nth, told in enumerate(_told()["plans"]):
        _plan(nth, told, cast)
    with everywhere():
        regions = {region.slug: region for region in Region.objects.all()}
        TestedBatch.objects.bulk_create(_batches(regions, timezone.localdate(at)), batch_size=2000)
        IndustryOutput.objects.bulk_create(_outputs(regions), batch_size=2000)
        return Sample.objects.filter(demo=True).count(), TestedBatch.objects.filter(demo=True).count()


@cache
def _told() -> Any:
    return yaml.safe_load(files(__package__).joinpath("demo.yaml").read_text("utf-8"))


def _plan(nth: int, told: dict[str, Any], cast: Cast) -> None:
    """A plan that is published, drawn and sampled as far as it has come."""
    day = timezone.localdate(cast.at) - timedelta(days=told["ago"])
    row = SamplingPlan(number=f"CJ-YS{nth + 1:03d}", demo=True, year=day.year, laboratory=_told()["laboratory"])
    row.category, row.product_class, row.industry = told["category"], told["product_class"], told.get("industry", "")
    row.sampling_type = str(sorts.feeds(row.category, day).value)
    row.region, row.laboratory_code = Region.objects.get(slug=told["region"]), cast.laboratory.firm_code
    with at_desk(desk_of(cast.handler, day)):
        file(row, by=cast.handler, hand=Hand.HANDLER, at=_moment(day, cast))
    _does(row, "publish", day, cast)
    _does(row, "publish_rules", day, cast, rules="演示：抽样方法、检验项目、检验方法和判定规则。")
    if not told["lives"]:
        return
    firms = list(_firms(told["region"], len(told["lives"]) + 2))
    _draw(row, Draw.FIRMS, firms, len(told["lives"]), day, cast)
    staff = [{"id": one, "name": name} for one, name in _told()["samplers"]]
    _draw(row, Draw.SAMPLERS, staff, 2, day, cast)
    for key in ("confirm_draw", "start"):
        _does(row, key, day, cast)
    with at_desk(desk_of(cast.handler, day)):
        samples = list(row.samples.order_by("firm_code"))
    for sample, life in zip(samples, told["lives"], strict=True):
        _live(sample, _told()["lives"][life], told, day, cast)


def _draw(plan: SamplingPlan, of: str, items: list[dict[str, Any]], k: int, day: date, cast: Cast) -> None:
    at, parties = _moment(day, cast), (cast.handler, cast.laboratory)
    with at_desk(desk_of(cast.handler, day)):
        draw = drawing.begin(plan, of, items, k, by=cast.handler, at=at)
    secrets = [sm3(_told()["seed"], plan.number, of, who.username) for who in parties]
    for who, secret in zip(parties, secrets, strict=True):
        with at_desk(desk_of(who, day)):
            drawing.commit(draw, commitment(draw.frozen, drawing.party_of(who), secret), by=who, at=at)
    for who, secret in zip(parties, secrets, strict=True):
        with at_desk(desk_of(who, day)):
            draw = drawing.reveal(draw, secret, by=who, at=at)


def _live(sample: Sample, life: str, told: dict[str, Any], day: date, cast: Cast) -> None:
    """Do with a sample what happened to it until the moment."""
    for key, days in (move.rsplit(":", 1) for move in life.split()):
        day += timedelta(days=int(days))
        if day > timezone.localdate(cast.at):
            return
        said = dict(_told()["said"].get(key, {}))
        if key == "sample":
            with at_desk(desk_of(cast.handler, day)):
                said = _sheet(sample, told, day)
        if key == "name_laboratory":
            said["retest_code"] = _code("139901")
        _does(sample, key, day, cast, **said)


def _does(case: Any, key: str, day: date, cast: Cast, **said: Any) -> None:
    """One act, by whoever's it is: a laboratory's by the one that the case is with."""
    hands = case.transition(key).hands
    who = cast.laboratory if hands == (Hand.AIDE,) else cast.handler
    desk = desk_of(who, day)
    if hands == (Hand.AIDE,) and case.aide_code != who.firm_code:
        desk = type(desk)(firm=case.aide_code)
    with at_desk(desk):
        if lines := said.pop("lines", None):
            told = [Line(*line) for line in lines]
            conclude(case, case.version, told, said, by=who, at=_moment(day, cast))
        else:
            act(case, key, case.version, said, by=who, at=_moment(day, cast))


def _sheet(sample: Sample, told: dict[str, Any], day: date) -> dict[str, Any]:
    plan = sample.plan
    assert plan
    names = "、".join(line["name"] for line in plan.standing(Draw.SAMPLERS))
    return {
        "product": told["product"],
        "batch_no": f"{day - timedelta(days=30):%Y%m%d}",
        "producer_name": f"{sample.firm_name}(标称)",
        "place": "演示：成品库",
        "sampled_on": day.isoformat(),
        "samplers": names,
        "seal_no": f"YS-{sample.number[-4:]}",
        "quantity": "检样 1、备样 1",
        "price": str(20 + _drawn(180, sample.firm_code, "price")),
    }


def _firms(slug: str, number: int) -> Iterator[dict[str, Any]]:
    """Invented firms of a region's counties, under codes that no firm has."""
    places = list(counties_of(slug)) or [county for city in reporting_regions() for county in counties_of(city.id)]
    for nth in range(number):
        place = places[_drawn(len(places), slug, nth, "place")]
        body = place.gb or "133100"
        yield {"id": _code(body, nth), "name": f"演示企业{place.short}{nth + 1}号", "region": place.id, "weight": 1}


def _code(gb: str, nth: int = 0) -> str:
    """A 统一社会信用代码 whose own part is all zeros but for the last digit, which no firm has."""
    body = f"91{gb}00000000{nth % 10}"
    return body + uscc_check(body)


def _batches(regions: dict[str, Region], on: date) -> Iterator[TestedBatch]:
    """Where and when by the seed, larger regions more often; a day that is not over has none yet."""
    for place, told in enumerate(_told()["batches"]):
        kinds = [
            (industry, product_class, product)
            for industry, classes in told["products"].items()
            for product_class, products in classes.items()
            for product in products
        ]
        for nth in range(told["number"]):
            judged = FIRST + timedelta(days=_drawn((LAST - FIRST).days, place, nth, "day"))
            if judged <= on:
                region = regions[_weighted(_drawn(sum(_shares().values()), place, nth, "region"))]
                yield _batch((place, nth), told, kinds[_drawn(len(kinds), place, nth, "product")], region, judged, on)


def _batch(
    key: tuple[int, int], told: Any, kind: tuple[str, str, str], region: Region, judged: date, on: date
) -> TestedBatch:
    """One row: whether it passed by the share of its year, told and public when that day has come."""
    passed = _drawn(10_000, *key, "passed") >= told["failing"][judged.year]
    items = _told()["failing_items"].get(told["category"])
    served, public = (_come(judged + timedelta(days=days), on) for days in (4, PUBLISHED_AFTER))
    return TestedBatch(
        id=UUID(bytes=_digest(*key, "id")[:16]),
        category=told["category"],
        sampling_type=told["sampling_type"],
        industry=kind[0],
        product_class=kind[1],
        product=kind[2],
        region=region,
        sampled_on=judged - timedelta(days=12),
        judged_on=judged,
        passed=passed,
        failing_items="" if passed else items[_drawn(len(items), *key, "item")],
        firm_name=f"演示经营者{_drawn(400, *key, 'firm') + 1}号",
        producer_name=f"演示生产者{_drawn(300, *key, 'producer') + 1}号",
        batch_no=f"{judged - timedelta(days=40):%Y%m%d}",
        served_on=served,
        published_on=None if told["sampling_type"] == sorts.RISK else public,
        source=f"YS-{told['category']}-{told['sampling_type']}-{key[1] + 1:05d}",
        demo=True,
    )


def _come(day: date, on: date) -> date | None:
    return day if day <= on else None


def _outputs(regions: dict[str, Region]) -> Iterator[IndustryOutput]:
    """Weights in 万元: the output of a region by size, spread over the divisions."""
    heavy, total = _told()["heavy"], sum(_shares().values())
    for year, billions in _told()["output"].items():
        for slug, share in _shares().items():
            parts = {
                code: heavy.get(code, 10) * (80 + _drawn(41, year, slug, code, "output"))
                for code, _name in sorts.divisions()
            }
            whole = billions * 10_000 * share // total
            for code, part in parts.items():
                value = whole * part // sum(parts.values())
                yield IndustryOutput(
                    id=UUID(bytes=_digest(year, slug, code, "output")[:16]),
                    year=year,
                    region=regions[slug],
                    industry=code,
                    value=value,
                    source="演示数据",
                    demo=True,
                )


@cache
def _shares() -> dict[str, int]:
    shares: dict[str, int] = read_yaml("demo.yaml")["shares"]
    return shares


def _weighted(number: int) -> str:
    for slug, share in _shares().items():
        if number < share:
            return slug
        number -= share
    raise ValueError(number)


def _moment(day: date, cast: Cast) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, MORNING)), cast.at)


def _digest(*place: object) -> bytes:
    return sha256("|".join([_told()["seed"], *map(str, place)]).encode()).digest()


def _drawn(below: int, *place: object) -> int:
    """A number below another that depends on the seed and the place alone."""
    return int.from_bytes(_digest(*place)[:8], "big") % below
