"""A table of letters from citizens, made for tests and benchmarks: a sealed text of every kind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from django.db.models import Q

from tests.roles import as_owner
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.scope import Desk, Scoped


class Letter(Scoped):
    """What somebody wrote, and how to reach them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = SealedText("姓名", mask="name", blank=True)
    phone = SealedText("电话", mask="phone", blank=True)
    id_number = SealedText("身份证号码", mask="id_number", blank=True)
    address = SealedText("住址", mask="address", blank=True)
    words = SealedText("内容", blank=True)
    title = models.TextField("标题", default="来信")
    region_id = models.BigIntegerField("地区", null=True, blank=True)

    class Meta:
        app_label = "letters"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """Whoever handles its region."""
        return Q(region_id__in=desk.casework)


class Answer(Letter):
    """A letter with an answer: a table of its own below another."""

    reply = SealedText("答复", blank=True)

    class Meta:
        app_label = "letters"


@contextmanager
def tables() -> Iterator[None]:
    """The two tables while the block runs; outside of any transaction."""
    with as_owner(), connection.schema_editor() as editor:
        editor.create_model(Letter)
        editor.create_model(Answer)
    try:
        yield
    finally:
        with as_owner(), connection.schema_editor() as editor:
            editor.delete_model(Answer)
            editor.delete_model(Letter)
