"""Seven government documents with other conventions, scored against their hand-made keys by the scorer beside them."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from zhiheng.plan import parse

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "plan"
EXAMPLES = sorted((FOLDER / "examples").glob("*.txt"))
pytestmark = pytest.mark.skipif(not EXAMPLES, reason="../shared/plan/examples (documents with keys) is not here")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_score", FOLDER / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(document: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    key = json.loads(document.with_name(document.stem + ".gold.json").read_text(encoding="utf-8"))
    plan = parse(document.read_text(encoding="utf-8"))
    return scorer().score(plan.to_dict(), key), key


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda p: p.stem)
def test_pairs_of_task_and_unit_are_found_and_none_is_invented(document: Path) -> None:
    score, key = scored(document)
    assert score["pairs"][2] >= 0.95 and score["units"][2] >= 0.95
    assert score["tasks"][0] == score["tasks"][1]
    if not key["units"]:
        assert parse(document.read_text(encoding="utf-8")).units == ()


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda p: p.stem)
def test_targets_are_found_with_value_unit_and_year(document: Path) -> None:
    score, _ = scored(document)
    assert score["targets"][2] >= 0.85
    right, dated = score["years"]
    assert right == dated


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda p: p.stem)
def test_face_and_chapters_are_read(document: Path) -> None:
    _, key = scored(document)
    plan = parse(document.read_text(encoding="utf-8"))
    assert plan.title == key["title"] and plan.number == key["doc_no"] and str(plan.issued) == key["date"]
    assert plan.issuer is not None and key["issuer"].startswith(plan.issuer)
    assert len([s for s in plan.sections if s.level == 1]) == key["sections"]
    assert plan.coverage.unread == ()
