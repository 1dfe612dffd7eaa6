"""Where every promise of a ledger stands: rows of the database brought before the pure judgement of ``progress``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy

from zhiheng.directory.models import Region
from zhiheng.ledger.measures import amounts_in, compared_with
from zhiheng.ledger.models import Ledger, Target
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import Dispute, known
from zhiheng.supervision.progress import STATES, Judgement, Promise, Reading, State, judge, judge_each

WORDS = {
    "missed": pgettext_lazy("state", "未兑现"),
    "pending": pgettext_lazy("state", "未到期，尚未达到"),
    "early": pgettext_lazy("state", "未到期，已达到"),
    "kept": pgettext_lazy("state", "已兑现"),
    "no_data": pgettext_lazy("state", "尚无数据"),
    "not_assessable": pgettext_lazy("state", "需书面评判"),
}


@dataclass(frozen=True)
class Standing:
    """A target, its judgement and the newest figure of the whole province (None where there is none).

    ``demo`` says that a demonstration figure took part, so that a page can say so beside it. ``disputes``: where what
    was computed and published of the province in the year of the target is not what was reported of the same period.
    """

    target: Target
    judgement: Judgement
    latest: Figure | None
    demo: bool
    disputes: tuple[Dispute, ...] = ()

    @property
    def state(self) -> State:
        return self.judgement.state

    @property
    def word(self) -> str:
        """The state in the reader's language: 未兑现."""
        return str(WORDS[self.state])

    @property
    def reason(self) -> str:
        """Why, in the reader's language: 2025年为 93.1%,差 1.9 个百分点."""
        values = {name: _in_language(value) for name, value in self.judgement.values.items()}
        return gettext(self.judgement.template) % values


def standings(ledger: Ledger, as_of: date) -> list[Standing]:
    """The standing of every target of the edition in force on a day, red first, then in the order of the document."""
    return standings_of(Target.objects.filter(document=_edition(ledger)), as_of)


def standings_of(targets: QuerySet[Target], as_of: date) -> list[Standing]:
    """The standings of some targets, of one ledger or several, red first; the number of queries does not grow."""
    rows = list(
        targets.select_related("ledger", "indicator__ledger", "clause", "task").prefetch_related("units", "document")
    )
    reporting = list(Region.objects.reporting(as_of))
    read, disputed = _figures(rows, reporting)
    found = [
        _standing(row, read.get(row.indicator_id, []), disputed.get(row.indicator_id, []), reporting, as_of)
        for row in rows
    ]
    return sorted(found, key=lambda standing: STATES.index(standing.state))


def tally(found: Iterable[Standing]) -> dict[State, int]:
    """How many promises are in each state, red first; every state is there, with 0 when nobody is in it."""
    counts = Counter(standing.state for standing in found)
    return {state: counts[state] for state in STATES}


def province_figures(figures: Sequence[Figure], reporting: Sequence[Region]) -> list[Figure]:
    """The figures of the whole province, oldest first.

    Where the province has no row of its own for a period, a plain share is the sum of numerators over the sum of
    denominators of all reporting regions (never the mean of their rates); with a region missing there is none. What
    is weighted, a growth or a number per 10,000 people does not follow from such sums and is left to its own row.
    """
    own = [figure for figure in figures if figure.region.kind == Region.PROVINCE]
    known = {(figure.year, figure.quarter) for figure in own}
    wanted = {region.pk for region in reporting}
    by_period: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.region_id in wanted:
            by_period[figure.year, figure.quarter].append(figure)
    summed = [_summed(group) for period, group in by_period.items() if period not in known and _whole(group, wanted)]
    return sorted([*own, *summed], key=lambda figure: (figure.year, figure.quarter or 5))


def _edition(ledger: Ledger) -> int:
    return int(ledger.documents.order_by("-edition_no").values_list("pk", flat=True)[0])


