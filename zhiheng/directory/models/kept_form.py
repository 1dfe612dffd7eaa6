"""What somebody typed and could not send, because the session had ended."""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.privacy.sealing import open_bytes, seal_bytes
from zhiheng.mechanisms.scope import Desk, Scoped

KEPT_FOR = timedelta(hours=24)


class KeptForm(Scoped):
    """留存的填写: the fields of one form, for the same officer in the same browser, for 24 hours; never sent by itself.

    ``browser`` is the random name of the browser's signed cookie. ``path`` is where the form goes, ``page`` where it
    stands. Files, passwords and tokens are never in ``pairs``; ``files`` says that files were left out. What was typed
    may be about anybody, so it is sealed.
    """

    officer = models.ForeignKey(
        "directory.Officer", verbose_name="工作人员", on_delete=models.CASCADE, related_name="kept_forms"
    )
    browser = models.CharField("浏览器", max_length=43)
    path = models.CharField("提交地址", max_length=500)
    page = models.CharField("页面", max_length=500)
    sealed = models.BinaryField("填写内容", default=b"")
    files = models.BooleanField("含文件", default=False)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "留存的填写"
        verbose_name_plural = "留存的填写"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["officer", "browser"], name="kept_form_of_browser")]

    def __str__(self) -> str:
        return f"{self.path} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Each officer's own."""
        return Q(officer=desk.officer)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields as (name, value), in the order of the form; a name may come more than once."""
        typed = open_bytes(bytes(self.sealed), aad=place(self.officer_id, self.browser, self.path))
        return [(name, value) for name, value in json.loads(typed or b"[]")]

    @pairs.setter
    def pairs(self, pairs: list[tuple[str, str]]) -> None:
        typed = json.dumps(pairs, ensure_ascii=False).encode()
        self.sealed = seal_bytes(typed, aad=place(self.officer_id, self.browser, self.path))


def place(officer_id: int, browser: str, path: str) -> str:
    """What the fields of a form are sealed for."""
    return f"directory_keptform.sealed.{officer_id}.{browser}.{path}"
