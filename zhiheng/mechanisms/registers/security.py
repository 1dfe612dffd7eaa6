"""What ``Register.seen_from`` and ``kept_at`` say, once more for PostgreSQL; a kind's migration takes ``of_a_kind``."""

from zhiheng.mechanisms.row_security import CASEWORK, FIRM, WHOLE, RowSecurity

SEEN = f"""{WHOLE}
    OR published
    OR region_id = ANY ({CASEWORK})
    OR firm_code = {FIRM}"""
KEPT = f"region_id = ANY ({CASEWORK})"
SEEN_WITH_ITS_ROW = "EXISTS (SELECT 1 FROM registers_register of_all WHERE of_all.id = register_id)"
KEPT_WITH_ITS_ROW = f"""EXISTS (
    SELECT 1 FROM registers_register of_all WHERE of_all.id = register_id AND of_all.region_id = ANY ({CASEWORK}))"""
BREACH = f"key = 'breach' AND case_number <> '' AND cardinality({CASEWORK}) > 0 AND {SEEN_WITH_ITS_ROW}"
"""A promise is kept in one region and may be broken in any: who handles the case there records it."""


def of_a_kind(table: str) -> RowSecurity:
    """The table of a kind is seen and written with the row in the table of all."""
    seen, kept = (words.replace("register_id", "register_ptr_id") for words in (SEEN_WITH_ITS_ROW, KEPT_WITH_ITS_ROW))
    return RowSecurity(table, seen, written=kept)
