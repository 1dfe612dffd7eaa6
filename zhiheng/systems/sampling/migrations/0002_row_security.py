from django.db import migrations

from zhiheng.mechanisms.cases.security import WITH_ITS_CASE
from zhiheng.mechanisms.row_security import CASEWORK, FIRM, WHOLE, RowSecurity

OF_A_PLAN = "EXISTS (SELECT 1 FROM cases_case of_all WHERE of_all.id = plan_id)"
OF_A_DRAW = "EXISTS (SELECT 1 FROM sampling_draw of_all WHERE of_all.id = draw_id)"
BATCH = f"""{WHOLE}
    OR published_on IS NOT NULL
    OR region_id = ANY ({CASEWORK})
    OR (firm_code = {FIRM} AND served_on IS NOT NULL)"""
JOURNAL = "EXISTS (SELECT 1 FROM sampling_testedbatch of_all WHERE of_all.id = seen_with)"


class Migration(migrations.Migration):
    """What ``seen_from`` of the models says, once more in the database.

    Batches and output are written everywhere (``batches``, imports, setup), so that nobody's desk writes them.
    """

    dependencies = [("sampling", "0001_initial"), ("cases", "0009_aide"), ("journal", "0002_seen_with")]

    operations = [
        RowSecurity("sampling_samplingplan", WITH_ITS_CASE),
        RowSecurity("sampling_sample", WITH_ITS_CASE),
        RowSecurity("sampling_draw", OF_A_PLAN),
        RowSecurity("sampling_drawshare", OF_A_DRAW),
        RowSecurity("sampling_testedbatch", BATCH, written="false"),
        RowSecurity("sampling_industryoutput", "true", written="false"),
        RowSecurity("journal_entry", JOURNAL, name="of_sampling"),
    ]
