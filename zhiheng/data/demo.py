"""The demonstration province (演示数据): figures and accounts from ``demo.yaml`` and a published seed.

Nothing here was reported by anybody, and every figure and account says so (``demo``). The same seed gives the same
figures on every machine: the only chance is SHA-256 of the seed and the place of the figure, and arithmetic is exact
until the last rounding. A figure does not depend on the day it is asked for; ``as_of`` only decides which periods are
over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import Any

from zhiheng.data import counties_of, read_yaml, regions, reporting_regions

SEED: str = read_yaml("demo.yaml")["seed"]


@dataclass(frozen=True)
class DemoFigure:
    """One indicator, one region, one period; ``value`` in the indicator's unit (95.2 for 95.2 %).

    ``indicator`` is the key of the bundled edition, ``region`` an id of ``regions.yaml`` (the province included),
    ``quarter`` 0 for a yearly figure. Rates carry numerator and denominator; growth carries spending in 亿元 of the
    period and of the base. ``weight`` is the output value (亿元) that weights a region's rate, None elsewhere.
    ``method`` is that of ``demo.yaml``: it tells how the province follows from its regions.
    """

    indicator: str
    region: str
    year: int
    quarter: int
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    weight: Decimal | None
    method: str
    demo: bool = True

    @property
    def disagrees(self) -> bool:
        """Whether it stays beside the value that is computed from records, so that a disagreement is to be seen."""
        place = {"indicator": self.indicator, "region": self.region, "year": self.year, "quarter": self.quarter}
        return bool(place == _document()["disagrees"])

    @property
    def ends(self) -> date:
        """The last day of the period."""
        month = self.quarter * 3 or 12
        return date(self.year, month, 30 if month in (6, 9) else 31)


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration; the name is plainly fictional and the password is printed, so it guards nothing.

    ``role`` is office, liaison, reviewer, inspector, firm, system_admin, security_admin or audit_admin; ``unit`` and
    ``region`` are ids of ``units.yaml`` and ``regions.yaml``; ``firm_code`` is a 统一社会信用代码 that no firm can have
    (all zeros).
    """

    username: str
    name: str
    name_en: str
    role: str
    unit: str | None
    region: str | None
    password: str
    firm_code: str = ""
    demo: bool = True


def accounts() -> tuple[DemoAccount, ...]:
    """The demonstration accounts; all share one printed password."""
    document = _document()
    return tuple(DemoAccount(password=document["password"], **row) for row in document["accounts"])


def absent() -> Mapping[str, str]:
    """Numeric indicators left without a figure on purpose, each with the reason."""
    reasons: Mapping[str, str] = _document()["absent"]
    return reasons


def figures(as_of: date, seed: str = SEED) -> tuple[DemoFigure, ...]:
    """The figures of all periods that ended before ``as_of``: by indicator, period, then province and regions."""
    found = (figure for key in _document()["figures"] for figure in _of_indicator(key, seed))
    return tuple(figure for figure in found if figure.ends < as_of)


@cache
def _document() -> Any:
    return read_yaml("demo.yaml")


def _of_indicator(key: str, seed: str) -> Iterator[DemoFigure]:
    spec = _document()["figures"][key]
    makers = {"rate": _rates, "weighted": _rates, "growth": _growth, "compound": _growth, "fewest": _fewest}
    yield from makers.get(spec["method"], _counts)(key, spec, seed)


def _noise(seed: str, *place: object) -> Fraction:
    """A number in [-1, 1) that depends on the seed and the place alone."""
    digest = sha256("|".join([seed, *map(str, place)]).encode()).digest()
    return Fraction(int.from_bytes(digest[:8], "big"), 2**63) - 1


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def _rounded(number: Fraction, places: int) -> Decimal:
    """Half up, as people round; exact until here."""
    scaled = (number * 10**places * 2 + 1) // 2
    return Decimal(int(scaled)).scaleb(-places)


