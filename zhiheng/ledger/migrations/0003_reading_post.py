"""A reading belongs to the post it was uploaded at, and a colleague can take it over."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill_post(apps: Any, schema_editor: Any) -> None:
    """Until now nobody could be moved: the post of the uploader is where it was uploaded."""
    for reading in apps.get_model("ledger", "Reading").objects.select_related("uploaded_by").defer("contract", "text"):
        reading.unit_id, reading.region_id = reading.uploaded_by.unit_id, reading.uploaded_by.region_id
        reading.save(update_fields=["unit", "region"])


def to(model: str, verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_sign_in_log"),
        ("ledger", "0002_reading"),
    ]

    operations = [
        migrations.AddField("reading", "taken_over_by", to(settings.AUTH_USER_MODEL, "接手人")),
        migrations.AddField("reading", "unit", to("directory.unit", "单位")),
        migrations.AddField("reading", "region", to("directory.region", "地区")),
        migrations.RunPython(fill_post, migrations.RunPython.noop),
    ]
