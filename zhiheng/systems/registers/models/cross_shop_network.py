"""异地异店退换货网络."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.registers.models import Register


class CrossShopNetwork(Register):
    """异地异店退换货网络: goods bought in one of its shops are taken back in those that accept, and how they settle."""

    clause = "二(二)4"
    columns = ("code", "name", "region", "accepting", "proof", "valid_from")
    public = (*columns, "selling", "valid_to")

    selling = models.TextField(_("售出商品的门店（一行一处）"), max_length=4000)
    accepting = models.TextField(_("接受退换货的门店（一行一处）"), max_length=4000)
    proof = models.CharField(_("消费者须出示的购物凭证"), max_length=200)
    settlement = models.CharField(_("门店之间的结算办法"), max_length=300)
    stock = models.CharField(_("退回商品的去向"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("异店退换货网络")
        verbose_name_plural = verbose_name
