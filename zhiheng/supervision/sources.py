"""数据来源: of each target of a ledger, where its number comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.utils.translation import get_language, gettext, pgettext_lazy

from zhiheng.data import read_yaml
from zhiheng.directory.models import Unit
from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.ledger.models import Document, Indicator, Ledger, Target

Kind = Literal["computed", "reported", "outside", "undecided"]

WORDS: Mapping[Kind, Any] = {
    "computed": pgettext_lazy("source", "本系统计算"),
    "reported": pgettext_lazy("source", "责任单位填报"),
    "outside": pgettext_lazy("source", "等待外部数据"),
    "undecided": pgettext_lazy("source", "未定"),
}


@dataclass(frozen=True)
class Series:
    """A national series that a target is compared with: its name, who publishes it, and what would fill it."""

    name: str
    publisher: str
    fills: str


@dataclass(frozen=True)
class Source:
    """Where the number of a target comes from.

    ``definition`` counts it from records kept here; ``units`` report it. They are ``configured`` where the plan names
    none and this system chose. A target of ``kind`` outside waits for ``series``, and its own side still comes from the
    definition or the units.
    """

    target: Target
    kind: Kind
    definition: Definition | None = None
    units: tuple[Unit, ...] = ()
    configured: bool = False
    series: Series | None = None

    @property
    def word(self) -> str:
        """The kind in the reader's language: 本系统计算."""
        return str(WORDS[self.kind])

    @property
    def certain(self) -> bool:
        """Whether who reports, or the formula, is settled by a document."""
        return not self.configured and (self.definition is None or self.definition.certain)

    @property
    def note(self) -> str:
        """What has to be known of it: that nobody is named, or what would fill the series."""
        if self.kind == "undecided":
            return gettext("方案没有写明责任单位，本系统也没有能计算它的业务记录。")
        words = [gettext("方案未写明责任单位，由系统配置。")] if self.configured else []
        return "".join([*words, *([self.series.fills] if self.series else [])])


def computed(indicator: Indicator) -> Definition | None:
    """The definition that counts an indicator of any plan: the one that is declared for its name."""
    return next((one for one in definitions().values() if one.indicator == indicator.name), None)


def sources(ledger: Ledger, document: Document) -> list[Source]:
    """The source of each target of an edition, in the order of the document.

    A bundled plan has its line in ``number_sources.yaml``. Of any other an indicator with the name of a definition is
    computed, else the units of its targets report it, else nobody knows yet.
    """
    lines = configuration().get(ledger.slug, {})
    rows = Target.objects.filter(document=document).select_related("indicator__ledger", "clause", "task", "ledger")
    named = {unit.slug: unit for unit in Unit.objects.filter(slug__in=_configured(lines))}
    return [_source(row, lines.get(row.indicator.slug, {}), named) for row in rows.prefetch_related("units")]


@cache
def configuration() -> Mapping[str, Any]:
    """``number_sources.yaml`` as it stands."""
    found: Mapping[str, Any] = read_yaml("number_sources.yaml")
    return found


def _configured(lines: Mapping[str, Any]) -> set[str]:
    return {slug for line in lines.values() for slug in line.get("units", ())}


def _source(target: Target, line: Mapping[str, Any], named: Mapping[str, Unit]) -> Source:
    definition = definitions().get(line.get("computed", "")) if line else computed(target.indicator)
    units = tuple(target.units.all())
    configured = () if units or definition else tuple(named[slug] for slug in line.get("units", ()))
    series = _series(line.get("outside", {}).get(target.year, ""))
    ours: Kind = "computed" if definition else "reported" if units or configured else "undecided"
    return Source(target, "outside" if series else ours, definition, units or configured, bool(configured), series)


def _series(key: str) -> Series | None:
    if not key:
        return None
    given, ending = configuration()["series"][key], "_en" if get_language() == "en" else ""
    return Series(**{name: given[name + ending] for name in ("name", "publisher", "fills")})
