from django.db import migrations

from zhiheng.mechanisms.registers.security import BREACH, KEPT, KEPT_WITH_ITS_ROW, SEEN, SEEN_WITH_ITS_ROW
from zhiheng.mechanisms.row_security import CASEWORK, FIRM, WHOLE, RowSecurity

JOURNAL = f"""EXISTS (
    SELECT 1 FROM registers_register of_all
    WHERE of_all.id = seen_with
    AND ({WHOLE} OR of_all.region_id = ANY ({CASEWORK}) OR of_all.firm_code = {FIRM}))"""


class Migration(migrations.Migration):
    """What ``seen_from`` and ``kept_at`` of the models say, once more in the database."""

    dependencies = [("registers", "0001_initial"), ("journal", "0002_seen_with")]

    operations = [
        RowSecurity("registers_register", SEEN, written=KEPT),
        RowSecurity("registers_registerevent", SEEN_WITH_ITS_ROW, written=KEPT_WITH_ITS_ROW),
        RowSecurity("registers_registerevent", BREACH, name="breach"),
        RowSecurity("journal_entry", JOURNAL, name="of_registers"),
    ]
