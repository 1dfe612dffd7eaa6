from django.db import migrations

from zhiheng.mechanisms.privacy.sealing import seal_bytes


def seal(apps, schema_editor):
    """The answers of the last thirty days may repeat what somebody typed."""
    receipts = apps.get_model("idempotency", "Receipt").objects
    for receipt in receipts.exclude(body=b"").iterator(chunk_size=500):
        sealed = seal_bytes(bytes(receipt.body), aad=f"idempotency_receipt.body.{receipt.key}")
        receipts.filter(pk=receipt.pk).update(body=sealed)


class Migration(migrations.Migration):
    dependencies = [("idempotency", "0001_initial")]

    operations = [migrations.RunPython(seal)]