def _split(total: int, seed: str, *place: object) -> dict[str, int]:
    """A whole number over the reporting regions by size, shaken a little; the parts add up to it exactly.

    The largest remainders get what rounding down leaves; ties go to the region that stands first in 建制 order.
    """
    shares: Mapping[str, int] = _document()["shares"]
    weights = {r: Fraction(s) * (1 + Fraction(1, 5) * _noise(seed, *place, r)) for r, s in shares.items()}
    whole = sum(weights.values())
    exact = {r: total * w / whole for r, w in weights.items()}
    parts = {r: int(e) for r, e in exact.items()}
    rest = total - sum(parts.values())
    for region in sorted(exact, key=lambda r: parts[r] - exact[r])[:rest]:
        parts[region] += 1
    return parts


def _reported(spec: Any, region: str, year: int, quarter: int) -> bool:
    """Whether the region reported; a missing quarter leaves the year standing on the other three."""
    return {"region": region, "year": year, **({"quarter": quarter} if quarter else {})} not in spec.get("missing", ())


def _rates(key: str, spec: Any, seed: str) -> Iterator[DemoFigure]:
    """Rates of the quarters, where they are natural, and of the year, which is the sum of its quarters."""
    parts = (1, 2, 3, 4) if spec.get("quarterly") else (0,)
    for year in spec["level"]:
        summed: dict[str, tuple[int, int]] = {}
        for quarter in parts:
            cells = _rate_cells(key, spec, seed, year, quarter)
            for region, (passed, tested) in cells.items():
                before = summed.get(region, (0, 0))
                summed[region] = (before[0] + passed, before[1] + tested)
            if quarter:
                yield from _rate_rows(key, spec, year, quarter, cells)
        yield from _rate_rows(key, spec, year, 0, summed)


def _rate_cells(key: str, spec: Any, seed: str, year: int, quarter: int) -> dict[str, tuple[int, int]]:
    """(numerator, denominator) of each region that reported, in the smallest step the indicator counts in."""
    people = "factor" in spec  # a population, which does not jump from year to year
    volume = _exact(spec["volume"]) * _steps_per_unit(spec) / (4 if quarter else 1)
    shaken = volume if people else volume * (1 + Fraction(1, 15) * _noise(seed, key, year, quarter))
    place = (key, "volume") if people else (key, "volume", year, quarter)
    level, spread = _exact(spec["level"][year]), _exact(spec["spread"])
    cells = {}
    for region, tested in _split(int(shaken), seed, *place).items():
        if not _reported(spec, region, year, quarter):
            continue
        rate = level + spread * _noise(seed, key, region) + spread / 4 * _noise(seed, key, region, year, quarter)
        passed = int(_rounded(tested * max(rate, Fraction(0)) / spec.get("factor", 100), 0))
        cells[region] = (passed if people else min(passed, tested), tested)
    return cells


def _rate_rows(
    key: str, spec: Any, year: int, quarter: int, cells: Mapping[str, tuple[int, int]]
) -> Iterator[DemoFigure]:
    factor = spec.get("factor", 100)
    weights = {r: _output(r, year, quarter) for r in cells} if spec["method"] == "weighted" else {}
    passed, tested = (sum(cell[part] for cell in cells.values()) for part in (0, 1))
    whole = Fraction(passed * factor, tested)
    if weights:
        regional = sum((weights[r] * Fraction(p * factor, t) for r, (p, t) in cells.items()), start=Fraction(0))
        whole = regional / sum(weights.values(), start=Fraction(0))
    rows = {_province(): (passed, tested, whole)}
    rows.update({r: (p, t, Fraction(p * factor, t)) for r, (p, t) in cells.items()})
    for region, (numerator, denominator, value) in rows.items():
        yield DemoFigure(
            indicator=key,
            region=region,
            year=year,
            quarter=quarter,
            value=_rounded(value, 2),
            numerator=_stepped(numerator, spec),
            denominator=_stepped(denominator, spec),
            weight=_rounded(weights[region], 2) if region in weights else None,
            method=spec["method"],
        )


