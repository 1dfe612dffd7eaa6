from django.db import migrations

from zhiheng.mechanisms.cases.security import OF_A_CASE
from zhiheng.mechanisms.registers.security import of_a_kind
from zhiheng.mechanisms.row_security import CASE, CASEWORK, FIRM, WHOLE, RowSecurity

ITS_CASE = "SELECT 1 FROM cases_case of_all WHERE of_all.id = case_id"
EXHIBIT = f"""EXISTS ({ITS_CASE} AND ({WHOLE} OR of_all.region_id = ANY ({CASEWORK})))
    OR (hand = 'firm' AND EXISTS ({ITS_CASE} AND of_all.firm_sees AND of_all.firm_code = {FIRM}))
    OR (hand = 'filer' AND case_id = {CASE})"""


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database."""

    dependencies = [("complaints", "0003_public_side"), ("registers", "0002_row_security")]

    operations = [
        RowSecurity("complaints_exhibit", EXHIBIT),
        RowSecurity("complaints_ticket", OF_A_CASE),
        of_a_kind("complaints_odrmember"),
    ]
