"""Output of industry is read from a table; a later table corrects it, and the journal keeps both."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.sampling.models import IndustryOutput

pytestmark = pytest.mark.django_db
TABLE = "year,region,industry,value\n2025,tangshan,31,52000000\n2025,石家庄市,38,1200000\n"


def entered(path: Path, text: str) -> str:
    told = StringIO()
    (path / "a.csv").write_text(text, "utf-8")
    call_command("industry_output", str(path / "a.csv"), "--source", "2025年统计年鉴", stdout=told)
    return told.getvalue()


def test_a_table_is_entered_and_a_later_one_corrects_it(tmp_path: Path) -> None:
    assert "新载入 2 个,更正 0 个" in entered(tmp_path, TABLE)
    assert "新载入 0 个,更正 1 个" in entered(tmp_path, TABLE.replace("1200000", "1300000"))
    with at_desk(Desk()):
        assert IndustryOutput.objects.get(industry="38").value == 1_300_000
        assert not IndustryOutput.objects.filter(demo=True).exists()
    line = Entry.objects.filter(ledger="industry_output").first()
    assert line and (line.thing, line.old, line.new) == ("2025 石家庄市 38", "1200000", "1300000")


def test_a_region_beside_others_of_its_own_is_told(tmp_path: Path) -> None:
    assert "余数" not in entered(tmp_path, TABLE)
    assert "余数" not in entered(
        tmp_path, TABLE.replace("2025", "2024").replace("tangshan", "hebei").split("2024,石")[0]
    )
    assert "只按扣除后的余数计权:2025 河北省\n" in entered(
        tmp_path, "year,region,industry,value\n2025,河北省,31,60000000\n"
    )


@pytest.mark.parametrize("line", ["2025,某市,31,1", "2025,tangshan,42,1", "25,tangshan,31,1", "2025,tangshan,31,1.5"])
def test_a_wrong_line_is_named_and_nothing_is_written(line: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="第 4 行"):
        entered(tmp_path, f"{TABLE}{line}\n")
    with at_desk(Desk()):
        assert not IndustryOutput.objects.exists()
