"""What somebody typed and could not send, because the session had ended."""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.scope import Desk, Scoped

KEPT_FOR = timedelta(hours=24)


class KeptForm(Scoped):
    """留存的填写: the fields of one form, for the same officer in the same browser, for 24 hours; never sent by itself.

    ``browser`` is the random name of the browser's signed cookie. ``path`` is where the form goes, ``page`` where it
    stands. Files, passwords and tokens are never in ``fields``; ``files`` says that files were left out.
    """

    officer = models.ForeignKey(
        "directory.Officer", verbose_name="工作人员", on_delete=models.CASCADE, related_name="kept_forms"
    )
    browser = models.CharField("浏览器", max_length=43)
    path = models.CharField("提交地址", max_length=500)
    page = models.CharField("页面", max_length=500)
    fields = models.TextField("填写内容")
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
        return [(name, value) for name, value in json.loads(self.fields)]
