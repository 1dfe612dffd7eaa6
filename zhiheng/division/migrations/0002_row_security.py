from django.db import migrations

from zhiheng.mechanisms.row_security import REGION, REGIONS, UNIT, WHOLE, RowSecurity

GIVEN = f"""{WHOLE}
    OR by_unit_id = {UNIT}
    OR (by_region_id = {REGION} AND by_unit_id IS NULL)
    OR (issued AND region_id = ANY ({REGIONS}))
    OR (issued AND (unit_id = {UNIT} OR lead_id = {UNIT}))"""
SHARED_OUT = f"""{WHOLE}
    OR by_unit_id = {UNIT}
    OR (by_region_id = {REGION} AND by_unit_id IS NULL)
    OR (issued AND EXISTS (
        SELECT 1 FROM division_quota quota WHERE quota.apportionment_id = division_apportionment.id))"""
OF_A_PART = "EXISTS (SELECT 1 FROM division_part part WHERE part.id = part_id)"
JOURNAL = """seen_with IS NULL
    OR EXISTS (SELECT 1 FROM division_part part WHERE part.id = seen_with)
    OR EXISTS (SELECT 1 FROM division_apportionment whole WHERE whole.id = seen_with)"""


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database; tests/division/test_row_security.py compares."""

    dependencies = [("division", "0001_initial"), ("journal", "0002_seen_with")]

    operations = [
        RowSecurity("division_part", GIVEN),
        RowSecurity("division_quota", GIVEN),
        RowSecurity("division_apportionment", SHARED_OUT),
        RowSecurity("division_comment", OF_A_PART),
        RowSecurity("division_attachment", OF_A_PART),
        RowSecurity("journal_entry", JOURNAL),
    ]
