from django.db import migrations

from zhiheng.mechanisms.row_security import WHOLE, RowSecurity


class Migration(migrations.Migration):
    """What ``OfTheOffice.seen_from`` says, once more in the database."""

    dependencies = [("ledger", "0003_reading_post")]

    operations = [
        RowSecurity("ledger_reading", WHOLE),
        RowSecurity("ledger_correction", WHOLE),
        RowSecurity("ledger_move", WHOLE),
    ]
