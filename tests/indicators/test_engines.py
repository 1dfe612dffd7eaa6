"""The same definitions, unchanged, give the same numbers in DuckDB, in Sail and in Apache Spark, to the last digit."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.spec.tables import REGIONS, Asked, Folder, keys, named, read, schema, table, write
from zhiheng.indicators.computing import Question, cells
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.engines import EMBEDDED, opened, tree_of
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.periods import Grain, Period

ON = date(2026, 11, 22)


def answers(folder: Folder, key: str, question: Question, url: str) -> dict[Any, Any]:
    definition = definitions()[key]
    tree = tree_of(folder, question.on, url)
    return named(cells(definition, opened(folder, definition.tables, url), question, tree))


def agrees(folder: Folder, key: str, asked: Asked, url: str) -> None:
    found = answers(folder, key, asked.question, url)
    regions = {region for _, region, _ in asked.cells}
    assert {place: value for place, value in found.items() if place[1] in regions} == asked.cells, asked.question


@pytest.mark.parametrize("key", keys())
def test_sail_gives_every_answer_of_a_specification(key: str, sail: str, tmp_path: Path) -> None:
    spec = read(key)
    folder = spec.written(tmp_path)
    for asked in spec.asked:
        agrees(folder, key, asked, sail)


@pytest.mark.parametrize("key", keys())
def test_spark_gives_the_first_answer_of_a_specification(key: str, spark: str, tmp_path: Path) -> None:
    spec = read(key)
    agrees(spec.written(tmp_path), key, spec.asked[0], spark)


def drawn(seed: str, rows: int) -> dict[str, Any]:
    """Tables of batches and outputs by a hash: any region or none, any kind, three years."""
    batches, outputs = [], []
    for nth in range(rows):
        byte = sha256(f"{seed}{nth}".encode()).digest()
        batches.append(
            {
                "category": ("industrial", "food")[byte[0] % 2],
                "sampling_type": ("supervision", "evaluation")[byte[1] % 2],
                "industry": ("13", "31", "-")[byte[2] % 3],
                "product_class": ("蔬菜", "-")[byte[3] % 2],
                "region": ("-", *REGIONS[1:])[byte[4] % len(REGIONS)],
                "judged_on": str(date(2024, 1, 1) + timedelta(days=int.from_bytes(byte[5:7]) % 1096)),
                "passed": ("yes", "yes", "no")[byte[7] % 3],
                "demo": ("yes", "no")[byte[8] % 2],
            }
        )
        if nth % 20 == 0:
            place, industry = ("石家庄", "保定", "定州", "雄安")[byte[9] % 4], ("13", "31")[byte[10] % 2]
            outputs.append((str(2023 + byte[11] % 3), place, industry, str(byte[12] * 7 + 1)))
    weights = {row[:3]: row[3] for row in outputs}
    names = ("year", "region", "industry", "weight")
    return {
        "tested_batches": table(schema("tested_batches"), batches),
        "industry_outputs": table(
            schema("industry_outputs"),
            [dict(zip(names, (*place, weight), strict=True)) for place, weight in weights.items()],
        ),
        "region_edges": read("food_pass_rate").tree,
    }


QUESTIONS = (
    ("manufactured_goods_pass_rate", Question(Period.of("2025"), Grain.MONTH, ON, regions=frozenset({2, 5, 7, 8}))),
    ("manufactured_goods_pass_rate", Question(Period.of("2025"), Grain.MONTH, ON)),
    ("manufactured_goods_pass_rate", Question(Period.of("2025"), Grain.CUMULATIVE, ON)),
    ("manufactured_goods_pass_rate", Question(Period.of("2026"), Grain.QUARTER, ON, apart=("industry",))),
    ("food_pass_rate", Question(Period.of("2024"), Grain.YEAR, ON, apart=("product_class",))),
    ("food_pass_rate", Question(Period.of("2024"), Grain.MONTH, ON, within=(("product_class", None),))),
    ("batches_tested", Question(Period.of("2024"), Grain.QUARTER, ON, apart=("category", "product_class"))),
)


def folder_of(seed: str, rows: int, path: Path) -> Folder:
    for name, content in drawn(seed, rows).items():
        write(path / f"{name}.parquet", content)
    return Folder(path)


@pytest.mark.parametrize("regions", [(), (2, 5, 7, 8), (1, 3, 9)])
def test_some_regions_are_told_what_they_are_told_among_all(regions: tuple[int, ...], tmp_path: Path) -> None:
    folder, names = folder_of("some", 400, tmp_path), {REGIONS[region] for region in (WHOLE, *regions)}
    for key, question in QUESTIONS:
        every = answers(folder, key, replace(question, regions=None), EMBEDDED)
        some = answers(folder, key, replace(question, regions=frozenset(regions)), EMBEDDED)
        assert some == {place: value for place, value in every.items() if place[1] in names}, question


@pytest.mark.parametrize("seed", range(8))
def test_any_batches_give_the_same_numbers_in_sail(seed: int, sail: str, tmp_path: Path) -> None:
    folder = folder_of(f"sail {seed}", 40 * (seed + 1), tmp_path)
    for key, question in QUESTIONS:
        assert answers(folder, key, question, sail) == answers(folder, key, question, EMBEDDED), question


def test_any_batches_give_the_same_numbers_in_spark(spark: str, tmp_path: Path) -> None:
    folder = folder_of("spark", 400, tmp_path)
    for key, question in QUESTIONS:
        assert answers(folder, key, question, spark) == answers(folder, key, question, EMBEDDED), question


def test_threads_ask_at_once(tmp_path: Path) -> None:
    folder = folder_of("threads", 200, tmp_path)
    key, question = QUESTIONS[0]
    expected = answers(folder, key, question, EMBEDDED)
    found: list[bool] = []

    def ask() -> None:
        found.extend(answers(folder, key, question, EMBEDDED) == expected for _ in range(3))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 12


def test_an_apostrophe_in_a_path_is_no_matter(tmp_path: Path) -> None:
    folder = folder_of("path", 20, tmp_path / "it's")
    assert opened(folder, ["tested_batches"])["tested_batches"].count().to_pyarrow().as_py() == 20
