"""What ``Case.seen_from`` says, once more for PostgreSQL; a kind's own migration takes ``WITH_ITS_CASE``."""

from zhiheng.mechanisms.row_security import CASE, CASEWORK, FIRM, WHOLE

SEEN = f"""{WHOLE}
    OR region_id = ANY ({CASEWORK})
    OR (firm_sees AND firm_code = {FIRM})
    OR id = {CASE}"""
SEEN_BY_AIDES_TOO = f"{SEEN} OR aide_code = {FIRM}"
WITH_ITS_CASE = "EXISTS (SELECT 1 FROM cases_case of_all WHERE of_all.id = case_ptr_id)"
OF_A_CASE = "EXISTS (SELECT 1 FROM cases_case of_all WHERE of_all.id = case_id)"
