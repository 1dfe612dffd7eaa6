"""A plan becomes the rows of a ledger, edition by edition."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from zhiheng.directory.loading import load_directory
from zhiheng.ledger.importing import Outcome, import_plan, ledger_for
from zhiheng.ledger.models import Assignment, Document, Ledger, Target, Task
from zhiheng.ledger.reading_back import plan_of
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.plan import edition, parse, read

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)

FIRST = """云川省果品质量提升行动方案(2024-2026年)
一、重点任务
(一)抓检测。
1.扩大抽检。到2025年,果品抽检合格率达到97%以上。每年抽检果品500批次。(责任单位:省市场监管局、省林果办)
2.培育品牌。对获得国家级奖项的企业,给予20万元奖励。(牵头单位:省农业农村厅;配合单位:省财政厅)
"""
SECOND = FIRST.replace("97%", "98%").replace("、省林果办", "") + "3.建立追溯。完善果品追溯体系。(责任单位:省商务厅)\n"


@pytest.fixture(autouse=True)
def nothing_loaded(db: None) -> None:
    Ledger.objects.all().delete()


def bring_in(text: str) -> Outcome:
    return import_plan(parse(text), slug="guopin", form=Document.OFFICIAL, source_name="果品.txt", by=None, at=NOON)


def test_every_row_carries_its_quote() -> None:
    bring_in(FIRST)
    target = Target.objects.get(year=2025)
    assert (target.value, target.comparator, target.unit) == (Decimal(97), ">=", "%")
    assert "97%" in target.quote
    assert target.task is not None and target.task.heading == "扩大抽检"
    assignment = Assignment.objects.get(task__key=target.task.key)
    assert assignment.mark == "(责任单位:省市场监管局、省林果办)"
    assert "果品抽检合格率" in assignment.quote


def test_roles_are_kept_as_the_document_gives_them() -> None:
    bring_in(FIRST)
    roles = {a.name: a.role for t in Task.objects.all() for s in t.assignments.all() for a in s.assigned.all()}
    assert roles == {"省市场监管局": "", "省林果办": "", "省农业农村厅": "lead", "省财政厅": "support"}


def test_a_unit_of_the_directory_is_found_and_a_strange_one_is_entered() -> None:
    load_directory()
    assert bring_in(FIRST.replace("云川省", "河北省")).new_units == ("省林果办",)


def test_the_bureaus_of_another_province_are_not_those_of_this_one() -> None:
    load_directory()
    bring_in(FIRST)
    foreign = Target.objects.get(year=2025).units.get(name="省市场监管局")
    assert (foreign.place, foreign.full_name, foreign.whole_name) == ("云川省", "", "云川省市场监管局")


def test_importing_the_same_text_again_changes_nothing() -> None:
    bring_in(FIRST)
    rows = sorted(Target.objects.values_list("id", "key"))
    outcome = bring_in(FIRST)
    assert (outcome.new_edition, outcome.changes) == (False, ())
    assert sorted(Target.objects.values_list("id", "key")) == rows
    assert Document.objects.count() == 1
    assert not Entry.objects.exists()


def test_a_new_edition_moves_the_rows_it_still_asks_for_and_says_what_changed() -> None:
    bring_in(FIRST)
    old_id = Target.objects.get(year=2025).id
    outcome = bring_in(SECOND)
    target = Target.objects.get(year=2025)
    assert (target.id, target.value, target.document.edition_no) == (old_id, Decimal(98), 2)
    told = " ".join(f"{c.kind} {c.key} {c.old} {c.new}" for c in outcome.changes)
    assert "97" in told and "98" in told and "省林果办" in told and "建立追溯" in told


def test_what_changed_is_in_the_journal() -> None:
    bring_in(FIRST)
    bring_in(SECOND)
    lines = Entry.objects.filter(ledger="guopin")
    assert any(line.old == "97" and line.new == "98" for line in lines)
    assert all("第2版" in line.why for line in lines)


def test_a_row_that_the_new_edition_drops_stays_on_the_edition_that_asked_for_it() -> None:
    bring_in(SECOND)
    bring_in(FIRST)
    dropped = Task.objects.get(heading="建立追溯")
    ledger = Ledger.objects.get(slug="guopin")
    assert dropped.document != ledger.edition_in_force()
    assert dropped.quote.startswith("3.建立追溯")


def test_the_rows_read_back_are_the_plan_that_was_read() -> None:
    plan = parse(FIRST)
    assert plan_of(bring_in(FIRST).document).to_dict() == plan.to_dict()


def test_an_edition_with_the_same_title_belongs_to_the_same_ledger() -> None:
    bring_in(FIRST)
    assert ledger_for(parse(SECOND)) == "guopin"
    assert ledger_for(parse(FIRST.replace("果品", "蔬菜"))) != "guopin"


def test_the_bundled_edition_becomes_a_ledger_with_english_and_keys() -> None:
    load_directory()
    name = "hebei-2023-2027"
    plan = edition.load(name)
    outcome = import_plan(
        plan,
        slug=name,
        form=Document.DIGEST,
        source_name="hebei-2023-2027.yaml",
        by=None,
        at=NOON,
        extras=edition.translations(name),
    )
    assert outcome.new_units == ()
    assert (Task.objects.count(), Target.objects.count()) == (27, 49)
    complaints = Target.objects.get(indicator__slug="complaints-closed-on-time")
    assert (complaints.value, complaints.year, complaints.indicator.name) == (Decimal(95), 2025, "消费投诉按期办结率")
    assert [unit.name for unit in complaints.units.all()] == ["省市场监管局"]
    assert complaints.indicator.name_en
    assert plan_of(outcome.document).to_dict() == plan.to_dict()


EXAMPLES = sorted((Path(__file__).parents[2].parent / "shared" / "plan" / "examples").glob("*.txt"))


@pytest.mark.skipif(not EXAMPLES, reason="the example plans are not here: ../shared/plan/examples/*.txt")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_real_plan_of_any_shape_is_read_back_as_it_was_read_and_importing_it_again_changes_nothing(
    path: Path,
) -> None:
    plan = read(path)
    for _ in range(2):
        outcome = import_plan(plan, slug="x", form=Document.OFFICIAL, source_name=path.name, by=None, at=NOON)
        assert plan_of(outcome.document).to_dict() == plan.to_dict()
        assert outcome.changes == ()


def test_a_document_of_absurd_lengths_is_imported_and_keeps_its_words() -> None:
    long = "果品" * 400
    text = FIRST.replace("果品抽检合格率", f"{long}合格率").replace("扩大抽检", long).replace("省林果办", f"省{long}局")
    outcome = bring_in(text.replace("果品质量提升行动方案", f"{long}行动方案"))
    assert outcome.document.text == text.replace("果品质量提升行动方案", f"{long}行动方案")
    assert bring_in(outcome.document.text).document == outcome.document
