"""Units that a plan names, under every name they are known by."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.pinyin import free_slug, initials_key, pinyin_key


class UnitQuerySet(models.QuerySet["Unit"]):
    """Sets of units, asked for by any name they are known by."""

    def named(self, name: str, places: Sequence[str] = ("",)) -> Unit | None:
        """The unit known by a name in the first of the places that knows it; None when nobody is.

        A plan of 石家庄市 looks in 石家庄市, then in 河北省, then among the names that need no place ("").
        """
        longest = UnitAlias._meta.get_field("name").max_length
        found = UnitAlias.objects.select_related("unit").filter(name=name[:longest], place__in=places)
        return min(found, key=lambda alias: places.index(alias.place)).unit if found else None

    def named_or_new(self, name: str, places: Sequence[str] = ("",)) -> tuple[Unit, bool]:
        """The unit of that name, entered from the document when the directory does not know it yet."""
        if known := self.named(name, places):
            return known, False
        provinces = [place for place in places if place.endswith(("省", "自治区"))]
        place = provinces[0] if provinces and name.startswith(("省", "自治区")) else places[0]
        slug = free_slug(name, lambda slug: self.filter(slug=slug).exists())
        unit = Unit(name=name, place=place, slug=slug, kind=Unit.NAMED, sort_no=Unit.AFTER_ALL)
        unit.fill_keys()
        fit(unit).save()
        fit(UnitAlias(unit=unit, name=name, place=place)).save()
        return unit, True


class Unit(models.Model):
    """A government unit: its name as plans write it, its full name, its order in documents and its successor.

    ``valid_from`` and ``valid_to`` are the first and last year the name was in use; ``certain`` is False where the
    directory's source is not sure of it.
    """

    NAMED = "named"
    KINDS = [
        ("government", _("省政府组成部门")),
        ("directly-under", _("省政府直属机构")),
        ("central", _("中央驻冀单位")),
        ("peoples-organisation", _("人民团体")),
        (NAMED, _("文件点名的单位")),
    ]
    AFTER_ALL = 9000

    slug = models.SlugField("标识", max_length=100, unique=True)
    name = models.CharField("名称", max_length=80)
    place = models.CharField("所属地方", max_length=40, blank=True)
    full_name = models.CharField("全称", max_length=120, blank=True)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    kind = models.CharField("类别", max_length=24, choices=KINDS)
    sort_no = models.PositiveIntegerField("文件顺序")
    valid_from = models.PositiveSmallIntegerField("启用年份", null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField("停用年份", null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name="承接单位", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    certain = models.BooleanField("已核实", default=True)
    source = models.CharField("来源", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    pinyin = models.CharField(max_length=200, db_index=True, editable=False)
    initials = models.CharField(max_length=80, db_index=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["sort_no", "pinyin"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def whole_name(self) -> str:
        """The full name, or the name with its place where the document gives no more; empty where it says all."""
        return self.full_name or (f"{self.place}{self.name.removeprefix(self.place[-1])}" if self.place else "")

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.slug])

    def fill_keys(self) -> None:
        self.pinyin, self.initials = pinyin_key(self.name), initials_key(self.name)


class UnitAlias(models.Model):
    """A name that a unit is or was written under; in one place one name means one unit.

    ``place`` is empty for a name that says where it belongs (河北省财政厅, 税务总局) and 河北省 for 省财政厅.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("名称", max_length=120)
    place = models.CharField("所属地方", max_length=40, blank=True)

    class Meta:
        verbose_name = "别名"
        verbose_name_plural = "别名"
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="one_unit_a_name_and_place")]

    def __str__(self) -> str:
        return self.name
