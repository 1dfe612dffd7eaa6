"""Rows of a workbook against the parts that stand: what each would do, all that is wrong, one effect, one undo."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, sits, words
from tests.factories.importing import batch_of, begun, filled, first_row, imported, new_row, typed_into
from tests.factories.uploading import MORNING
from zhiheng.directory.models import Officer
from zhiheng.division.dividing import Share, amend, divide, move
from zhiheng.division.importing import batches
from zhiheng.division.models import ImportBatch, ImportRow, Part
from zhiheng.division.origin import origin_of
from zhiheng.ledger.models import Ledger
from zhiheng.mechanisms.journal.models import Entry, history_of
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    with everywhere():
        return list(batch.rows.order_by("row"))


def faults(batch: ImportBatch) -> list[tuple[str, str]]:
    """Cell and Chinese sentence of all faults of a batch."""
    return [(f"{column}{row.row}", said) for row in rows_of(batch) for column, _, said, _ in row.faults]


def outcomes(batch: ImportBatch) -> list[str]:
    return [row.outcome for row in rows_of(batch)]


def now(part: Part) -> Part:
    with everywhere():
        return Part.objects.get(pk=part.pk)


def lines_of(part: Part) -> list[Entry]:
    with everywhere():
        return list(history_of(part))


def test_rows_are_new_changed_unchanged_or_wrong(tmp_path: Path) -> None:
    stays, changes = parts_of("shijiazhuang", "tangshan")
    content = filled([new_row("保定市"), new_row("承德市", content="")], office())
    content = typed_into(content, [{"content": "抽检果品80批次"}], at=first_row() + 1)
    batch = begun(content, office(), tmp_path)
    with sits(office()):
        batch = batches.check_on(batch, at=MORNING)
    assert batch.state == ImportBatch.CHECKED
    assert outcomes(batch) == ["same", "changed", "new", "wrong"]
    same, changed, new, wrong = rows_of(batch)
    assert (same.part_id, changed.part_id, new.part_id) == (stays.pk, changes.pk, None)
    assert changed.changes == {"content": ["抽检果品50批次", "抽检果品80批次"]}
    assert new.changes["content"] == [None, "抽检"] and new.changes["year"] == [None, 2025]
    assert wrong.faults[0][:2] == ["H", "工作内容"] and "必填" in wrong.faults[0][2]


def test_all_that_is_wrong_is_said_at_once_by_row_and_column(tmp_path: Path) -> None:
    other = parts_of("tangshan", by=of_unit(), content="别的单位下达的")[0]
    batch = batch_of(
        [
            new_row("石家庄市", year=2099, content="长" * 501),
            new_row("正定县"),
            new_row("保定市"),
            new_row("保定市"),
            new_row("承德市", year=None, quarter="2"),
            {**new_row("唐山市"), "key": str(uuid4())},
            {**new_row("唐山市"), "key": str(other.pk)},
            new_row("邯郸市", quote="方案里没有的话"),
        ],
        tmp_path,
    )
    first = first_row()
    said = faults(batch)
    assert [cell for cell, _ in said] == [
        *(f"F{first}", f"H{first}"),
        f"E{first + 1}",
        f"E{first + 3}",
        f"G{first + 4}",
        f"A{first + 5}",
        f"A{first + 6}",
        f"D{first + 7}",
    ]
    words_said = [words for _, words in said]
    assert f"第 {first + 2} 行" in words_said[3]
    assert words_said[5] == words_said[6] == "编号不存在；新增的行请把编号留空"
    assert not any(other.content in str(row.changes) + str(row.faults) for row in rows_of(batch))


def test_a_row_that_was_changed_after_the_download_shows_both_values_and_who(tmp_path: Path) -> None:
    (part,) = parts_of("shijiazhuang")
    content = typed_into(filled([], office()), [{"content": "抽检80批次"}], at=first_row())
    with sits(office("qian")):
        amend(part, 1, {"content": "抽检60批次"}, by=office("qian"), at=LATER, why="口径调整")
    batch = begun(content, office(), tmp_path)
    with sits(office()):
        batches.check_on(batch, at=LATER)
    ((cell, said),) = faults(batch)
    assert cell == f"M{first_row()}"
    assert "qian某" in said and "2026-11-22 10:00" in said
    assert "现为“抽检60批次”，您填的是“抽检80批次”" in said
    again = begun(typed_into(content, [{"version": 2}], at=first_row()), office(), tmp_path)
    with sits(office()):
        batches.check_on(again, at=LATER)
    assert outcomes(again) == ["changed"]


def test_what_was_confirmed_is_in_the_parts_and_in_their_journal(tmp_path: Path) -> None:
    (part,) = parts_of("shijiazhuang")
    part = accepted(part, of_region())
    content = filled([new_row("保定市", due="2025-09-30", note="第一批")], office())
    batch = begun(typed_into(content, [{"content": "抽检80批次"}], at=first_row()), office(), tmp_path)
    with sits(office()):
        batches.check_on(batch, at=MORNING)
    batch = imported(batch, issue=True)
    assert (batch.state, batch.confirmed_by, batch.why) == (ImportBatch.CONFIRMED, office(), "按会议纪要分解")
    changed = now(part)
    assert (changed.content, changed.state, changed.version) == ("抽检80批次", Part.ISSUED, 3)
    with everywhere():
        new = Part.objects.get(region__slug="baoding")
    assert (new.content, new.state, new.issued, new.note, str(new.due)) == (
        "抽检",
        "issued",
        True,
        "第一批",
        "2025-09-30",
    )
    assert (new.quote, new.task, new.lead) == (words().quote, words().task, words().lead)
    assert [(e.field, e.old, e.new, e.why) for e in lines_of(changed)[:2]] == [
        ("状态", "已签收", "已下达，待签收", "按会议纪要分解"),
        ("工作内容", "抽检果品50批次", "抽检80批次", "按会议纪要分解"),
    ]
    assert [e.field for e in lines_of(new)] == ["part"]
    assert {row.fate for row in rows_of(batch)} == {ImportRow.IMPORTED}


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    parts_of("shijiazhuang")
    content = filled([new_row("保定市"), new_row("承德市", quarter=2)], office())
    content = typed_into(content, [{"content": "抽检80批次"}], at=first_row())
    for expected in (["changed", "new", "new"], ["same", "same", "same"]):
        batch = begun(content, office(), tmp_path)
        with sits(office()):
            batch = batches.check_on(batch, at=MORNING)
        assert outcomes(batch) == expected
        if expected[0] == "changed":
            imported(batch)
    with pytest.raises(batches.NotNow):
        imported(batch)
    with everywhere():
        assert Part.objects.count() == 3


def test_confirmed_twice_it_is_done_once(tmp_path: Path) -> None:
    batch = batch_of([new_row()], tmp_path)
    imported(batch)
    with pytest.raises(batches.NotNow):
        imported(batch)
    with everywhere():
        assert Part.objects.count() == 1


def test_wrong_rows_stop_the_whole_unless_only_the_right_ones_are_wanted(tmp_path: Path) -> None:
    batch = batch_of([new_row("保定市"), new_row("承德市", year=2099)], tmp_path)
    with pytest.raises(batches.NotNow):
        imported(batch)
    with everywhere():
        assert not Part.objects.exists()
    imported(batch, only_right=True)
    with everywhere():
        assert [part.receiver.name for part in Part.objects.all()] == ["保定市"]
        assert Part.objects.get().state == Part.DRAFT


def test_what_has_moved_since_it_was_shown_is_not_imported(tmp_path: Path) -> None:
    (part,) = parts_of("shijiazhuang")
    content = typed_into(filled([new_row("保定市")], office()), [{"content": "抽检80批次"}], at=first_row())
    batch = begun(content, office(), tmp_path)
    with sits(office()):
        batches.check_on(batch, at=MORNING)
    with sits(office("qian")):
        amend(part, 1, {"content": "抽检60批次"}, by=office("qian"), at=LATER, why="口径调整")
    with pytest.raises(batches.Moved):
        imported(batch)
    assert now(part).content == "抽检60批次"
    with everywhere():
        assert Part.objects.count() == 1
    with sits(office()):
        batches.check_on(batches.check_again(batch), at=LATER)
    assert outcomes(batch) == ["wrong", "new"]


def test_another_who_divides_the_same_meanwhile_leaves_no_double(tmp_path: Path) -> None:
    batch = batch_of([new_row("石家庄市")], tmp_path)
    parts_of("shijiazhuang", by=office("qian"))
    with pytest.raises(batches.Moved):
        imported(batch)


def test_an_undo_takes_back_what_nobody_has_changed_since(tmp_path: Path) -> None:
    kept, reverted = (
        accepted(part, of_region(slug, slug))
        for part, slug in zip(parts_of("shijiazhuang", "tangshan"), ("shijiazhuang", "tangshan"), strict=True)
    )
    content = filled([new_row("保定市"), new_row("承德市")], office())
    content = typed_into(content, [{"content": "抽检80批次"}, {"content": "抽检90批次", "due": None}], at=first_row())
    batch = begun(content, office(), tmp_path)
    with sits(office()):
        batches.check_on(batch, at=MORNING)
    imported(batch, issue=True)
    with everywhere():
        taken = Part.objects.get(region__slug="chengde")
    accepted(taken, of_region("cheng", "chengde"))
    with sits(office("qian")):
        amend(now(kept), 3, {"note": "又改过"}, by=office("qian"), at=LATER, why="补充")
    with sits(office()):
        batch = batches.undo(batch, by=office(), at=LATER, why="填错了文件")
    assert batch.state == ImportBatch.UNDONE
    assert [row.fate for row in rows_of(batch)] == ["left", "undone", "undone", "left"]
    back = now(reverted)
    assert (back.content, back.due, back.state, back.version) == (reverted.content, reverted.due, Part.ACCEPTED, 4)
    assert lines_of(back)[0].why == "填错了文件"
    assert now(kept).content == "抽检80批次"
    with everywhere():
        assert Part.objects.get(region__slug="baoding").state == Part.WITHDRAWN
    assert now(taken).state == Part.ACCEPTED
    with sits(office()), pytest.raises(batches.NotNow):
        batches.undo(batch, by=office(), at=LATER, why="再来一次")


def test_a_city_divides_what_it_accepted_among_its_counties_by_workbook(tmp_path: Path) -> None:
    (part,) = parts_of("shijiazhuang")
    li = of_region()
    early = batch_of([new_row("正定县")], tmp_path, by=li)
    assert "不在您可分解的范围内" in faults(early)[0][1]
    accepted(part, li)
    batch = batch_of([new_row("正定县"), new_row("唐山市")], tmp_path, by=li)
    assert outcomes(batch) == ["new", "wrong"]
    imported(batch, by=li, only_right=True)
    with everywhere():
        assert Part.objects.get(parent=part).receiver.name == "正定县"


def test_of_two_parts_for_the_same_words_the_one_of_the_period_is_divided(tmp_path: Path) -> None:
    li = of_region()
    for year in (2025, 2026):
        accepted(parts_of("shijiazhuang", year=year)[0], li)
    batch = batch_of([new_row("正定县", year=2026, quarter=3), new_row("正定县", year=2024)], tmp_path, by=li)
    assert outcomes(batch) == ["new", "wrong"]
    assert "收到 2 项分解任务" in faults(batch)[0][1]
    imported(batch, by=li, only_right=True)
    with everywhere():
        assert Part.objects.get(parent__isnull=False).parent.year == 2026


def test_a_unit_divides_further_what_it_was_given_and_accepted(tmp_path: Path) -> None:
    last, wang = fruit().task_set.order_by("sort_no").last(), of_unit()
    assert last and wang.unit
    origin = origin_of(last, last.assignments.first())
    with sits(office()):
        share = Share(wang.unit, "协助")
        (part,) = divide(origin, [share], issue=True, by=office(), at=MORNING, why="任务分解")
    accepted(part, wang)
    batch = batch_of([new_row("保定市", task=last.key, quote=None)], tmp_path, by=wang)
    imported(batch, by=wang)
    with everywhere():
        assert Part.objects.get(region__slug="baoding").parent == part


def test_an_undo_leaves_what_would_stand_where_another_part_has_come_to_stand(tmp_path: Path) -> None:
    (part,) = parts_of("shijiazhuang")
    batch = begun(typed_into(filled([], office()), [{"year": 2026}], at=first_row()), office(), tmp_path)
    with sits(office()):
        batches.check_on(batch, at=MORNING)
    imported(batch)
    parts_of("shijiazhuang", content="新的一项")
    with sits(office()):
        batches.undo(batch, by=office(), at=LATER, why="填错了")
    assert now(part).year == 2026
    assert [row.fate for row in rows_of(batch)] == [ImportRow.LEFT]


def test_a_unit_divides_only_the_words_that_name_it(tmp_path: Path) -> None:
    last = fruit().task_set.order_by("sort_no").last()
    assert last
    batch = batch_of([new_row("保定市"), new_row("保定市", task=last.key, quote=None)], tmp_path, by=of_unit())
    assert outcomes(batch) == ["new", "wrong"]
    assert "不在您可分解的范围内" in faults(batch)[0][1]


def test_a_task_with_several_assignments_needs_its_words(tmp_path: Path) -> None:
    batch = batch_of([new_row("保定市", quote=None), new_row("承德市")], tmp_path)
    assert outcomes(batch) == ["wrong", "new"]
    assert "有 2 处责任分工" in faults(batch)[0][1]


def test_receiver_and_task_of_a_part_do_not_change_and_a_withdrawn_one_stays_so(tmp_path: Path) -> None:
    parts_of("shijiazhuang")
    content = filled([], office())
    moved = begun(typed_into(content, [{"receiver": "唐山市"}], at=first_row()), office(), tmp_path)
    with sits(office()):
        batches.check_on(moved, at=MORNING)
    assert "原为“石家庄市”" in faults(moved)[0][1]
    with everywhere():
        part = Part.objects.get()
    with sits(office()):
        move(part, "withdraw", 1, by=office(), at=MORNING, why="不做了")
    gone = begun(typed_into(content, [{"content": "还想改"}], at=first_row()), office(), tmp_path)
    with sits(office()):
        batches.check_on(gone, at=MORNING)
    assert "已撤回" in faults(gone)[0][1]


def test_a_batch_is_seen_by_its_post_alone(tmp_path: Path) -> None:
    batch = batch_of([new_row()], tmp_path, by=of_unit())
    for officer in (office(), of_region(), of_unit("zhao", "省林果办")):
        with sits(officer):
            assert not ImportBatch.objects.exists() and not ImportRow.objects.exists()
    with sits(of_unit("sun")):
        assert ImportBatch.objects.get() == batch and ImportRow.objects.count() == 1


def test_a_check_asks_the_database_as_often_for_many_rows_as_for_few(tmp_path: Path) -> None:
    regions = ["石家庄市", "唐山市", "秦皇岛市", "邯郸市", "邢台市", "保定市", "张家口市", "承德市", "沧州市", "廊坊市"]
    parts_of("shijiazhuang", "tangshan", year=2026)
    asked = []
    for count in (1, 10):
        content = filled([new_row(region, quarter=count % 4 + 1) for region in regions[:count]], office())
        batch = begun(content, office(), tmp_path)
        with sits(office()), CaptureQueriesContext(connection) as queries:
            batches.check_on(batch, at=MORNING)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30


def test_checking_goes_on_where_it_stopped_and_ends_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "STEP", 2)
    batch = begun(filled([new_row(r) for r in ("保定市", "承德市", "保定市")], office()), office(), tmp_path)
    with sits(office()):
        half = batches.check_on(batch, at=MORNING)
        assert (half.done, half.percent, half.state) == (2, 66, ImportBatch.CHECKING)
        whole = batches.check_on(half, at=MORNING)
        assert (whole.done, whole.state) == (3, ImportBatch.CHECKED)
        batches.check_on(half, at=MORNING)
    assert outcomes(batch) == ["new", "new", "wrong"]
    imported(batch, only_right=True)


def test_a_cancelled_batch_is_not_confirmed(tmp_path: Path) -> None:
    batch = batch_of([new_row()], tmp_path)
    with sits(office()):
        assert batches.cancel(batch).rests
    with pytest.raises(batches.NotNow):
        imported(batch)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write at a time; needs PostgreSQL")
def test_two_who_confirm_the_same_rows_at_once_leave_no_double(hebei: Ledger, tmp_path: Path) -> None:
    people = [office("zhang"), office("qian")]
    made = [batch_of([new_row(), new_row("保定市")], tmp_path, by=officer) for officer in people]
    start = Barrier(2)

    def confirm(batch: ImportBatch, officer: Officer) -> str:
        start.wait()
        try:
            return imported(batch, by=officer).state
        except batches.Moved:
            return "moved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(confirm, made, people)) == ["confirmed", "moved"]
    with everywhere():
        assert Part.objects.count() == 2