def _figures(
    rows: Sequence[Target], reporting: Sequence[Region]
) -> tuple[Mapping[int, list[Figure]], Mapping[int, list[Dispute]]]:
    """The province's own figures; those of its regions only where a target or a missing period asks for them."""
    indicators = {row.indicator_id: row.indicator for row in rows}
    own = known(indicators.values(), region__kind=Region.PROVINCE)
    told = {(figure.indicator_id, figure.year, figure.quarter) for figure in own.figures}
    parts = Figure.objects.filter(indicator__in=indicators, region__in=reporting)
    periods = set(parts.order_by().values_list("indicator", "year", "quarter").distinct())
    asked = {row.indicator_id for row in rows if _of_every_region(row)} | {period[0] for period in periods - told}
    below = known([indicators[pk] for pk in asked], region__in=reporting)
    found, disputed = defaultdict[int, list[Figure]](list), defaultdict[int, list[Dispute]](list)
    for figure in [*own.figures, *below.figures]:
        found[figure.indicator_id].append(figure)
    for dispute in own.disputes:
        disputed[dispute.published.indicator_id].append(dispute)
    return found, disputed


def _standing(
    target: Target,
    figures: Sequence[Figure],
    disputes: Sequence[Dispute],
    reporting: Sequence[Region],
    as_of: date,
) -> Standing:
    province = [figure for figure in province_figures(figures, reporting) if figure.year <= as_of.year]
    if _of_every_region(target):
        asked = [region for region in reporting if "设区" not in target.per or region.kind == Region.CITY]
        judgement = judge_each(_promise(target, as_of), _readings_by_region(figures, asked), as_of)
        used: Sequence[Figure] = figures
    else:
        judgement = judge(_promise(target, as_of), _readings(province), as_of)
        used = province
    latest = province[-1] if province else None
    of_year = tuple(one for one in disputes if target.year in (None, one.published.year))
    return Standing(target, judgement, latest, any(figure.demo for figure in used), of_year)


def _of_every_region(target: Target) -> bool:
    return bool(re.search(r"市|县|地区", target.per))


def _promise(target: Target, as_of: date) -> Promise:
    first, last = target.ledger.period_start, target.ledger.period_end
    return Promise(
        comparator=target.comparator,
        value=target.value,
        unit=target.unit,
        kind=target.kind,
        year=target.year,
        cadence=target.cadence or None,
        per=target.per or None,
        benchmark=target.benchmark or None,
        first_year=first or target.year or as_of.year,
        last_year=last or target.year or as_of.year,
    )


def _readings(figures: Iterable[Figure]) -> list[Reading]:
    return [Reading(figure.year, figure.quarter, Decimal(figure.value)) for figure in figures]


def _readings_by_region(figures: Iterable[Figure], reporting: Sequence[Region]) -> dict[str, list[Reading]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.region_id].append(figure)
    return {region.label: _readings(found[region.pk]) for region in reporting}


def _whole(group: Sequence[Figure], wanted: set[int]) -> bool:
    return {figure.region_id for figure in group} == wanted and all(map(_is_plain_share, group))


def _is_plain_share(figure: Figure) -> bool:
    """Whether a value is numerator over denominator in percent, to the second decimal, and carries no weight."""
    if figure.numerator is None or not figure.denominator or figure.weight is not None:
        return False
    return abs(100 * Decimal(figure.numerator) / Decimal(figure.denominator) - figure.value) < Decimal("0.01")


def _summed(group: Sequence[Figure]) -> Figure:
    numerator = sum((figure.numerator or Decimal(0) for figure in group), Decimal(0))
    denominator = sum((figure.denominator or Decimal(0) for figure in group), Decimal(0))
    first = group[0]
    return Figure(
        indicator_id=first.indicator_id,
        year=first.year,
        quarter=first.quarter,
        value=(100 * numerator / denominator).quantize(Decimal("0.000001")),
        numerator=numerator,
        denominator=denominator,
        source=first.source,
        demo=any(figure.demo for figure in group),
    )


def _in_language(value: str) -> str:
    """The periods and amounts inside a reason, in the reader's language."""
    value = re.sub(r"(?P<year>\d{4})年第(?P<quarter>\d)季度", _quarter, value)
    value = re.sub(r"(?P<year>\d{4})年(?!第)", lambda found: gettext("%(year)s年") % found.groupdict(), value)
    return amounts_in(compared_with(value)).replace("、", gettext("、"))


def _quarter(found: re.Match[str]) -> str:
    return gettext("%(year)s年第%(quarter)s季度") % found.groupdict()
