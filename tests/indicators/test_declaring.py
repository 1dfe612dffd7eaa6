"""The version of a definition changes with everything that decides its number."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from zhiheng.indicators import computing, declaring, shapes, tree, weighing
from zhiheng.indicators.declaring import definitions


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """The sources are read once in a process: each test reads its own."""
    declaring._counting.cache_clear()
    yield
    declaring._counting.cache_clear()


def version() -> str:
    """The version as a process that starts now has it."""
    declared = declaring.Definition.__dict__["version"]
    return str(declared.func(definitions()["manufactured_goods_pass_rate"]))


@pytest.mark.parametrize(
    ("module", "written", "otherwise"),
    [
        (shapes, "Decimal(100 * passed * each) / tested", "Decimal(100 * passed) / tested"),
        (shapes, "ROUND_HALF_UP)", "ROUND_DOWN)"),
        (weighing, "max(0, weight)", "weight"),
        (tree, "self.above.get(region, frozenset({region})) | {WHOLE}", "frozenset({region})"),
        (computing, "if one.ends >= month", "if one.ends > month"),
    ],
)
def test_another_way_of_counting_is_another_version(
    module: object, written: str, otherwise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = version(), inspect.getsource
    assert written in real(module)  # type: ignore[arg-type]

    def changed(what: object) -> str:
        text = real(what)  # type: ignore[arg-type]
        return text.replace(written, otherwise) if what is module else text

    declaring._counting.cache_clear()
    monkeypatch.setattr(inspect, "getsource", changed)
    assert version() != before
