"""An uploaded plan document on its way to the ledger: what was read, what people corrected, who moved it on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.ledger.models.document import Document
from zhiheng.mechanisms.evidence.models import EvidenceFile
from zhiheng.mechanisms.scope import Desk, Scoped


class OfTheOffice(Scoped):
    """What the province's working group has in hand; ``ledger.uploading`` says who of it may see which."""

    class Meta:
        abstract = True

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        return Q() if desk.whole else super().seen_from(desk)


class Reading(OfTheOffice):
    """读取稿: a document as the reader understood it, kept from everybody but two people until the second confirms it.

    ``contract`` is ``zhiheng.plan/1`` and ``text`` the characters that its spans count in; neither ever changes. What
    people correct stands in ``corrections``. ``version`` grows with every correction and move. ``unit`` and ``region``
    are the post it was uploaded at: it stays there when its uploader goes, and a colleague takes it over.
    """

    UPLOADED, READ, AWAITING = "uploaded", "read", "awaiting"
    CONFIRMED, RETURNED, WITHDRAWN = "confirmed", "returned", "withdrawn"
    STATES = [
        (UPLOADED, _("已上传")),
        (READ, _("已读取，待核对")),
        (AWAITING, _("待第二人确认")),
        (CONFIRMED, _("已确认入账")),
        (RETURNED, _("已退回修改")),
        (WITHDRAWN, _("已撤回")),
    ]

    title = models.CharField("标题", max_length=200)
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="+", verbose_name="文件")
    source_name = models.CharField("文件名", max_length=200)
    contract = models.JSONField("读出内容")
    text = models.TextField("文本")
    state = models.CharField("状态", max_length=12, choices=STATES, default=UPLOADED)
    version = models.PositiveIntegerField("版本号", default=1)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="接手人"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="地区")
    document = models.ForeignKey(
        Document, on_delete=models.SET_NULL, null=True, related_name="readings", verbose_name="形成的文件版本"
    )

    class Meta:
        verbose_name = "读取稿"
        verbose_name_plural = "读取稿"
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.title} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reading", args=[self.pk])

    @property
    def holder(self) -> Officer:
        """经办人: who took it over last, else who uploaded it."""
        return self.taken_over_by or self.uploaded_by

    @property
    def open_to_correction(self) -> bool:
        """Whether its holder may still correct it."""
        return self.state in (self.READ, self.RETURNED)


class _Added(OfTheOffice):
    """A row that is only ever added."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a correction or a move is never rewritten")
        super().save(*args, **kwargs)


class Correction(_Added):
    """更正: one thing that a person changed in a reading, with the reason; the words of the document stay."""

    ACTIONS = [("change", _("改")), ("drop", _("删")), ("add", _("补"))]

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="corrections", verbose_name="读取稿")
    action = models.CharField("动作", max_length=6, choices=ACTIONS)
    thing = models.CharField("对象", max_length=200)
    old = models.JSONField("原值", default=dict)
    new = models.JSONField("新值", default=dict)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    why = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更正人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["reading", "id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.thing}"

    @property
    def words(self) -> str:
        """The words of the document that the corrected row stands on."""
        return self.reading.text[self.start : self.end]


class Move(_Added):
    """流转: a reading passed from one state to another, or in the same state into other hands: by whom, when, why."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="moves", verbose_name="读取稿")
    before = models.CharField("原状态", max_length=12, choices=Reading.STATES, blank=True)
    after = models.CharField("新状态", max_length=12, choices=Reading.STATES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人")
    at = models.DateTimeField("时间")
    why = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "流转"
        verbose_name_plural = "流转"
        ordering = ["reading", "id"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

    @property
    def taken_over(self) -> bool:
        """接手: the state stays, the holder changes."""
        return self.before == self.after
