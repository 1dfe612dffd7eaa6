"""抽检结果公开: published batches by product, firm and place, the same for everybody; what was withdrawn is gone.

食品安全抽样检验管理办法 asks of what failed for name, specification, brand, date or batch, failing items, the labelled
producer and the sampled party with their addresses; 政府信息公开条例 26 for 20 working days.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.listing.columns import Column, Filter
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.failing import items_of
from zhiheng.systems.sampling.models import Sample, TestedBatch

WORDS = ("product", "brand", "producer_name", "firm_name", "batch_no")
"""What a shopper searches: what is on the package and over the shop."""
RESULTS = (("failed", _("不合格")), ("passed", _("合格")))


def rows() -> QuerySet[Any]:
    """The published batches; asked from the desk of a stranger."""
    found: QuerySet[Any] = TestedBatch.objects.filter(published_on__isnull=False).select_related("region")
    return found


def listing() -> Listing:
    """The list of published batches, the newest first."""
    return Listing(
        "public-samples",
        gettext("抽检结果"),
        columns=(
            Column("product", _("产品名称"), lambda row: row.product, link=address_of, width=20),
            Column("passed", _("检验结论"), _judged, template="sampling/judged.html", width=10),
            Column("failing_items", _("不合格项目"), _items, template="sampling/failing.html", width=30),
            Column("batch_no", _("生产日期/批号"), lambda row: row.batch_no),
            Column("spec", _("规格型号"), lambda row: row.spec),
            Column("brand", _("商标"), lambda row: row.brand, shown=False),
            Column("producer_name", _("标称生产者"), lambda row: row.producer_name, width=24),
            Column("producer_address", _("标称生产者地址"), lambda row: row.producer_address, shown=False, width=24),
            Column("firm_name", _("被抽样单位"), lambda row: row.firm_name, width=24),
            Column("firm_address", _("被抽样单位地址"), lambda row: row.firm_address, shown=False, width=24),
            Column("region", _("地区"), lambda row: row.region.label, shown=False),
            Column("category", _("产品大类"), lambda row: row.get_category_display(), shown=False),
            Column("sampling_type", _("抽检性质"), lambda row: row.get_sampling_type_display(), shown=False),
            Column("announcement", _("公告号"), lambda row: row.announcement, shown=False),
            Column("published_on", _("公开日期"), lambda row: row.published_on, "date", order_by=("published_on",)),
            Column("demo", _("演示数据"), lambda row: gettext("是") if row.demo else None, shown=False),
        ),
        filters=_filters(),
        order=("-published_on",),
        files="public_samples_export",
        many=True,
    )


def _filters() -> tuple[Filter, ...]:
    return (
        Filter("q", _("产品、品牌、企业或批号"), _saying),
        Filter("result", _("检验结论"), lambda found, one: found.filter(passed=one == "passed"), "select", RESULTS),
        Filter("category", _("产品大类"), lambda found, one: found.filter(category=one), "select", sorts.CATEGORIES),
        Filter("region", _("地区"), _within, "select", _regions()),
        Filter("since", _("公开不早于"), lambda found, day: found.filter(published_on__gte=day), "date"),
    )


def whole() -> Listing:
    """The same with every column, for files: what the law asks for is in each of them."""
    one = listing()
    return replace(one, columns=tuple(replace(column, shown=True) for column in one.columns))


def address_of(row: TestedBatch) -> str:
    """The page of one batch."""
    return reverse("public_sample", args=[row.pk])


def facts(row: TestedBatch) -> list[tuple[str, Any]]:
    """What is published of a batch, label and value; nothing that is empty."""
    names = (
        *("brand", "spec", "batch_no", "producer_name", "producer_address", "firm_name", "firm_address"),
        *("category", "sampling_type", "product_class", "region", "sampled_on", "judged_on", "published_on"),
        *("announcement", "source"),
    )
    told = ((name, getattr(row, f"get_{name}_display", lambda name=name: getattr(row, name))()) for name in names)
    return [(label_of(row._meta.get_field(name)), getattr(value, "label", value)) for name, value in told if value]


def handling(row: TestedBatch) -> str:
    """What is done about a batch that failed, as the state of its published sample says; nothing for an import."""
    if row.passed:
        return ""
    with everywhere():
        sample = Sample.objects.filter(number=row.source, published_on__isnull=False).first()
    return str(sample.in_state.label) if sample else ""


def _saying(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Every word somewhere: 「牛奶 唐山」 is milk, of a firm or a brand of that name."""
    for word in words.split()[:6]:
        anywhere = Q()
        for name in WORDS:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    return found


def _within(found: QuerySet[Any], slug: str) -> QuerySet[Any]:
    below = RegionEdge.objects.filter(tree=RegionEdge.REPORTING, parent__slug=slug).values("child")
    return found.filter(Q(region__slug=slug) | Q(region__in=below))


def _regions() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row.slug, row.label) for row in Region.objects.exclude(kind=Region.COUNTY).exclude(kind=Region.PROVINCE)
    )


def _judged(row: TestedBatch) -> str:
    return gettext("合格") if row.passed else gettext("不合格")


def _items(row: TestedBatch) -> str:
    return "；".join(map(str, items_of(row.failing_items)))
