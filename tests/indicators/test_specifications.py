"""Every definition has a small table and its answer, and gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indicators.spec.tables import keys, named, read
from zhiheng.indicators.computing import cells
from zhiheng.indicators.declaring import definitions
from zhiheng.indicators.engines import opened, tree_of


def test_every_definition_has_a_specification() -> None:
    assert keys() == sorted(definitions())


@pytest.mark.parametrize("key", keys())
def test_a_definition_gives_the_answers_of_its_specification(key: str, tmp_path: Path) -> None:
    spec, definition = read(key), definitions()[key]
    assert set(spec.tables) == set(definition.tables)
    folder = spec.written(tmp_path)
    for asked in spec.asked:
        tree = tree_of(folder, asked.question.on)
        found = named(cells(definition, opened(folder, definition.tables), asked.question, tree))
        regions = {region for _, region, _ in asked.cells}
        assert {place: value for place, value in found.items() if place[1] in regions} == asked.cells, asked.question
