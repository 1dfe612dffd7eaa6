from django.db import migrations

from zhiheng.mechanisms.cases.security import OF_A_CASE, SEEN
from zhiheng.mechanisms.row_security import RowSecurity

OF_A_CLOCK = "EXISTS (SELECT 1 FROM cases_caseclock of_all WHERE of_all.id = clock_id)"
JOURNAL = "EXISTS (SELECT 1 FROM cases_case of_all WHERE of_all.id = seen_with)"


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database."""

    dependencies = [("cases", "0001_initial"), ("journal", "0002_seen_with")]

    operations = [
        RowSecurity("cases_case", SEEN),
        RowSecurity("cases_casemove", OF_A_CASE),
        RowSecurity("cases_caseclock", OF_A_CASE),
        RowSecurity("cases_suspension", OF_A_CLOCK),
        RowSecurity("journal_entry", JOURNAL, name="of_cases"),
    ]
