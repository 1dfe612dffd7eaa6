"""回执: the answer that a post was given, kept in the same transaction as its effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from zhiheng.mechanisms.privacy.sealing import open_bytes, seal_bytes

KEPT_FOR = timedelta(days=30)
"""Since 2026-11-22: longer than any queue of retries and any holiday. What is sent again later counts as new.
``manage.py forget_keys`` removes what is older."""


class Receipt(models.Model):
    """One key that was used, what it was used for, and the answer.

    ``fingerprint`` is a keyed hash of address, person and content: the content itself, which may hold what nobody
    else should read, is not kept here. The answer may repeat it, so ``body`` is sealed.
    """

    key = models.CharField("提交编号", max_length=64, unique=True)
    fingerprint = models.CharField("内容指纹", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    headers = models.JSONField("响应头", default=dict)
    body = models.BinaryField("响应内容", default=b"")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "回执"
        verbose_name_plural = "回执"

    def __str__(self) -> str:
        return f"{self.key} {self.status}"

    @property
    def content(self) -> bytes:
        """The answer's content as it was sent."""
        return open_bytes(bytes(self.body), aad=place(self.key))

    @content.setter
    def content(self, content: bytes) -> None:
        self.body = seal_bytes(content, aad=place(self.key))


def place(key: str) -> str:
    """What the answer of a key is sealed for."""
    return f"idempotency_receipt.body.{key}"


def forget_receipts(*, at: datetime) -> int:
    """Remove the receipts that are older than KEPT_FOR on this moment; gives their number."""
    return Receipt.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
