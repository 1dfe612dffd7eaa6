"""目标分解方案: proposed by one, decided by another, issued for good, and seen by those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.apportioning import TODAY, decided, proposed, reviewer, target
from tests.factories.division import of_region, of_unit, office, sits
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region
from zhiheng.directory.permissions import GRANTED
from zhiheng.division import allocating
from zhiheng.division.allocating import NotNow
from zhiheng.division.apportioning import NotApportioned
from zhiheng.division.models import Apportionment, Quota
from zhiheng.division.paths import Known, proposed_path
from zhiheng.ledger.models import Indicator, Ledger, Target
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import Stale


def values(row: Apportionment) -> dict[str, Decimal]:
    with everywhere():
        return {quota.region.slug: quota.value for quota in Quota.objects.filter(apportionment=row)}


def yearly(hebei: Ledger, changed: Decimal = Decimal(380)) -> Apportionment:
    """The years of an indicator with three milestones, 2024 changed by hand."""
    indicator = Indicator.objects.get(ledger=hebei, slug="standards-led-or-joined")
    known = [Known(t.year or 0, t.value or Decimal(0), t.number) for t in indicator.targets.order_by("year")]
    path = proposed_path(known, range(2023, 2028), "steps")
    li = office("li")
    with sits(li):
        return allocating.propose_years(
            indicator, path, "steps", by_hand={2024: changed}, base_note="", note="", by=li, at=MORNING
        )


def test_a_target_is_divided_among_14_regions_and_adds_up(hebei: Ledger) -> None:
    li = office("li")
    row = proposed(target(hebei, "T38"), li)
    shares = values(row)
    assert len(shares) == 14 and sum(shares.values()) == 5000 and shares["shijiazhuang"] == 713
    assert (row.state, row.issued, row.total, row.proposed_by) == ("proposed", False, Decimal(5000), li)


def test_a_second_person_approves_and_the_quotas_are_issued(hebei: Ledger) -> None:
    row = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    assert (row.state, row.issued, row.version, row.decided_by) == ("approved", True, 2, office("wang"))
    with everywhere():
        assert Quota.objects.filter(apportionment=row, issued=True).count() == 14


def test_nobody_approves_or_returns_what_they_proposed(hebei: Ledger) -> None:
    li = office("li")
    row = proposed(target(hebei, "T38"), li)
    for act in ("approve", "return"):
        with pytest.raises(NotNow, match="提出人不能批准"):
            decided(row, li, act, "理由")
    with pytest.raises(NotNow, match="只有提出人可以撤回"):
        decided(row, office("wang"), "withdraw")
    assert decided(row, li, "withdraw").state == "withdrawn"


def test_a_return_needs_a_reason_and_what_is_decided_is_decided(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    with pytest.raises(NotNow, match="理由"):
        decided(row, office("wang"), "return")
    assert decided(row, office("wang"), "return", "雄安另行商定").reason == "雄安另行商定"
    with pytest.raises(NotNow, match="已退回"):
        decided(row, office("zhao"))


@pytest.mark.parametrize("who", [of_region, of_unit, reviewer])
def test_only_the_office_proposes(hebei: Ledger, who: Callable[[], Officer]) -> None:
    with pytest.raises(NotNow, match="专班提出"):
        proposed(target(hebei, "T38"), who())


def test_a_reviewer_of_the_province_approves_and_one_of_a_city_does_not(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    with sits(reviewer("sun", "tangshan")):
        assert not Apportionment.objects.exists()
        with pytest.raises(NotNow, match="提出人不能批准"):
            allocating.decide(row, "approve", 1, by=reviewer("sun"), at=MORNING)
    assert decided(row, reviewer()).issued


def test_a_role_that_loses_the_right_decides_nothing_any_more(hebei: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    monkeypatch.setitem(GRANTED, "reviewer", frozenset())
    with pytest.raises(NotNow, match="提出人不能批准"):
        decided(row, reviewer())
    with sits(reviewer()):
        assert not allocating.waiting_for(reviewer()).exists()


def test_what_is_decided_waits_for_nobody(hebei: Ledger) -> None:
    row = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    with sits(office("zhao")):
        assert not allocating.may_decide(office("zhao"), row) and not allocating.may_withdraw(office("li"), row)


def test_a_liaison_officer_of_the_province_has_nothing_to_decide(hebei: Ledger) -> None:
    proposed(target(hebei, "T38"), office("li"))
    with sits(zhou := of_region("zhou", "hebei")):
        assert not allocating.waiting_for(zhou).exists()


@pytest.mark.parametrize("typed", ["-1", "380.5"])
def test_a_year_by_hand_is_neither_negative_nor_finer_than_the_milestones(hebei: Ledger, typed: str) -> None:
    with pytest.raises(NotNow, match="不能为负，小数位数"):
        yearly(hebei, Decimal(typed))


def test_a_target_that_is_gone_keeps_its_shares_from_being_approved(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    with everywhere():
        Apportionment.objects.filter(pk=row.pk).update(target=None)
    with pytest.raises(NotNow, match="目标值有了改动"):
        decided(row, office("wang"))


def test_a_region_sees_its_own_share_once_it_is_approved_and_never_anothers(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    chen = of_region("chen", "tangshan")
    with sits(chen):
        assert not Apportionment.objects.exists() and not Quota.objects.exists()
    decided(row, office("wang"))
    with sits(chen):
        (seen,) = Apportionment.objects.all()
        assert [quota.region.slug for quota in seen.quotas.all()] == ["tangshan"]
        (on_page,) = allocating.standing(row.indicator)
        assert [quota.region.slug for quota in on_page.quotas.all()] == ["tangshan"]


def test_the_next_proposal_replaces_the_one_in_force_and_names_it(hebei: Ledger) -> None:
    first = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    second = proposed(target(hebei, "T38"), office("li"), "equal")
    assert second.replaces == first
    with sits(office("li")):
        assert set(allocating.standing(first.indicator)) == {first, second}
        assert list(allocating.in_force(first.indicator)) == [first]
    decided(second, office("wang"))
    with sits(office("li")):
        assert allocating.standing(first.indicator) == [second]
    assert values(first)["shijiazhuang"] == 713  # the approved one is as it was


def test_one_proposal_at_a_time_for_a_target_but_others_go_on(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    with pytest.raises(NotNow, match="等待批准"):
        proposed(target(hebei, "T38"), office("wang"))
    assert proposed(target(hebei, "T44"), office("wang")).pk != row.pk
    decided(row, office("li"), "withdraw")
    assert proposed(target(hebei, "T38"), office("wang")).replaces is None


def test_an_approval_after_another_one_came_into_force_is_refused(hebei: Ledger) -> None:
    """Two proposals cannot wait at once through the pages; one from another road is refused too."""
    first = proposed(target(hebei, "T38"), office("li"))
    with everywhere():
        other = Apportionment.objects.get(pk=first.pk)
        other.pk = None
        other.state, other.issued = Apportionment.APPROVED, True
        other.save(force_insert=True)
    with pytest.raises(NotNow, match="又批准了另一份方案"):
        decided(first, office("wang"))


def test_shares_that_are_not_the_whole_are_neither_proposed_nor_approved(hebei: Ledger) -> None:
    with pytest.raises(NotNow, match="不一致"):
        proposed(target(hebei, "T38"), office("li"), by_hand={"xiongan": Decimal(6000)})
    row = proposed(target(hebei, "T38"), office("li"))
    with everywhere():
        Quota.objects.filter(apportionment=row, region__slug="xinji").update(value=1)
    with pytest.raises(NotNow, match="不一致"):
        decided(row, office("wang"))


def test_what_the_plan_promises_otherwise_by_now_is_not_approved(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    of = target(hebei, "T38")
    of.value = Decimal(6000)
    of.save()
    with pytest.raises(NotNow, match="目标值有了改动"):
        decided(row, office("wang"))
    assert decided(row, office("wang"), "return", "按新目标").state == "returned"


def test_a_milestone_that_moved_keeps_a_path_from_being_approved(hebei: Ledger) -> None:
    row = yearly(hebei)
    of = target(hebei, "T16")
    of.value = Decimal(650)
    of.save()
    with pytest.raises(NotNow, match="目标值有了改动"):
        decided(row, office("wang"))


def test_a_rate_binds_every_region_with_the_same_value(hebei: Ledger) -> None:
    rate = target(hebei, "T37")
    assert allocating.rules_for(rate) == ("same",)
    with pytest.raises(NotApportioned, match="不能相加"):
        proposed(rate, office("li"), "equal")
    row = decided(proposed(rate, office("li"), "same"), office("wang"))
    assert set(values(row).values()) == {Decimal(95)} and row.issued


def test_a_target_for_each_city_goes_to_the_11_cities(hebei: Ledger) -> None:
    each = target(hebei, "T47")
    regions = allocating.taking_part(each, TODAY)
    assert len(regions) == 11 and {region.kind for region in regions} == {Region.CITY}


def test_a_promise_without_a_number_cannot_be_divided(hebei: Ledger) -> None:
    assert allocating.rules_for(target(hebei, "T21")) == ()
    with pytest.raises(NotApportioned, match="没有给出数值"):
        proposed(target(hebei, "T21"), office("li"), "same")


def test_a_stale_decision_changes_nothing(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    with sits(office("wang")), pytest.raises(Stale):
        allocating.decide(row, "approve", 7, by=office("wang"), at=MORNING)
    with everywhere():
        assert Apportionment.objects.get(pk=row.pk).state == "proposed"


def test_every_state_is_journalled_with_who_and_why(hebei: Ledger) -> None:
    row = proposed(target(hebei, "T38"), office("li"))
    decided(row, office("wang"), "return", "先商各市")
    with everywhere():
        told = [(entry.by, entry.old, entry.new, entry.why) for entry in history_of(row)]
    assert told == [
        (office("wang"), "建议，待批准", "已退回", "先商各市"),
        (office("li"), "", "建议，待批准", "按人口"),
    ]


def test_the_unit_that_leads_the_task_sees_the_shares(hebei: Ledger) -> None:
    row = decided(proposed(target(hebei, "T38"), office("li")), office("wang"))
    assert row.lead is not None
    with sits(of_unit("zhou", row.lead.name)):
        assert Quota.objects.filter(apportionment=row).count() == 14


def test_yearly_steps_are_proposals_beside_the_milestones_of_the_plan(hebei: Ledger) -> None:
    row = yearly(hebei)
    decided(row, office("wang"))
    with everywhere():
        steps = [(q.year, int(q.value), q.milestone, q.by_hand) for q in Quota.objects.filter(apportionment=row)]
    assert steps == [
        (2023, 200, True, False),
        (2024, 380, False, True),
        (2025, 600, True, False),
        (2026, 800, False, False),
        (2027, 1000, True, False),
    ]


def test_where_every_year_is_settled_there_is_nothing_to_propose(hebei: Ledger) -> None:
    indicator = Indicator.objects.get(ledger=hebei, slug="technical-upgrade-projects")
    li = office("li")
    path = proposed_path([Known(2025, Decimal(1), "T1")], [2025], "hold")
    with sits(li), pytest.raises(NotNow, match="没有需要提出的年份"):
        allocating.propose_years(indicator, path, "hold", by_hand={}, base_note="", note="", by=li, at=MORNING)


def test_what_waits_and_what_was_begun_and_done_follow_the_proposal(hebei: Ledger) -> None:
    li, wang = office("li"), office("wang")
    row = proposed(target(hebei, "T38"), li)
    with sits(wang):
        assert list(allocating.waiting_for(wang)) == [row]
    with sits(li):
        assert not allocating.waiting_for(li).exists() and list(allocating.begun_by(li)) == [row]
    with sits(chen := of_region("chen", "tangshan")):
        assert not allocating.waiting_for(chen).exists()
    decided(row, wang)
    with sits(wang):
        assert not allocating.waiting_for(wang).exists() and list(allocating.decided_by(wang)) == [row]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time; DATABASE=postgres can race")
@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_the_same_moment_one_is_told_to_wait(hebei: Ledger) -> None:
    people = [office("li"), office("wang")]

    def propose(of: Target, start: Barrier, officer: Officer) -> str:
        try:
            start.wait(10)
            proposed(of, officer)
        except NotNow as refused:
            return str(refused)
        finally:
            connection.close()
        return ""

    for number in ("T31", "T32", "T38", "T44", "T45", "T49"):
        with ThreadPoolExecutor(2) as threads:
            told = sorted(threads.map(partial(propose, target(hebei, number), Barrier(2)), people))
        assert told[0] == "" and "等待批准" in told[1], number
