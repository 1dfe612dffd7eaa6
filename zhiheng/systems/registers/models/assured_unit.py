"""放心消费单位."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.mechanisms.registers.declaring import ACTIVE, EVENTS, EXPIRED, STATES, SUSPENDED, Event, State
from zhiheng.mechanisms.registers.models import Register

DECLARED, ANNOUNCED, DELISTED = "declared", "announced", "delisted"


class AssuredUnit(Register):
    """放心消费单位: 申报、承诺 → 公示 → 授予 → 动态管理 → 摘牌. In force from the day on which it was granted."""

    clause = "二(二)4"
    columns = ("code", "name", "sort", "region", "address", "valid_from")
    public = (*columns, "promise", "valid_to")
    first = DECLARED
    states: ClassVar[tuple[State, ...]] = (
        State(DECLARED, _("已申报")),
        State(ANNOUNCED, _("公示中")),
        *STATES,
        State(DELISTED, _("已摘牌"), ends=True),
    )
    events: ClassVar[tuple[Event, ...]] = (
        Event("announce", _("公示"), (DECLARED,), ANNOUNCED),
        Event("grant", _("授予"), (ANNOUNCED,), ACTIVE),
        *(event for event in EVENTS if event.key not in ("cancel", "leave")),
        Event("delist", _("摘牌"), (ACTIVE, SUSPENDED, EXPIRED), DELISTED),
        Event("leave", pgettext_lazy("register", "退出"), (DECLARED, ANNOUNCED, ACTIVE, SUSPENDED), "left"),
    )
    SORTS = [
        ("shop", _("放心商店")),
        ("web_shop", _("放心网店")),
        ("restaurant", _("放心餐饮")),
        ("market", _("放心市场")),
        ("district", _("放心商圈")),
        ("street", _("放心街区")),
        ("sight", _("放心景区")),
        ("factory", _("放心工厂")),
    ]

    sort = models.CharField(_("单位类型"), max_length=20, choices=SORTS)
    address = models.CharField(_("地址或网址"), max_length=200)
    promise = models.CharField(_("公开承诺"), max_length=500)

    class Meta:
        verbose_name = _("放心消费单位")
        verbose_name_plural = verbose_name
