"""Dividing by its rules: who may, what a part can say, what becomes of it, and what is left in the journal."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, sits, words
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.directory.scope import desk_of
from zhiheng.division.dividing import (
    MOST_SHARES,
    DivisionRefused,
    NotNow,
    Share,
    amend,
    attach,
    comment,
    divide,
    move,
)
from zhiheng.division.models import Part
from zhiheng.division.origin import origin_of, origin_of_part
from zhiheng.mechanisms.evidence.models import FileRefused
from zhiheng.mechanisms.journal.models import Entry, history_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.mechanisms.versions import Stale

pytestmark = pytest.mark.django_db


def place(slug: str) -> Region:
    return Region.objects.get(slug=slug)


def fields(refused: pytest.ExceptionInfo[DivisionRefused]) -> list[tuple[int, str]]:
    return [(problem.place, problem.field) for problem in refused.value.problems]


def refusal(*shares: Share, by: Officer | None = None) -> list[tuple[int, str]]:
    """Where the problems of some shares lie; nothing is written."""
    giver = by or office()
    with sits(giver), pytest.raises(DivisionRefused) as refused:
        divide(words(), shares, issue=True, by=giver, at=MORNING, why="任务分解")
    with everywhere():
        assert not Part.objects.exists()
    return fields(refused)


def test_a_part_inherits_task_words_lead_and_the_date_of_the_document() -> None:
    ledger = fruit()
    task = ledger.task_set.get(key="二(二)3")
    origin = origin_of(task, task.assignments.get())
    part = parts_of("tangshan", origin=origin)[0]
    assert (part.task, part.lead) == (task, Unit.objects.get(name="省商务厅"))
    assert part.due == date(2025, 6, 30)
    assert "果品追溯体系" in part.quote
    assert (part.giver, part.receiver) == (Region.objects.get(kind="province"), place("tangshan"))


def test_fourteen_regions_are_one_act_with_a_line_of_the_journal_each() -> None:
    regions = [region.slug for region in Region.objects.reporting(MORNING.date())]
    parts = parts_of(*regions)
    assert len(parts) == 14
    with sits(office()):
        assert all(history_of(part).get().new == f"{part.receiver} 2025年 抽检果品50批次" for part in parts)
    assert not Entry.objects.filter(thing__startswith="part:").exists()


def test_all_that_is_wrong_is_told_at_once_and_by_its_place() -> None:
    right = Share(place("tangshan"), "抽检", 2025)
    assert refusal(
        right,
        right,
        Share(place("handan"), "", 2025),
        Share(place("baoding"), "抽检", 2031),
        Share(place("baoding"), "抽检", None, 2),
        Share(place("xinji"), "抽检", 2025, 5),
        Share(place("langfang"), "检" * 501, 2025, contact="某" * 61, note="注" * 301),
    ) == [
        (1, "receiver"),
        (2, "content"),
        (3, "year"),
        (4, "quarter"),
        (5, "quarter"),
        (6, "content"),
        (6, "contact"),
        (6, "note"),
    ]


def test_nobody_chosen_and_too_many_are_refused() -> None:
    assert refusal() == [(0, "receiver")]
    share = Share(place("tangshan"), "抽检", 2025)
    assert refusal(*[share] * (MOST_SHARES + 1)) == [(0, "receiver")]


def test_a_part_goes_only_to_whom_the_giver_may_give() -> None:
    assert refusal(Share(place("shijiazhuang-zhengding"), "抽检", 2025)) == [(0, "receiver")]
    assert refusal(Share(Unit.objects.named_or_new("省档案馆")[0], "抽检", 2025)) == [(0, "receiver")]


def test_a_receiver_has_one_part_a_period_until_it_is_withdrawn() -> None:
    part = parts_of("tangshan")[0]
    parts_of("tangshan", year=2026)
    parts_of("tangshan", quarter=1)
    with pytest.raises(DivisionRefused) as refused:
        parts_of("handan", "tangshan")
    assert fields(refused) == [(1, "receiver")]
    with sits(office()):
        assert Part.objects.count() == 3
        move(part, "withdraw", 1, by=office(), at=MORNING, why="重复")
    parts_of("tangshan")


def test_a_unit_gives_parts_of_its_own_words_to_units_and_regions() -> None:
    wang = of_unit()
    part = parts_of("tangshan", by=wang)[0]
    assert part.giver == wang.unit
    with sits(of_unit("sun", "省林果办")):
        assert not Part.objects.exists()
    with sits(of_region("li", "tangshan")):
        assert Part.objects.get() == part


def test_words_of_another_unit_and_parts_not_accepted_are_not_divided() -> None:
    li = of_region("li", "shijiazhuang")
    part = parts_of("shijiazhuang")[0]
    for by, origin in ((of_unit("cai", "省财政厅"), words()), (li, words()), (li, origin_of_part(part))):
        with pytest.raises(NotNow):
            parts_of("shijiazhuang-zhengding", by=by, origin=origin)


def test_a_draft_is_seen_by_its_giver_alone_until_it_is_issued() -> None:
    part = parts_of("tangshan", issue=False)[0]
    li = of_region("li", "tangshan")
    with sits(li):
        assert not Part.objects.exists()
    with sits(office()):
        move(part, "issue", 1, by=office(), at=MORNING)
    with sits(li):
        assert Part.objects.get().state == Part.ISSUED


@pytest.mark.parametrize("act", ["issue", "withdraw"])
def test_only_the_giver_issues_and_withdraws(act: str) -> None:
    part = parts_of("tangshan", issue=act != "issue")[0]
    li = of_region("li", "tangshan")
    with sits(li), pytest.raises(NotNow):
        move(part, act, 1, by=li, at=MORNING, why="试")
    with sits(office()):
        assert Part.objects.get().version == 1


def test_only_the_receiver_accepts_neither_giver_nor_superior() -> None:
    li = of_region("li", "shijiazhuang")
    given = accepted(parts_of("shijiazhuang")[0], li)
    part = parts_of("shijiazhuang-zhengding", by=li, origin=origin_of_part(given))[0]
    for other in (office(), li):
        with sits(other), pytest.raises(NotNow):
            move(part, "accept", 1, by=other, at=MORNING)
    zhao = of_region("zhao", "shijiazhuang-zhengding")
    with sits(zhao):
        move(part, "accept", 1, by=zhao, at=MORNING)
        assert Part.objects.get().state == Part.ACCEPTED


def test_an_act_that_the_state_does_not_allow_is_refused() -> None:
    li = of_region("li", "tangshan")
    part = accepted(parts_of("tangshan")[0], li)
    with sits(li), pytest.raises(NotNow):
        move(part, "accept", part.version, by=li, at=MORNING)
    with sits(office()):
        with pytest.raises(NotNow):
            move(part, "issue", part.version, by=office(), at=MORNING)
        move(part, "withdraw", part.version, by=office(), at=MORNING, why="不再需要")
        with pytest.raises(NotNow):
            amend(part, part.version, {"content": "改"}, by=office(), at=MORNING, why="")


def test_withdrawing_needs_a_reason_and_no_parts_below() -> None:
    li = of_region("li", "shijiazhuang")
    part = accepted(parts_of("shijiazhuang")[0], li)
    below = parts_of("shijiazhuang-zhengding", by=li, origin=origin_of_part(part))[0]
    with sits(office()):
        for why in ("", "不再需要"):
            with pytest.raises(NotNow):
                move(part, "withdraw", part.version, by=office(), at=MORNING, why=why)
    with sits(li):
        move(below, "withdraw", 1, by=li, at=MORNING, why="不再需要")
    with sits(office()):
        move(part, "withdraw", part.version, by=office(), at=MORNING, why="不再需要")


def test_a_unit_does_not_withdraw_what_is_given_on_where_it_cannot_see() -> None:
    sun, li = of_unit("sun", "省林果办"), of_region("li", "shijiazhuang")
    part = accepted(parts_of("shijiazhuang", by=sun)[0], li)
    parts_of("shijiazhuang-zhengding", by=li, origin=origin_of_part(part))
    with sits(sun):
        assert Part.objects.get() == part
        with pytest.raises(NotNow):
            move(part, "withdraw", part.version, by=sun, at=MORNING, why="不再需要")


def test_a_draft_below_hinders_no_withdrawal_and_is_not_issued_after_it() -> None:
    li = of_region("li", "shijiazhuang")
    part = accepted(parts_of("shijiazhuang")[0], li)
    below = parts_of("shijiazhuang-zhengding", by=li, origin=origin_of_part(part), issue=False)[0]
    with sits(office()):
        move(part, "withdraw", part.version, by=office(), at=MORNING, why="不再需要")
    with sits(li), pytest.raises(NotNow):
        move(Part.objects.get(pk=below.pk), "issue", 1, by=li, at=MORNING)


def test_a_changed_part_is_to_be_accepted_again() -> None:
    li = of_region("li", "tangshan")
    part = accepted(parts_of("tangshan")[0], li)
    with sits(office()):
        amend(part, part.version, {"content": "抽检果品80批次"}, by=office(), at=MORNING, why="加量")
        assert Part.objects.get().state == Part.ISSUED
        lines = {(entry.field, entry.old, entry.new) for entry in history_of(part)}
    assert ("工作内容", "抽检果品50批次", "抽检果品80批次") in lines
    assert ("状态", "已签收", "已下达，待签收") in lines


def test_a_change_that_changes_nothing_is_no_version() -> None:
    li = of_region("li", "tangshan")
    part = accepted(parts_of("tangshan")[0], li)
    with sits(office()):
        amend(part, part.version, {"content": part.content, "year": 2025}, by=office(), at=MORNING, why="")
        assert Part.objects.get().version == part.version
        assert Part.objects.get().state == Part.ACCEPTED


def test_a_part_is_not_changed_to_what_another_already_is() -> None:
    first, second = parts_of("tangshan")[0], parts_of("tangshan", year=2026)[0]
    with sits(office()):
        with pytest.raises(DivisionRefused) as refused:
            amend(second, 1, {"year": first.year}, by=office(), at=MORNING, why="")
        assert fields(refused) == [(0, "year")]
        amend(second, 1, {"year": 2024}, by=office(), at=MORNING, why="")


def test_a_wrong_value_changes_nothing() -> None:
    part = parts_of("tangshan")[0]
    with sits(office()), pytest.raises(DivisionRefused) as refused:
        amend(part, 1, {"content": "", "year": 1999}, by=office(), at=MORNING, why="")
    assert fields(refused) == [(0, "content"), (0, "year")]


def test_only_the_giver_changes_a_part() -> None:
    part = parts_of("tangshan")[0]
    li = of_region("li", "tangshan")
    with sits(li), pytest.raises(NotNow):
        amend(part, 1, {"content": "少做些"}, by=li, at=MORNING, why="")


def test_who_comes_second_sees_both_values_and_changes_nothing() -> None:
    part = parts_of("tangshan")[0]
    with sits(office()):
        amend(Part.objects.get(), 1, {"content": "抽检60批次"}, by=office("liu"), at=MORNING, why="")
        with pytest.raises(Stale) as stale:
            amend(part, 1, {"content": "抽检70批次"}, by=office(), at=MORNING, why="", read={"content": part.content})
        difference = stale.value.differences[0]
        assert (difference.mine.value, difference.theirs.value) == ("抽检70批次", "抽检60批次")
        assert str(stale.value.by) == "liu某"
        with pytest.raises(Stale):
            move(part, "withdraw", 1, by=office(), at=MORNING, why="试")
        assert Part.objects.get().content == "抽检60批次"


def test_what_is_said_and_handed_in_stands_in_the_journal_and_is_never_rewritten() -> None:
    part = parts_of("tangshan")[0]
    li = of_region("li", "tangshan")
    with sits(li):
        said = comment(part, "人手不够", by=li, at=MORNING)
        handed = attach(part, BytesIO(b"x"), "../a.txt", by=li, at=MORNING)
        assert [entry.field for entry in history_of(part)] == ["attachment", "comment", "part"]
        assert handed.file.name == "a.txt"
        for row in (said, handed):
            with pytest.raises(TypeError):
                row.save()
        with pytest.raises(FileRefused):
            attach(part, BytesIO(b""), "empty.txt", by=li, at=MORNING)


def test_comments_and_files_are_seen_by_those_who_see_the_part() -> None:
    part = parts_of("tangshan")[0]
    li, sun = of_region("li", "tangshan"), of_region("sun", "baoding")
    with sits(li):
        comment(part, "人手不够", by=li, at=MORNING)
        attach(part, BytesIO(b"x"), "a.txt", by=li, at=MORNING)
    with sits(office()):
        assert part.comments.count() == part.attachments.count() == 1
    with sits(sun):
        for model in (type(part), part.comments.model, part.attachments.model):
            assert not model.objects.exists()
        with pytest.raises(ObjectDoesNotExist):
            Part.objects.get(pk=part.pk)


def test_work_stays_at_the_post_when_its_holder_moves_on() -> None:
    parts_of("tangshan")
    li = of_region("li", "tangshan")
    with sits(li):
        assert Part.objects.exists()
    li.region = place("baoding")
    with sits(li):
        assert not Part.objects.exists()


def test_nothing_is_written_when_the_journal_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("the journal is full")

    part = parts_of("tangshan")[0]
    monkeypatch.setattr("zhiheng.division.dividing.write_entries", broken)
    with sits(office()):
        for act in (
            lambda: parts_of("handan"),
            lambda: move(part, "withdraw", 1, by=office(), at=MORNING, why="试"),
            lambda: comment(part, "试", by=office(), at=MORNING),
        ):
            with pytest.raises(RuntimeError):
                act()
        assert [(row.receiver.slug, row.state) for row in Part.objects.all()] == [("tangshan", Part.ISSUED)]
        assert not part.comments.exists()


def test_a_whole_division_asks_the_database_few_questions(django_assert_max_num_queries: object) -> None:
    origin, giver = words(), office()
    regions = list(Region.objects.reporting(MORNING.date()))
    shares = [Share(region, "抽检", 2025, quarter) for region in regions for quarter in range(1, 5)]
    with sits(giver), django_assert_max_num_queries(16):  # type: ignore[operator]
        assert len(divide(origin, shares, issue=True, by=giver, at=MORNING, why="任务分解")) == 56


def test_a_draft_is_not_received_yet() -> None:
    part, li = parts_of("shijiazhuang", issue=False)[0], of_region("li", "shijiazhuang")
    desk = desk_of(li, MORNING.date())
    assert not part.received_by(desk)
    part.issued = True
    assert part.received_by(desk)
