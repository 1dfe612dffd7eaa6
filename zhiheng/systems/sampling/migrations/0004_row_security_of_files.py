from django.db import migrations

from zhiheng.mechanisms.row_security import CASEWORK, FIRM, WHOLE, RowSecurity

HANDLED = f"{WHOLE} OR of_all.region_id = ANY ({CASEWORK}) OR of_all.aide_code = {FIRM}"
OF_A_SAMPLE = f"EXISTS (SELECT 1 FROM cases_case of_all WHERE of_all.id = sample_id AND ({HANDLED}))"
SERVED = f"""{OF_A_SAMPLE} OR EXISTS (
    SELECT 1 FROM cases_case of_all JOIN sampling_sample ON sampling_sample.case_ptr_id = of_all.id
    WHERE of_all.id = sample_id AND of_all.firm_sees AND of_all.firm_code = {FIRM}
    AND sampling_sample.served_on IS NOT NULL)"""


class Migration(migrations.Migration):
    """What ``seen_from`` of the two models says, once more in the database."""

    dependencies = [("sampling", "0003_files_and_items")]

    operations = [
        RowSecurity("sampling_samplefile", OF_A_SAMPLE),
        RowSecurity("sampling_testitem", SERVED, written=OF_A_SAMPLE),
    ]
