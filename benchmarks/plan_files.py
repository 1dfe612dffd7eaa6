"""How long it takes to get the text out of a file: .txt, .docx, .html and .pdf of the same invented plan.

Every kind must give the same lines; the ratio compares with .txt at the same length.
"""

from __future__ import annotations

import html
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.plan_scaling import synthetic
from tests.plan.documents import pdf_of, plain, typed_docx
from zhiheng.plan.files import extract

SIZES = (10_000, 100_000)


def main(arguments: Sequence[str] = ()) -> int:
    """Print seconds and the ratio to .txt; 1 when a kind gives other lines than the .txt."""
    status = 0
    print(f"{'kind':<8}{'characters':>12}{'seconds':>10}{'ratio to .txt':>16}  same lines")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            text = synthetic(size)
            first = 0.0
            for kind, path in _files(text, Path(folder)).items():
                began = time.perf_counter()
                read = extract(path)
                seconds = time.perf_counter() - began
                first = first or seconds
                same = plain(read) == plain(text)
                status |= not same
                print(f"{kind:<8}{size:>12,}{seconds:>10.4f}{seconds / first:>16.0f}  {'yes' if same else 'NO'}")
    return int(status)


def _files(text: str, folder: Path) -> dict[str, Path]:
    (folder / "plan.txt").write_text(text, "utf-8")
    page = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    (folder / "plan.html").write_text(f"<!doctype html><meta charset=utf-8><body>{page}", "utf-8")
    return {
        ".txt": folder / "plan.txt",
        ".docx": typed_docx(text, folder / "plan.docx"),
        ".html": folder / "plan.html",
        ".pdf": pdf_of(text, folder / "plan.pdf"),
    }
