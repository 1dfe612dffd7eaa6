"""The gallery of the page components, with invented example data that says so."""

from __future__ import annotations

from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiheng.directory.models import Unit
from zhiheng.ledger.models import AssignedUnit, Document, Indicator, Target
from zhiheng.mechanisms.listing.asked import Asked
from zhiheng.mechanisms.listing.columns import Act, Column
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.listing.shown import Shown
from zhiheng.mechanisms.versions import Difference, Said, Stale
from zhiheng.reporting.models import Figure
from zhiheng.supervision.progress import STATES
from zhiheng.supervision.standing import WORDS
from zhiheng.web.charts import shares


def components(request: HttpRequest) -> HttpResponse:
    """Every component once, for those who build pages; nothing of it is read from a ledger."""
    indicator = Indicator(name="示例合格率", name_en="Example pass rate", unit="%", slug="example")
    units = [Unit(name="示例一局", name_en="Example Bureau One", slug="example-1")]
    units.append(Unit(name="示例二厅", name_en="Example Department Two", slug="example-2"))
    context = {
        "lights": [(state, str(WORDS[state]), _("示例:2025年为 93.1%,差 1.9 个百分点")) for state in STATES],
        "figure": Figure(
            indicator=indicator, year=2025, quarter=0, value=Decimal("93.1"), source=_("演示数据生成程序"), demo=True
        ),
        "indicator": indicator,
        "targets": [
            Target(indicator=indicator, comparator=c, kind="rate", value=Decimal("95"), unit="%", year=2025)
            for c in (">=", "hold", "~", "<=")
        ],
        "units": units,
        "assigned": [
            AssignedUnit(unit=units[0], name=units[0].name, role=AssignedUnit.LEAD),
            AssignedUnit(unit=units[1], name=units[1].name, role=AssignedUnit.SUPPORT),
        ],
        "page": Paginator(range(120), 50).page(2),
        "fields": [
            {"name": "unit", "label": _("责任单位"), "kind": "select", "options": [("1", _("示例一局"))], "value": ""},
            {"name": "q", "label": _("含有文字"), "kind": "text", "value": ""},
        ],
        "links": [("Excel", request.path), ("CSV", request.path), ("JSON", request.path)],
        "shares": shares([(state, str(WORDS[state]), number) for number, state in enumerate(STATES, 2)]),
        "digest_edition": Document(form=Document.DIGEST),
        "stale": example_of_stale(),
        "listing": example_of_list(units),
        "crumbs": [(_("页面组件"), None)],
        "demo_shown": True,
    }
    return render(request, "web/components.html", context)


def example_of_list(units: list[Unit]) -> Shown:
    """Two rows of 120, to be selected, under columns of which one sorts and one is not shown."""
    listing = Listing(
        "example",
        _("示例列表"),
        columns=(
            Column("unit", _("责任单位"), lambda unit: unit.label, order_by=("name",)),
            Column("number", _("数值"), lambda unit: Decimal("1295.3"), "number"),
            Column("none", _("备注"), lambda unit: None),
            Column("more", _("年份"), lambda unit: 2026, "number", shown=False),
        ),
        acts=(Act("accept", _("示例：签收")), Act("withdraw", _("示例：撤回"), why=True)),
    )
    asked = Asked({}, {}, (), "unit", ())
    return Shown(listing, asked, Page(units, 1, Paginator(range(120), 50)), [], [], promise="120-")


def example_of_stale() -> Stale:
    """Two people who changed the same row: one field both, one field only the other."""
    year, ninety = Said("2025", _("2025年")), Said("90", "90%")
    both = Difference("value", _("目标值"), ninety, Said("95", "95%"), Said("93", "93%"))
    theirs = Difference("year", _("年份"), year, year, Said("2026", _("2026年")))
    return Stale(3, [both, theirs])
