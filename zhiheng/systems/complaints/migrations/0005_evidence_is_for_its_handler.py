from django.db import migrations

from zhiheng.mechanisms.row_security import CASE, CASEWORK, FIRM, RowSecurity

ITS_CASE = "SELECT 1 FROM cases_case of_all WHERE of_all.id = case_id"
EXHIBIT = f"""EXISTS ({ITS_CASE} AND of_all.region_id = ANY ({CASEWORK}))
    OR (hand = 'firm' AND EXISTS ({ITS_CASE} AND of_all.firm_sees AND of_all.firm_code = {FIRM}))
    OR (hand = 'filer' AND case_id = {CASE})"""


class Migration(migrations.Migration):
    """The working group of the province sees no evidence of persons."""

    dependencies = [("complaints", "0004_row_security_of_the_public_side")]

    operations = [RowSecurity("complaints_exhibit", EXHIBIT)]
