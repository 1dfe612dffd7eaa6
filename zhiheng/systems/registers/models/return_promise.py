"""无理由退货承诺."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.fen import Fen
from zhiheng.mechanisms.parameters import NotInForce, parameters
from zhiheng.mechanisms.registers.models import Register
from zhiheng.systems.registers.models.cross_shop_network import CrossShopNetwork


class ReturnPromise(Register):
    """无理由退货承诺: a shop promises of its own will to take goods back without a reason; once public, it binds.

    Days are calendar days from the purchase; the least is the parameter ``return.days`` of the day on which the promise
    begins. The returns of a year are told by the firm. ``network`` is the code of a network it is in, if any.
    """

    clause = "二(二)4"
    columns = ("code", "name", "region", "days", "scope", "network", "valid_from")
    public = (*columns, "shops", "excluded", "conditions", "refund_way", "refund_days", "valid_to")

    shops = models.TextField(_("店铺地址（一行一处）"), max_length=2000)
    scope = models.CharField(_("承诺的商品范围"), max_length=300)
    excluded = models.CharField(_("不适用的商品"), max_length=300, blank=True)
    days = models.PositiveSmallIntegerField(_("无理由退货天数"))
    conditions = models.CharField(_("退货条件"), max_length=300)
    refund_way = models.CharField(_("退款方式"), max_length=100)
    refund_days = models.PositiveSmallIntegerField(_("退款天数"))
    network = models.CharField(_("异店退换货网络编号"), max_length=60, blank=True)
    returns_year = models.PositiveSmallIntegerField(_("退货统计年份"), null=True, blank=True)
    returns_count = models.PositiveIntegerField(_("全年退货笔数"), null=True, blank=True)
    returns_sum = Fen(_("全年退货金额（元）"), null=True, blank=True)

    class Meta:
        verbose_name = _("无理由退货承诺")
        verbose_name_plural = verbose_name

    def clean(self) -> None:
        """Not fewer days than the standard asks, and a network that is in its register."""
        super().clean()
        least = least_days(self.valid_from)
        given: int | None = self.days
        if least and given is not None and given < least[0]:
            words = {"days": least[0], "why": least[1]}
            raise ValidationError({"days": gettext("无理由退货不少于 %(days)d 天（%(why)s）。") % words})
        if self.network and not CrossShopNetwork.objects.filter(code=self.network).exists():
            raise ValidationError({"network": gettext("没有这个编号的异店退换货网络。")})


def least_days(on: date | None) -> tuple[int, str] | None:
    """The least days of a promise that begins on a day, and the text that says so; None where no text does."""
    if on is None:
        return None
    try:
        rule = parameters()["return.days"].on(on)
    except NotInForce:
        return None
    return int(str(rule.value)), rule.reference
