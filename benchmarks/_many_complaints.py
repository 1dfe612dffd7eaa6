"""A million complaints in one go: copies of one that was really filed, each with its own county, days and end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from tests.factories.complaints import complaint
from zhiheng.directory.models import Region
from zhiheng.mechanisms.cases.models import Case
from zhiheng.systems.complaints.models import Complaint

FIRMS = 20_000
DAYS = 1_000
"""Days over which those that are closed were filed."""
OPEN_ONE_OF = 33
"""Three in a hundred are open."""

OWN = {
    "id": "md5('case' || n)::uuid",
    "number": "'TS' || to_char(filed, 'YYYYMMDD') || '-' || lpad(n::text, 8, '0')",
    "region_id": "(%(counties)s::bigint[])[1 + n * 7919 %% %(many)s]",
    "filed_at": "filed",
    "state": "life.state",
    "closed_on": "closed",
    "due_on": """CASE WHEN open AND life.state <> 'suspended'
        THEN %(today)s + ((n / 33) %% 75 - CASE WHEN n %% 10 = 0 THEN 9 ELSE 0 END)::int END""",
    "firm_code": "'9113' || lpad((n %% %(firms)s)::text, 14, '0')",
    "firm_name": "'测速企业' || n %% %(firms)s",
    "version": "1",
}
LIVES = """
    SELECT n, open, filed, CASE WHEN NOT open THEN filed::date + 10 + (n %% 60)::int END AS closed,
        CASE WHEN open THEN (ARRAY['received', 'mediating', 'mediating', 'suspended', 'odr'])[1 + n / 33 %% 5]
            ELSE (ARRAY['agreed', 'agreed', 'agreed', 'terminated', 'refused', 'settled'])[1 + n %% 6] END AS state
    FROM (
        SELECT n, n %% %(open)s = 0 AS open, %(now)s::timestamptz - (n * 37 %% 86400) * interval '1 second'
            - CASE WHEN n %% %(open)s = 0 THEN n / 33 %% 50 ELSE 70 + n %% %(days)s END * interval '1 day' AS filed
        FROM generate_series(1::bigint, %(number)s) n
    ) drawn"""
CLOCKS = """
    INSERT INTO cases_caseclock (id, case_id, region_id, clock, round, rule, reference, began, due_on, provisional,
        ended, ended_by)
    SELECT gen_random_uuid(), id, region_id, clock, 1, rule, '', began, due_on, false, ended, '' FROM (
        SELECT id, region_id, 'accept' AS clock, 'complaint.accept' AS rule, filed_at::date AS began,
            filed_at::date + 9 AS due_on, CASE WHEN state <> 'received' THEN filed_at::date + 3 END AS ended
        FROM cases_case WHERE left(firm_name, 4) = '测速企业'
        UNION ALL
        SELECT id, region_id, 'mediate', 'complaint.mediate', filed_at::date + 3, filed_at::date + 63, closed_on
        FROM cases_case WHERE state IN ('mediating', 'agreed', 'terminated') AND left(firm_name, 4) = '测速企业'
    ) counted"""
MOVES = """
    INSERT INTO cases_casemove (id, case_id, nth, transition, start, "end", hand, at, "on", said, words)
    SELECT gen_random_uuid(), id, nth, transition, '', state, hand, closed_on, closed_on, said::jsonb, {words}
    FROM (
        SELECT *, CASE state WHEN 'agreed' THEN 'agree' WHEN 'settled' THEN 'odr_settle' ELSE 'terminate' END
            AS transition, 2 AS nth, 'handler' AS hand, '{{}}' AS said
        FROM cases_case WHERE state IN ('agreed', 'settled', 'terminated') AND left(firm_name, 4) = '测速企业'
        UNION ALL
        SELECT *, 'rate', 3, 'filer', '{{"solved": true, "satisfaction": "4"}}'
        FROM cases_case WHERE state = 'agreed' AND right(number, 1) = '7' AND left(firm_name, 4) = '测速企业'
    ) done"""


def fill(number: int) -> None:
    """Make them, as the owner of the tables; 167 counties, three in a hundred open, no day of which is the other's."""
    counties = sorted(Region.objects.filter(kind=Region.COUNTY).values_list("pk", flat=True))
    first = complaint(str(timezone.localdate() - timedelta(days=1)))
    told = {
        "number": number,
        "counties": counties,
        "many": len(counties),
        "firms": FIRMS,
        "days": DAYS,
        "open": OPEN_ONE_OF,
        "now": timezone.now(),
        "today": timezone.localdate(),
        "first": first.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for statement in (_copied(Case, "", OWN), _copied(Complaint, "case_ptr_id", {"case_ptr_id": OWN["id"]})):
            cursor.execute(statement, told)
        cursor.execute(CLOCKS)
        cursor.execute(MOVES.format(words=_words()))
        cursor.execute("VACUUM ANALYZE cases_case, cases_caseclock, cases_casemove, complaints_complaint")
        cursor.execute("RESET ROLE")


def _copied(model: Any, key: str, own: dict[str, str]) -> str:
    """The statement that copies one row into many, but for the columns that each has of its own."""
    table, key = model._meta.db_table, key or "id"
    columns = [field.column for field in model._meta.local_fields]
    values = [own.get(column, f'first."{column}"') for column in columns]
    into = ", ".join(f'"{column}"' for column in columns)
    copies = f"SELECT {', '.join(values)} FROM {table} first, ({LIVES}) life WHERE first.{key} = %(first)s"
    return f"INSERT INTO {table} ({into}) {copies}"


def _words() -> str:
    """The sealed words of a move that has none: what the filed one holds."""
    return "(SELECT words FROM cases_casemove LIMIT 1)"
