"""The same plan as .txt, .docx, .html and .pdf gives the same tasks, units, targets, sums and deadlines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plan.documents import HEBEI, SMALL, numbered_docx, page, pdf_of, typed_docx
from zhiheng.plan import read
from zhiheng.plan.model import Plan


def html_of(text: str, path: Path) -> Path:
    path.write_text(page(text), "utf-8")
    return path


def gb_txt_of(text: str, path: Path) -> Path:
    """A .txt as older offices save it: GB18030, Windows line ends, indented paragraphs, empty lines."""
    path.write_bytes("\r\n\r\n".join("　　" + line for line in text.split("\n")).encode("gb18030"))
    return path


KINDS: dict[str, tuple[str, Callable[[str, Path], Path]]] = {
    "txt of an older office": ("plan.txt", gb_txt_of),
    "docx with typed numbers": ("plan.docx", typed_docx),
    "docx with automatic numbers": ("auto.docx", numbered_docx),
    "html page": ("plan.html", html_of),
    "pdf": ("plan.pdf", pdf_of),
}


def meaning(plan: Plan) -> dict[str, object]:
    """What a plan says, without the places where it says it."""
    return {
        "head": (plan.title, plan.issuer, plan.number, plan.issued, plan.period),
        "sections": [(s.id, s.number, s.heading, s.level, s.parent) for s in plan.sections],
        "tasks": [
            (t.id, t.heading, t.section, [[(u.name, u.role) for u in a.units] for a in t.assignments])
            for t in plan.tasks
        ],
        "targets": [{k: v for k, v in t.to_dict().items() if k != "span"} for t in plan.targets],
        "funding": [{k: v for k, v in f.to_dict().items() if k != "span"} for f in plan.funding],
        "deadlines": [(d.clause, d.what, d.date) for d in plan.deadlines],
        "units": plan.units,
    }


def quotes(plan: Plan) -> list[str]:
    """The words behind each target, sum and mark."""
    spans = [t.span for t in plan.targets] + [f.span for f in plan.funding]
    spans += [a.mark for t in plan.tasks for a in t.assignments]
    return [span.of(plan.text) for span in spans]


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_plan_says_the_same_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    name, make = KINDS[kind]
    (tmp_path / "reference").write_text(SMALL, "utf-8")
    reference, plan = read(tmp_path / "reference"), read(make(SMALL, tmp_path / name))
    assert reference.tasks and reference.targets and reference.funding
    assert meaning(plan) == meaning(reference)
    assert quotes(plan) == quotes(reference)


@pytest.mark.parametrize("kind", KINDS)
def test_the_hebei_plan_says_the_same_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    if not HEBEI.exists():
        pytest.skip("../shared/plan/hebei-2023-2027.txt is not there")
    name, make = KINDS[kind]
    reference, plan = read(HEBEI), read(make(HEBEI.read_text("utf-8"), tmp_path / name))
    assert meaning(plan) == meaning(reference)
    assert quotes(plan) == quotes(reference)
