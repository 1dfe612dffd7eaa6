"""A table that people edit, made for tests and benchmarks: of each kind of field one, and a version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from tests.roles import as_owner
from zhiheng.directory.models import Unit


class Draft(models.Model):
    """A row with a version."""

    title = models.TextField("标题")
    number = models.IntegerField("数量", null=True)
    kind = models.CharField("类别", max_length=10, choices=[("rate", "比率"), ("count", "件数")], default="rate")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, verbose_name="责任单位", db_constraint=False)
    version = models.PositiveIntegerField("版本号", default=1)

    class Meta:
        app_label = "edited"


@contextmanager
def table() -> Iterator[None]:
    """The table while the block runs; outside of any transaction."""
    with as_owner(), connection.schema_editor() as editor:
        editor.create_model(Draft)
    try:
        yield
    finally:
        with as_owner(), connection.schema_editor() as editor:
            editor.delete_model(Draft)