def _output(region: str, year: int, quarter: int) -> Fraction:
    """The demonstration output value (亿元) of a region in a period."""
    document = _document()
    return Fraction(document["output"][year] * document["shares"][region], 1000 if quarter == 0 else 4000)


def _steps_per_unit(spec: Any) -> int:
    return int(10 ** spec.get("places", 0))


def _stepped(steps: int, spec: Any) -> Decimal:
    return Decimal(steps).scaleb(-spec.get("places", 0))


def _counts(key: str, spec: Any, seed: str) -> Iterator[DemoFigure]:
    """annual, cumulative, stock and province: whole steps that add up exactly."""
    running = dict.fromkeys(_document()["shares"], 0)
    for year, level in spec["level"].items():
        total = int(_exact(level) * _steps_per_unit(spec))
        if spec["method"] == "province":
            yield _count(key, spec, _province(), year, total)
            continue
        # A stock moves slowly: the same shake every year, or a city would lose certificates for no reason.
        place = (key,) if spec["method"] == "stock" else (key, year)
        parts = _split(total, seed, *place)
        if spec["method"] == "cumulative":
            parts = running = {r: running[r] + part for r, part in parts.items()}
        parts = {r: part for r, part in parts.items() if _reported(spec, r, year, 0)}
        yield _count(key, spec, _province(), year, sum(parts.values()))
        for region, part in parts.items():
            yield _count(key, spec, region, year, part)


def _count(key: str, spec: Any, region: str, year: int, steps: int) -> DemoFigure:
    return DemoFigure(key, region, year, 0, _stepped(steps, spec), None, None, None, spec["method"])


def _fewest(key: str, spec: Any, seed: str) -> Iterator[DemoFigure]:
    """One value for each 设区市, at most its counties and never falling; the smallest stands for the province."""
    cities = [region.id for region in reporting_regions() if region.kind == "city"]
    lead = {city: int((_noise(seed, key, city) + 1) / 2 * (spec["spread"] + 1)) for city in cities}
    least = min(lead.values())
    for year, level in spec["level"].items():
        values = {c: min(level + lead[c] - least, len(counties_of(c))) for c in cities}
        yield _count(key, spec, _province(), year, min(values.values()))
        for city, value in values.items():
            yield _count(key, spec, city, year, value)


def _growth(key: str, spec: Any, seed: str) -> Iterator[DemoFigure]:
    """Growth over last year, or compound growth since 2022: spending in steps of 0.01 亿元, province = sum."""
    spending = _spending(seed)
    first = min(spending)
    for year in list(spending)[1:]:
        span = year - first if spec["method"] == "compound" else 1
        base = spending[year - span]
        for region in [_province(), *_document()["shares"]]:
            now, then = spending[year][region], base[region]
            yield DemoFigure(
                indicator=key,
                region=region,
                year=year,
                quarter=0,
                value=_grown(now, then, span),
                numerator=Decimal(now).scaleb(-2),
                denominator=Decimal(then).scaleb(-2),
                weight=None,
                method=spec["method"],
            )


def _grown(now: int, then: int, years: int) -> Decimal:
    """((now / then) ** (1 / years) - 1) in percent, two decimals."""
    ratio = Decimal(now) / Decimal(then)
    root = ratio if years == 1 else ratio ** (Decimal(1) / Decimal(years))
    return ((root - 1) * 100).quantize(Decimal("0.01"))


@cache
def _spending(seed: str) -> dict[int, dict[str, int]]:
    """R&D spending by year and region in 0.01 亿元, from the base year on; the province is the sum."""
    document = _document()["spending"]
    base_year = _document()["first_year"] - 1
    years = {base_year: _split(int(_exact(document["base"]) * 100), seed, "spending")}
    for year, growth in document["growth"].items():
        before = years[year - 1]
        years[year] = {
            r: int(amount * (100 + _exact(growth) + 3 * _noise(seed, "spending", r, year)) / 100)
            for r, amount in before.items()
        }
    return {year: {_province(): sum(parts.values()), **parts} for year, parts in years.items()}


@cache
def _province() -> str:
    return next(region.id for region in regions() if region.kind == "province")
