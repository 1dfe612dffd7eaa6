from django.db import migrations

from zhiheng.mechanisms.cases.security import WITH_ITS_CASE
from zhiheng.mechanisms.row_security import RowSecurity


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database."""

    dependencies = [("complaints", "0001_initial"), ("cases", "0002_row_security")]

    operations = [
        RowSecurity("complaints_complaint", WITH_ITS_CASE),
        RowSecurity("complaints_violationreport", WITH_ITS_CASE),
    ]
