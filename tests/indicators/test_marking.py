"""Whoever changes what is published, and however, leaves a mark for the month in which it changes a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories.complaints import complaint
from tests.factories.tested_batches import concluded
from tests.roles import as_owner
from zhiheng.indicators import marking
from zhiheng.indicators.models import DirtyPart
from zhiheng.indicators.snapshot_tables import resolved, tables
from zhiheng.mechanisms.cases.models import Case, CaseClock
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unmarked(db: None) -> Iterator[None]:
    """Nothing is marked, and the test sees all rows."""
    DirtyPart.objects.all().delete()
    with everywhere():
        yield


def marked() -> set[tuple[str, str]]:
    """What was marked since this was asked last."""
    found = set(DirtyPart.objects.values_list("table", "month"))
    DirtyPart.objects.all().delete()
    return found


def batches(*months: str) -> set[tuple[str, str]]:
    return {("tested_batches", month) for month in months}


def test_the_triggers_of_the_database_are_those_of_the_declarations() -> None:
    assert set(marking.standing()) == set(marking.triggers())


def test_a_record_that_comes_changes_or_goes_marks_its_month() -> None:
    one = concluded("2026-03-05", "甲")
    assert marked() == batches("2026-03")
    one.passed = False
    one.save()
    assert marked() == batches("2026-03")
    one.delete()
    assert marked() == batches("2026-03")


def test_what_becomes_risk_monitoring_marks_its_month_and_is_not_published() -> None:
    one = concluded("2026-03-05", "甲")
    published = tables()["tested_batches"]
    assert marked() == batches("2026-03") and published.rows().count() == 1
    TestedBatch.objects.filter(pk=one.pk).update(sampling_type="risk")
    assert marked() == batches("2026-03") and not published.rows().exists()


def test_another_rule_of_what_is_left_out_is_another_trigger() -> None:
    says = TestedBatch.publishes[0]
    names = {
        marking._trigger("x", "insert", [(resolved(replace(says, but=but), TestedBatch), ())]).name
        for but in (says.but, {}, {"sampling_type": "routine"})
    }
    assert len(names) == 3


def test_a_record_that_moves_marks_the_month_that_it_leaves_and_the_one_where_it_comes() -> None:
    one = concluded("2026-03-31", "甲")
    marked()
    TestedBatch.objects.filter(pk=one.pk).update(judged_on=date(2026, 4, 1))
    assert marked() == batches("2026-03", "2026-04")


def test_what_is_not_published_marks_nothing() -> None:
    one = concluded("2026-03-05", "甲")
    marked()
    TestedBatch.objects.update(served_on=date(2026, 3, 9), firm_name="某某公司")
    one.refresh_from_db()
    one.save()
    assert marked() == set()


def test_one_statement_over_many_months_marks_each_of_them_once() -> None:
    for nth in range(6):
        concluded(f"2026-0{1 + nth % 3}-05", f"甲{nth}")
    marked()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sampling_testedbatch SET version = version + 1")
    assert sorted(DirtyPart.objects.values_list("month", flat=True)) == ["2026-01", "2026-02", "2026-03"]
    marked()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sampling_testedbatch")
    assert marked() == batches("2026-01", "2026-02", "2026-03")


def test_a_change_on_the_way_to_a_value_marks_the_months_of_the_records_behind_it() -> None:
    case = complaint("2026-05-06")
    months = set(CaseClock.objects.filter(case=case).values_list("began__year", "began__month"))
    assert months == {(2026, 5)}
    marked()
    Case.objects.filter(pk=case.pk).update(firm_code="91130200MA0FFFFFX0")
    assert marked() == {("complaint_clocks", "2026-05"), ("complaint_moves", "2026-05")}
    type(case).objects.filter(pk=case.pk).update(field="food")
    assert marked() <= {("complaint_clocks", "2026-05"), ("complaint_moves", "2026-05")}


def test_a_change_of_something_else_on_the_way_marks_nothing() -> None:
    case = complaint("2026-05-06")
    marked()
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 6, 1), version=9)
    assert marked() == set()


def test_a_case_of_another_kind_marks_no_complaints() -> None:
    case = complaint("2026-05-06")
    marked()
    Case.objects.filter(pk=case.pk).update(of_kind="report")
    assert ("report_clocks", "2026-05") in marked(), "it became one"
    Case.objects.filter(pk=case.pk).update(firm_code="91130200MA0FFFFFX0")
    assert marked() == {("report_clocks", "2026-05")}


def test_a_table_without_days_is_one_part() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_region SET sort_no = sort_no + 1000 WHERE slug = 'tangshan'")
    assert marked() == {("regions", "all")}


def test_what_is_undone_is_not_marked() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        concluded("2026-03-05", "甲")
        raise LookupError
    assert marked() == set()


def test_a_mark_that_is_claimed_does_not_stand_for_a_later_change() -> None:
    concluded("2026-03-05", "甲")
    DirtyPart.objects.update(claimed=True)
    concluded("2026-03-06", "乙")
    assert DirtyPart.objects.filter(claimed=False).count() == 1


def test_who_changes_something_sees_no_more_than_before() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is in PostgreSQL alone")
    case = complaint("2026-05-06")
    with at_desk(Desk(casework=frozenset({case.region_id}))), connection.cursor() as cursor:
        marked()
        cursor.execute("UPDATE cases_case SET firm_code = '91130200MA0FFFFFX0' WHERE id = %s", [case.pk])
        cursor.execute("SELECT current_setting('zhiheng.everywhere', true)")
        assert cursor.fetchone() == ("",)
    assert ("complaint_clocks", "2026-05") in marked()


def test_an_emptied_table_and_a_session_that_calls_itself_a_replica_are_marked_too() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has neither TRUNCATE nor replicas")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE sampling_testedbatch CASCADE")
        assert batches("*") <= marked()
        cursor.execute("SET session_replication_role = replica")
        concluded("2026-03-05", "甲")
        cursor.execute("SET session_replication_role = origin")
    assert marked() == batches("2026-03")


def test_a_trigger_that_was_away_comes_back_and_everything_meanwhile_counts_as_changed() -> None:
    gone = next(one for one in marking.triggers().values() if one.marks == {"tested_batches"} and one.event == "update")
    with as_owner():
        with connection.cursor() as cursor:
            on = f" ON {gone.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {gone.name}{on}")
        assert gone.name not in marking.standing()
        assert marking.install() == {"tested_batches"}
    assert marked() == batches("*")
    assert set(marking.standing()) == set(marking.triggers())


def test_a_migration_of_today_leaves_the_triggers_as_they_are() -> None:
    with as_owner():
        call_command("migrate", verbosity=0)
    assert marked() == set()
