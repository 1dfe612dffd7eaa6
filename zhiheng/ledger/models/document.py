"""An edition of a plan document, with its text, and what of it was not read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.models.ledger import Ledger


class Document(models.Model):
    """One edition: the official document (原文) or the bundled short edition (要点版).

    ``text`` is the extracted text that every quote of this edition counts in; it is never changed.
    """

    OFFICIAL, DIGEST = "official", "digest"

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="documents", verbose_name="台账")
    edition_no = models.PositiveIntegerField("版次")
    form = models.CharField("版本", max_length=10, choices=[(OFFICIAL, _("原文")), (DIGEST, _("要点版"))])
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    issued = models.DateField("成文日期", null=True, blank=True)
    period_start = models.PositiveSmallIntegerField("起始年", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("终止年", null=True, blank=True)
    text = models.TextField("文本")
    sha256 = models.CharField("文本指纹", max_length=64)
    source_name = models.CharField("文件名", max_length=200)
    characters = models.PositiveIntegerField("字符数")
    read = models.PositiveIntegerField("已读字符数")
    imported_at = models.DateTimeField("导入时间")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="导入人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "文件版本"
        verbose_name_plural = "文件版本"
        ordering = ["ledger", "-edition_no"]
        constraints = [models.UniqueConstraint(fields=["ledger", "edition_no"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.title} 第{self.edition_no}版"


class Unread(models.Model):
    """Characters that were not understood, with the reason: nothing is lost in silence."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="unread", verbose_name="文件版本")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    why = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = "未读文字"
        verbose_name_plural = "未读文字"
        ordering = ["document", "start"]

    def __str__(self) -> str:
        return f"{self.start}–{self.end} {self.why}"

    @property
    def words(self) -> str:
        return self.document.text[self.start : self.end]
