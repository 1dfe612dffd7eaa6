"""manage.py setup and import_plan, as the person at the terminal sees them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from zhiheng.directory.models import Officer
from zhiheng.indicators.models import PublishedValue
from zhiheng.ledger.models import Document, Indicator, Ledger, Target
from zhiheng.reporting.models import Figure
from zhiheng.supervision.figures import known

HEBEI = "hebei-2023-2027"


@pytest.fixture(autouse=True)
def nothing_loaded(db: None) -> None:
    """A database as after ``migrate``."""
    Ledger.objects.all().delete()


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_setup_gives_the_bundled_plan_and_a_labelled_demonstration_province() -> None:
    said = run("setup", "--as-of", "2026-11-22")
    assert "目标 49" in said and "任务 27" in said and "责任标注 53" in said
    assert "演示数据" in said and "demo-office" in said
    assert Figure.objects.exists() and not Figure.objects.filter(demo=False).exists()
    assert Document.objects.get().form == Document.DIGEST
    assert PublishedValue.objects.exists() and not PublishedValue.objects.filter(demo=False).exists()
    read = known(Indicator.objects.all())
    assert {figure.indicator.slug for figure in read.figures if figure.address} >= {"food-sampling-pass-rate"}
    assert [pair.reported.period for pair in read.disputes] == ["2025"], "one disagreement is there to be seen"


def test_without_the_demonstration_the_ledger_holds_no_figure_and_no_account() -> None:
    run("setup", "--no-demo")
    assert Target.objects.count() == 49
    assert not Figure.objects.exists() and not Officer.objects.exists()


def test_setup_twice_keeps_the_data() -> None:
    run("setup", "--as-of", "2026-11-22")
    first = Figure.objects.order_by("id")[0]
    Figure.objects.filter(pk=first.pk).update(value=1)
    rows, values = Figure.objects.count(), PublishedValue.objects.count()
    run("setup", "--as-of", "2026-11-22")
    first.refresh_from_db()
    assert (Figure.objects.count(), first.value) == (rows, 1)
    assert (Document.objects.count(), PublishedValue.objects.count()) == (1, values)


PLAN = """云川省果品质量提升行动方案(2024-2026年)
一、重点任务
(一)抓检测。
1.扩大抽检。到2025年,果品抽检合格率达到97%以上。(责任单位:省市场监管局、省林果办)
"""


def test_import_plan_says_what_was_read_and_which_units_are_new(tmp_path: Path) -> None:
    run("setup", "--no-demo")
    path = tmp_path / "果品.txt"
    path.write_text(PLAN, encoding="utf-8")
    said = run("import_plan", path, "--lead")
    assert "任务 1" in said and "目标 1" in said and "省林果办" in said
    assert "没有经过第二人确认" in said and Document.objects.get(title__startswith="云川省").imported_by is None
    assert Ledger.objects.first() == Ledger.objects.get(title__startswith="云川省")


def test_a_second_edition_says_what_changed_and_the_same_file_says_nothing_did(tmp_path: Path) -> None:
    path = tmp_path / "果品.txt"
    path.write_text(PLAN, encoding="utf-8")
    run("import_plan", path)
    assert "没有变化" in run("import_plan", path)
    path.write_text(PLAN.replace("97%", "98%"), encoding="utf-8")
    said = run("import_plan", path)
    assert "第2版" in said and "97 → 98" in said


def test_a_file_that_cannot_be_read_gets_one_clear_line_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "损坏.docx"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(CommandError) as refusal:
        run("import_plan", path)
    assert "\n" not in str(refusal.value) and refusal.value.returncode == 2
    assert not Ledger.objects.exists()


def test_a_file_that_asks_nothing_of_anybody_is_refused_and_does_not_take_the_first_page(tmp_path: Path) -> None:
    path = tmp_path / "便条.txt"
    path.write_text("今天天气很好。\n", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run("import_plan", path, "--lead")
    assert "不像行动方案" in str(refusal.value) and refusal.value.returncode == 2
    assert not Ledger.objects.exists()


HEBEI_TEXT = Path(__file__).parents[2].parent / "shared" / "plan" / f"{HEBEI}.txt"


@pytest.mark.skipif(not HEBEI_TEXT.exists(), reason=f"the official document is not here: ../shared/plan/{HEBEI}.txt")
def test_the_official_document_is_the_second_edition_of_the_bundled_ledger_and_changes_no_figure() -> None:
    run("setup", "--no-demo")
    said = run("import_plan", HEBEI_TEXT)
    assert f"[{HEBEI} 第2版 原文]" in said
    target = Target.objects.get(indicator__slug="complaints-closed-on-time")
    assert target.document.form == Document.OFFICIAL
    assert "消费投诉按期办结率达到95%" in target.quote
    assert not [line for line in said.splitlines() if " target " in line or " funding " in line or " task " in line]
