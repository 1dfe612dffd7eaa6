"""A sample of each category lives through real acts of four roles, and what the law forbids is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import sampling as they
from tests.factories.sampling import FIRMS, LAB, OTHER_LAB, bureau, does, firm, laboratory, sits
from zhiheng.directory.models import Region
from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import repeating, sorts
from zhiheng.systems.sampling.models import Draw, Sample, SamplingPlan, TestedBatch

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


def batch(sample: Sample) -> TestedBatch:
    with everywhere():
        found: TestedBatch = TestedBatch.objects.get(source=sample.number)
    return found


@pytest.mark.parametrize("category", [key for key, _ in sorts.CATEGORIES])
def test_what_passes_is_published_and_ends(category: str) -> None:
    sample = they.served(category, passed=True)
    does(bureau(), sample, "accept_result", "2026-03-03")
    with pytest.raises(NotNow, match="还没有公开"):
        does(bureau(), sample, "close", "2026-03-03")
    does(bureau(), sample, "publish", "2026-03-04")
    does(bureau(), sample, "close", "2026-03-04")
    assert (sample.state, sample.closed_on) == ("passed", date(2026, 3, 4))
    found = batch(sample)
    assert (found.category, found.sampling_type, found.passed) == (category, they.TYPES[category], True)
    assert (found.judged_on, found.served_on, found.published_on) == (
        date(2026, 3, 2),
        date(2026, 3, 2),
        date(2026, 3, 4),
    )
    assert found.plan == sample.plan_number and found.region.slug == they.COUNTY


def test_goods_that_fail_go_up_the_ladder_to_the_licence() -> None:
    sample = they.served(passed=False)
    does(bureau(), sample, "accept_result", "2026-03-18")
    does(bureau(), sample, "publish", "2026-03-19")
    does(bureau(), sample, "order", "2026-03-19", why="导体电阻不合格")
    does(firm(FIRMS[they.FIRMS.index(sample.firm_code)]), sample, "report_fixed", "2026-04-20", measures="更换铜材")
    does(bureau(), sample, "recheck_fail", "2026-05-20")
    does(bureau(), sample, "announce", "2026-06-01")
    with pytest.raises(NotNow, match="2026-07-31"):
        does(bureau(), sample, "second_fail", "2026-07-30")
    does(bureau(), sample, "second_fail", "2026-08-03")
    does(bureau(), sample, "revoke", "2026-10-09", why="整顿后复查仍不合格")
    assert sample.state == "revoked"


def test_food_that_fails_is_handled_and_not_checked_again() -> None:
    sample = they.served(sorts.FOOD, passed=False)
    does(bureau(), sample, "accept_result", "2026-03-12")
    does(bureau(), sample, "order", "2026-03-12", why="菌落总数超标")
    with pytest.raises(NotNow, match="核查处置"):
        does(bureau(), sample, "recheck_pass", "2026-03-13")
    does(bureau(), sample, "handle", "2026-05-06", why="封存、召回，罚没。")
    assert sample.state == "corrected"
    with everywhere():
        assert sample.clock_rows.get(clock="handle").on_time


def test_a_re_test_that_passes_changes_the_batch_and_its_journal_says_so() -> None:
    sample = they.served(sorts.FOOD, passed=False)
    before = batch(sample)
    does(firm(sample.firm_code), sample, "object", "2026-03-04", about="retest", grounds="备样请复检")
    does(bureau(), sample, "grant", "2026-03-05")
    with pytest.raises(NotSo, match="随机"):
        does(bureau(), sample, "name_laboratory", "2026-03-05", retest_code=OTHER_LAB, retest_name="别家")
    with sits(bureau()):
        made = SamplingPlan.objects.get(pk=sample.plan_id)
    they.drawn(
        made,
        Draw.LABORATORY,
        [{"id": LAB, "name": "初检"}, {"id": OTHER_LAB, "name": "别家"}],
        1,
        "2026-03-05",
        sample=sample,
    )
    does(bureau(), sample, "name_laboratory", "2026-03-06", retest_code=OTHER_LAB, retest_name="别家")
    # Row-level security does not even show it to the first laboratory any more.
    with pytest.raises((NotNow, Sample.DoesNotExist)):
        does(laboratory(LAB), sample, "retest_pass", "2026-03-09", report_no="R-2")
    does(laboratory(OTHER_LAB), sample, "retest_pass", "2026-03-09", report_no="R-2")
    after = batch(sample)
    assert (before.passed, after.passed, after.failing_items) == (False, True, "")
    assert after.version == before.version + 1 and after.judged_on == before.judged_on
    with everywhere():
        lines = [(line.field, line.why) for line in history_of(after)]
    assert ("检验结论", "复检结论") in lines
    does(bureau(), sample, "publish", "2026-03-10")
    does(bureau(), sample, "close", "2026-03-10")
    assert sample.state == "passed"


def test_a_late_correction_keeps_both_values_in_the_journal() -> None:
    sample = they.served(passed=True)
    does(bureau(), sample, "accept_result", "2026-03-03")
    does(bureau(), sample, "publish", "2026-03-03")
    with pytest.raises(NotSo, match="不合格项目"):
        does(bureau(), sample, "correct_fail", "2026-04-01", why="报告写错")
    with pytest.raises(NotNow, match="结论是合格"):
        does(bureau(), sample, "correct_pass", "2026-04-01", why="报告写错")
    does(bureau(), sample, "correct_fail", "2026-04-01", failing_items="绝缘厚度", why="报告写错")
    found = batch(sample)
    assert (found.passed, found.failing_items) == (False, "绝缘厚度")
    assert {(line.old, line.new) for line in history_of(found) if line.field == "检验结论"} == {("合格", "不合格")}


def clocks(sample: Sample, key: str) -> list[tuple[str, str]]:
    with everywhere():
        return [(str(row.began), str(row.ended)) for row in sample.clock_rows.filter(clock=key).order_by("round")]


def test_what_was_closed_as_passing_and_corrected_to_failing_is_handled_from_that_day() -> None:
    sample = they.served(sorts.FOOD, passed=True)
    assert clocks(sample, "publish") == [("2026-03-02", "None")]
    for key in ("accept_result", "publish", "close"):
        does(bureau(), sample, key, "2026-03-04")
    assert clocks(sample, "publish") == [("2026-03-02", "2026-03-04")] and clocks(sample, "handle") == []
    does(bureau(), sample, "correct_fail", "2026-04-01", failing_items="菌落总数", why="报告写错")
    assert (sample.state, sample.closed_on) == ("final", None)
    does(bureau(), sample, "order", "2026-04-02", why="菌落总数超标")
    assert clocks(sample, "handle") == [("2026-04-01", "None")]
    does(bureau(), sample, "handle", "2026-04-03", why="封存、召回。")
    assert clocks(sample, "handle") == [("2026-04-01", "2026-04-03")]


def test_what_was_ordered_and_is_corrected_to_passing_waits_for_nothing_more() -> None:
    sample = they.served(sorts.FOOD, passed=False)
    does(bureau(), sample, "accept_result", "2026-03-12")
    does(bureau(), sample, "publish", "2026-03-12")
    does(bureau(), sample, "order", "2026-03-12", why="菌落总数超标")
    assert clocks(sample, "publish") == [("2026-03-12", "2026-03-12")]
    does(bureau(), sample, "correct_pass", "2026-03-13", why="样品编号写错")
    does(bureau(), sample, "close", "2026-03-16")
    with everywhere():
        sample.refresh_from_db()
    assert (sample.state, sample.due_on) == ("passed", None) and batch(sample).passed
    assert clocks(sample, "handle") == [("2026-03-02", "2026-03-13")]


def test_a_sample_that_proves_nothing_takes_its_batch_with_it() -> None:
    sample = they.served(passed=False)
    does(bureau(), sample, "void", "2026-03-05", why="封样错误")
    with everywhere():
        assert not TestedBatch.objects.filter(source=sample.number).exists()
        assert [line.old for line in history_of(sample)] == ["2026-03-02 不合格"]


def test_whoever_samples_does_not_test() -> None:
    made = they.running()
    sample = they.sample(made)
    own = they.sheet(made, DAY, sampler_code=LAB)
    with pytest.raises(NotSo, match="抽样机构不能检验"):
        does(bureau(), sample, "sample", DAY, **own)
    does(bureau(), sample, "sample", DAY, **they.sheet(made, DAY))
    with pytest.raises(NotNow):
        does(bureau(), sample, "receive", DAY, sealed="yes")
    with pytest.raises(NotSo, match="封签"):
        does(laboratory(), sample, "receive", DAY, sealed="no")
    does(laboratory(), sample, "receive", DAY, sealed="yes")
    for key in ("conclude_pass", "conclude_fail"):
        with pytest.raises(NotNow):
            does(bureau(), sample, key, DAY, report_no="R", failing_items="x")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"samplers": "抽到的"}, "不少于两人"),
        ({"samplers": "抽到的、抽到的"}, "不少于两人"),
        ({"samplers": "抽到的、赵四"}, "不是抽到的"),
        ({"price": "0"}, "大于 0"),
        ({"price": "1.234"}, "大于 0"),
        ({"sampled_on": "2026-03-01"}, "抽样日期"),
        ({"sampled_on": "2026-03-03"}, "抽样日期"),
        ({"produced_on": "2026-03-03"}, "生产日期"),
        ({"producer_code": "123"}, "18 位"),
    ],
)
def test_a_sheet_that_is_not_right_is_refused(said: dict[str, Any], words: str) -> None:
    made = they.running()
    with sits(bureau(), DAY):
        drawn = made.standing(Draw.SAMPLERS)[0]["name"]
    said = {name: value.replace("抽到的", drawn) for name, value in said.items()}
    with pytest.raises(NotSo, match=words):
        does(bureau(), they.sample(made), "sample", DAY, **they.sheet(made, DAY, **said))


def test_one_person_by_id_and_by_name_is_not_two() -> None:
    made = they.running()
    with sits(bureau(), DAY):
        one, other = made.standing(Draw.SAMPLERS)
    for alone in (f"{one['id']}、{one['name']}", f"{one['name']}、{one['name']}"):
        with pytest.raises(NotSo, match="不少于两人"):
            does(bureau(), they.sample(made), "sample", DAY, **they.sheet(made, DAY, samplers=alone))
    both = f"{one['id']}、{other['name']}"
    does(bureau(), they.sample(made), "sample", DAY, **they.sheet(made, DAY, samplers=both))


def test_nobody_is_sampled_before_the_rules_are_public_and_two_samplers_are_drawn() -> None:
    made = they.plan()
    with pytest.raises(NotNow, match="还没有抽取抽样单位"):
        does(bureau(), made, "confirm_draw", DAY)
    they.drawn(made, Draw.FIRMS, they.firms(), 1, DAY)
    with pytest.raises(NotNow, match="不足两人"):
        does(bureau(), made, "confirm_draw", DAY)
    with pytest.raises(NotNow, match="不能"):
        does(bureau(), made, "start", DAY)
    with everywhere():
        assert not Sample.objects.exists()


def test_an_objection_that_comes_late_is_refused() -> None:
    sample = they.served(passed=False)
    with pytest.raises(NotNow, match="2026-03-17"):
        does(firm(sample.firm_code), sample, "object", "2026-03-18", about="retest", grounds="晚了")
    with pytest.raises(NotNow, match="2026-03-17"):
        does(bureau(), sample, "accept_result", "2026-03-17")
    does(firm(sample.firm_code), sample, "object", "2026-03-17", about="retest", grounds="最后一天")


def test_microbes_are_not_tested_again() -> None:
    sample = they.sample(made := they.running(sorts.FOOD))
    does(bureau(), sample, "sample", DAY, **they.sheet(made, DAY))
    does(laboratory(), sample, "receive", DAY, sealed="yes")
    said = {"report_no": "R-1", "failing_items": "菌落总数", "no_retest": "microbe"}
    does(laboratory(), sample, "conclude_fail", DAY, **said)
    does(laboratory(), sample, "hand_in_fail", DAY)
    does(bureau(), sample, "serve", DAY, to="某厂")
    does(bureau(), sample, "object", "2026-03-03", about="retest", grounds="请复检")
    with pytest.raises(NotNow, match="微生物"):
        does(bureau(), sample, "grant", "2026-03-03")
    does(bureau(), sample, "refuse_objection", "2026-03-03", why="微生物不复检")
    assert sample.state == "final"


def test_risk_monitoring_is_neither_published_nor_ordered_nor_objected_to() -> None:
    sample = they.served(sorts.FOOD, passed=False, sampling_type=sorts.RISK)
    with pytest.raises(NotNow, match="风险监测"):
        does(bureau(), sample, "object", DAY, about="retest", grounds="x")
    does(bureau(), sample, "accept_result", "2026-03-03")
    for key, said in (("publish", {}), ("order", {"why": "x"})):
        with pytest.raises(NotNow, match="风险监测"):
            does(bureau(), sample, key, "2026-03-03", **said)
    does(bureau(), sample, "close_monitored", "2026-03-03")
    assert batch(sample).published_on is None
    assert all(sorts.feeds(category, date(2026, 3, 2)).value != sorts.RISK for category, _ in sorts.CATEGORIES)


def test_the_same_product_is_not_sampled_twice_in_six_months_but_after_a_failure() -> None:
    they.served(passed=True)
    again = they.running(day="2026-08-03", product_class="塑料绝缘线")
    with pytest.raises(NotSo, match="六个月"):
        does(bureau(), they.sample(again), "sample", "2026-08-03", **they.sheet(again, "2026-08-03"))
    follows = they.running(day="2026-08-04", product_class="塑料绝缘线", follow_up=True)
    does(bureau(), they.sample(follows), "sample", "2026-08-04", **they.sheet(follows, "2026-08-04"))
    later = they.running(day="2027-03-01", product_class="塑料绝缘线")
    does(bureau(), they.sample(later), "sample", "2027-03-01", **they.sheet(later, "2027-03-01"))


def test_the_same_product_is_not_sampled_twice_in_one_plan_but_for_a_sample_that_was_void() -> None:
    made = they.running(k=3)
    with sits(bureau(), DAY):
        first, again, third = made.samples.order_by("number")
    does(bureau(), first, "sample", DAY, **they.sheet(made, DAY))
    with pytest.raises(NotSo, match="六个月"):
        does(bureau(), again, "sample", DAY, **they.sheet(made, DAY))
    does(bureau(), first, "void", DAY, why="封样错误")
    does(bureau(), again, "sample", DAY, **they.sheet(made, DAY))


@pytest.mark.parametrize(("slug", "kept"), [("tangshan", True), ("hebei", True), ("baoding", False)])
def test_only_a_higher_authority_of_the_own_tree_bars(slug: str, kept: bool) -> None:
    region = Region.objects.get(slug="tangshan-lunan")
    higher = repeating.above(region.pk, date.fromisoformat(DAY))
    other = Region.objects.get(slug=slug)
    assert bool(repeating._reason(region.pk, other.pk, higher)) is kept


def test_the_laboratory_sees_its_samples_and_another_sees_none() -> None:
    sample = they.served(passed=True)
    for lab, sees in ((LAB, True), (OTHER_LAB, False)):
        with sits(laboratory(lab)):
            assert Sample.objects.filter(pk=sample.pk).exists() is sees
            assert not TestedBatch.objects.exists()
    with sits(firm(sample.firm_code)):
        assert TestedBatch.objects.filter(source=sample.number).exists()
