"""Tested batches of drugs, and values published from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from zhiheng.directory.models import Officer, Region
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.values import publish
from zhiheng.mechanisms.periods import Period
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

NUMBERS = count(1)
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
YEAR = Period.of("2025")


def drugs() -> Definition:
    """药品监督抽检合格率."""
    return definitions()["drug_pass_rate"]


def place(slug: str) -> Region:
    return Region.objects.get(slug=slug)


def judged(many: int, *, passed: int, region: str = "tangshan-lunan", on: date = date(2025, 5, 6), **said: Any) -> None:
    """So many batches of one day, so many of which passed."""
    usual = {"category": "drug", "sampling_type": "supervision", "product": "感冒灵片", "product_class": "片剂"}
    given: dict[str, Any] = {**usual, "region": place(region), "judged_on": on, "published_on": on, **said}
    with everywhere():
        TestedBatch.objects.bulk_create(
            TestedBatch(source=f"CY-{next(NUMBERS)}", passed=nth < passed, **given) for nth in range(many)
        )


def office() -> Officer:
    """Who publishes."""
    known = Officer.objects.filter(username="gong").first()
    return known or Officer.objects.create(username="gong", display_name="龚某", role="office", region=place("hebei"))


def published(*slugs: str, period: Period = YEAR, why: str = "", at: datetime = AT) -> list[PublishedValue]:
    """The values of some regions published, of the province without any."""
    regions = [place(slug) for slug in slugs or ("hebei",)]
    return publish(drugs(), [period], regions, by=office(), at=at, why=why)
