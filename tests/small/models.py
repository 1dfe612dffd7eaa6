"""A small kind of case, a visit that somebody asks for; and a small register, of the windows that help firms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.declaring import FILED, Ask, Clock, Hand, State, Transition
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.registers.models import Register

REASONS = (("testing", "送检"), ("away", "对方外出"))

FOUND = (Ask("found", "情况", "long"), Ask("on", "日期", "date"))
REMARK = (Ask("said", "说明", "long"),)


class Visit(Case):
    """走访: asked for, made within the days of the law, answered; it waits while something is tested."""

    kind: ClassVar[str] = "visit"
    prefix: ClassVar[str] = "ZF"
    clause: ClassVar[str] = "二(七)4"
    states: ClassVar = (
        State("asked", "待走访", stage="已收到"),
        State("waiting", "暂缓", stage="已收到"),
        State("made", "已走访", stage="已走访"),
        State("closed", "已答复", stage="已答复", ends=True),
    )
    transitions: ClassVar = (
        Transition(
            "wait",
            "暂缓走访",
            ("asked",),
            "waiting",
            asks=(Ask("why", "原因", "choice", REASONS), Ask("note", "说明", "long", required=False)),
        ),
        Transition("go_on", "恢复走访", ("waiting",), "asked"),
        Transition(
            "visit", "登记走访", ("asked",), "made", asks=(Ask("found", "情况", "long"), Ask("on", "日期", "date"))
        ),
        Transition("answer", "答复", ("made",), "closed", why_not=lambda case, on: "" if case.topic else "先写明事项"),
        Transition("note", "内部记录", ("asked", "waiting", "made"), asks=(Ask("said", "说明", "long"),)),
        Transition(
            "remark", "企业说明", ("asked", "waiting", "made"), hands=(Hand.FIRM,), asks=(Ask("said", "说明", "long"),)
        ),
    )
    clocks: ClassVar = (
        Clock("visit", "走访期限", "complaint.accept", (FILED,), ("visit",), pauses=(("wait", "go_on"),)),
    )
    form: ClassVar = ("topic", "size", "person", "phone", "firm_name")
    columns: ClassVar = ("number", "topic", "state", "due_on", "region", "phone")
    public: ClassVar = ("number", "topic", "closed_on")
    published: ClassVar = Q(state="closed")
    kept_back: ClassVar = ("size",)

    topic = models.CharField("事项", max_length=60)
    size = models.PositiveIntegerField("人数", null=True, blank=True)
    person = SealedText("联系人", mask="name")
    phone = SealedText("电话", mask="phone", blank=True)

    class Meta:
        app_label = "small"
        verbose_name = "走访"
        verbose_name_plural = "走访"


class Station(Register):
    """一站式服务窗口: the register of docs/add-a-register.md, with nothing but its declaration."""

    clause = "二(七)4"
    columns = ("code", "name", "region", "firms_served")
    public = ("code", "name", "region", "firms_served")

    firms_served = models.PositiveIntegerField("服务企业数", default=0)

    class Meta:
        app_label = "small"
        verbose_name = "一站式服务窗口"
        verbose_name_plural = "一站式服务窗口"
