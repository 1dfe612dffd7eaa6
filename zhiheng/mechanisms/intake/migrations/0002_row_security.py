from django.db import migrations

from zhiheng.mechanisms.row_security import OFFICER, RowSecurity

WITH_ITS_BATCH = "EXISTS (SELECT 1 FROM intake_intake batch WHERE batch.id = batch_id)"


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database."""

    dependencies = [("intake", "0001_initial")]

    operations = [
        RowSecurity("intake_intake", f"by_id = {OFFICER}"),
        RowSecurity("intake_intakerow", WITH_ITS_BATCH),
    ]
