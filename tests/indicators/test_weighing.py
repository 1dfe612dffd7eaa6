"""Each stratum weighs with its own newest output, no output counts twice, and 演示数据 among the weights are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.indicators.spec.tables import lines, read, write
from zhiheng.indicators.computing import Cell, cells
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.engines import opened, tree_of
from zhiheng.indicators.tree import WHOLE

KEY = "manufactured_goods_pass_rate"
BATCHES = """
    category   sampling_type industry region judged_on  passed
    industrial supervision   13       长安区 2026-01-05 yes
    industrial supervision   13       莲池区 2026-01-05 no
"""
YEARS = "year region industry weight demo\n2025 石家庄 13 100 no\n2025 保定 13 300 no\n"


def whole(folder: Path, outputs: str) -> Cell:
    """The province in the first quarter of 2026."""
    spec = read(KEY)
    written = spec.written(folder)
    write(folder / "tested_batches.parquet", lines("tested_batches", BATCHES))
    write(folder / "industry_outputs.parquet", lines("industry_outputs", outputs))
    definition, question = definitions()[KEY], spec.asked[0].question
    tree = tree_of(written, question.on)
    found = cells(definition, opened(written, definition.tables), question, tree)
    return next(cell for cell in found if cell.region == WHOLE)


@pytest.mark.parametrize(
    ("more", "value", "covered"),
    [
        ("", "25.00", "1"),
        ("2026 石家庄 13 100 no", "25.00", "1"),
        ("2026 石家庄 31 100 no", "25.00", "0.8"),
        ("2025 河北 13 400 no", "25.00", "1"),
        ("2025 河北 13 500 no", "25.00", "0.8"),
        ("2025 河北 13 390 no", "25.00", "1"),
        ("2025 河北 31 100 no\n2025 石家庄 31 100 no", "25.00", "0.8"),
        ("2025 长安区 13 40 no", "11.76", "0.85"),
    ],
    ids=[
        "as it is",
        "one city in a newer year hides no other",
        "an industry new in a city hides none of its others",
        "the province beside its cities counts once",
        "what the province has besides its cities is its rest",
        "a rest is never less than nothing",
        "what only one city tells apart",
        "a county of its own leaves its city the rest",
    ],
)
def test_no_output_is_lost_and_none_counts_twice(more: str, value: str, covered: str, tmp_path: Path) -> None:
    found = whole(tmp_path, YEARS + more).found
    assert (found.value, found.covered) == (Decimal(value), Decimal(covered))


def test_a_value_that_is_weighed_with_demonstration_is_demonstration(tmp_path: Path) -> None:
    assert whole(tmp_path, YEARS).demo == 0
    assert whole(tmp_path, YEARS.replace("300 no", "300 yes")).demo > 0
    assert whole(tmp_path, f"{YEARS}2024 石家庄 13 1 yes").demo == 0, "an older output that no longer weighs"
