"""The example of docs/add-an-indicator.md works as it is written there: function, specification, number."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest
import yaml

from tests.conventions.tree import ROOT
from tests.indicators.spec.tables import EDGES, Folder, asked_of, lines, named, write
from zhiheng.indicators import declaring
from zhiheng.indicators.computing import cells
from zhiheng.indicators.declaring import Definition
from zhiheng.indicators.engines import opened, tree_of

TEXT = (ROOT / "docs" / "add-an-indicator.md").read_text("utf-8")
IMPORTS = """
from datetime import date
from django.utils.translation import gettext_lazy as _
from zhiheng.indicators.declaring import indicator
from zhiheng.indicators.shapes import Facts, Table, share
"""


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def definition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Definition:
    """The function of the page as a module of its own, declared beside no other."""
    monkeypatch.setattr(declaring, "_KNOWN", {})
    file = tmp_path / "example.py"
    file.write_text(IMPORTS + block("python"), "utf-8")
    told = importlib.util.spec_from_file_location("example", file)
    assert told and told.loader
    module = importlib.util.module_from_spec(told)
    monkeypatch.setitem(sys.modules, "example", module)
    told.loader.exec_module(module)
    found = module.drug_pass_rate
    assert isinstance(found, Definition)
    return found


def test_the_example_declares_a_definition(definition: Definition) -> None:
    assert list(declaring._KNOWN.values()) == [definition]
    assert definition.tables == ("tested_batches",)
    assert definition.code in block("python")
    assert re.fullmatch(r"[0-9a-f]{12}", definition.version)


def test_the_example_gives_the_answer_of_its_specification(definition: Definition, tmp_path: Path) -> None:
    told = yaml.load(block("yaml"), Loader=yaml.BaseLoader)
    for name, text in {"region_edges": EDGES, **told["tables"]}.items():
        write(tmp_path / f"{name}.parquet", lines(name, text))
    folder = Folder(tmp_path)
    for asked in map(asked_of, told["asked"]):
        tree = tree_of(folder, asked.question.on)
        found = named(cells(definition, opened(folder, definition.tables), asked.question, tree))
        assert asked.cells.items() <= found.items()
