"""Regions and the two trees they stand in."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.pinyin import initials_key, pinyin_key
from zhiheng.mechanisms.publishing import Publishes


class RegionQuerySet(models.QuerySet["Region"]):
    """Sets of regions, asked for by a day: trees change."""

    def reporting(self, on: date) -> RegionQuerySet:
        """The regions that report to the province on a day, in 建制 order: 11 cities, 定州, 辛集, 雄安新区."""
        return self.children_of("reporting", Region.PROVINCE, on)

    def children_of(self, tree: str, parent_kind: str, on: date) -> RegionQuerySet:
        return self.filter(
            in_force_between("edges_up__", on), edges_up__tree=tree, edges_up__parent__kind=parent_kind
        ).distinct()


class Region(models.Model):
    """A place that is counted or that reports.

    The GB/T 2260 code is an attribute, never the identity and never the tree: codes change, 雄安新区 has none, and
    rolling up by prefix would count 定州 in 保定 and 辛集 in 石家庄.
    """

    PROVINCE, CITY, COUNTY, OVERLAY = "province", "city", "county", "overlay"
    publishes: ClassVar[tuple[Publishes, ...]] = (
        Publishes("regions", {name: name for name in ("slug", "name", "kind", "sort_no", "gb_code")}, open=True),
    )

    slug = models.SlugField("标识", max_length=80, unique=True)
    name = models.CharField("名称", max_length=60)
    short = models.CharField("简称", max_length=30)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    kind = models.CharField(
        "类别",
        max_length=10,
        choices=[(PROVINCE, _("省")), (CITY, _("设区市")), (COUNTY, _("县(市、区)")), (OVERLAY, _("新区"))],
    )
    gb_code = models.CharField("行政区划代码", max_length=6, blank=True, db_index=True)
    sort_no = models.PositiveIntegerField("建制顺序")
    valid_from = models.DateField("设立", null=True, blank=True)
    valid_to = models.DateField("撤销", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    pinyin = models.CharField(max_length=120, db_index=True, editable=False)
    initials = models.CharField(max_length=40, db_index=True, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        ordering = ["sort_no"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])

    def children(self, tree: str, on: date) -> RegionQuerySet:
        """The regions directly below this one in a tree on a day."""
        return Region.objects.filter(
            in_force_between("edges_up__", on), edges_up__tree=tree, edges_up__parent=self
        ).distinct()

    def names_upward(self, on: date) -> list[str]:
        """The region's own name and those of the regions above it in the administrative tree on a day."""
        names, region = [self.name], self
        while edge := RegionEdge.objects.filter(
            in_force_between("", on), child=region, tree=RegionEdge.ADMINISTRATIVE
        ).first():
            region = edge.parent
            names.append(region.name)
        return names

    def fill_keys(self) -> None:
        self.pinyin, self.initials = pinyin_key(self.name), initials_key(self.name)


class RegionEdge(models.Model):
    """One region under another, in one tree, for a time."""

    ADMINISTRATIVE, REPORTING = "administrative", "reporting"
    publishes: ClassVar[tuple[Publishes, ...]] = (
        Publishes(
            "region_edges", {name: name for name in ("child", "parent", "tree", "valid_from", "valid_to")}, open=True
        ),
    )

    child = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="edges_up", verbose_name="下级")
    parent = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="edges_down", verbose_name="上级")
    tree = models.CharField(
        "口径", max_length=14, choices=[(ADMINISTRATIVE, _("行政区划")), (REPORTING, _("填报口径"))]
    )
    valid_from = models.DateField("自", null=True, blank=True)
    valid_to = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = "隶属关系"
        verbose_name_plural = "隶属关系"
        constraints = [models.UniqueConstraint(fields=["child", "parent", "tree"], name="one_edge_a_tree")]

    def __str__(self) -> str:
        return f"{self.child} ⊂ {self.parent} ({self.tree})"


def in_force_between(prefix: str, on: date) -> Q:
    """The condition that a row with valid_from and valid_to (both optional, both included) is in force on a day."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    not_over = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    return begun & not_over
