"""The front-end files: what the pages get is what was locked, and nothing in it asks another host."""

from __future__ import annotations

import re

import assets
import pytest


@pytest.fixture
def vendor() -> dict[str, bytes]:
    """The files of the vendor folder, which ``make run`` and ``make venv`` fill; without them the test is skipped."""
    if not assets.up_to_date():
        pytest.skip("zhiheng/static/vendor is not filled: run `make venv`")
    return {name: (assets.VENDOR / name).read_bytes() for name in assets.wanted()}


def test_a_pointer_to_a_source_map_is_taken_out_and_the_rest_stays() -> None:
    style = b"a{b:c}\n/*# sourceMappingURL=tabler.min.css.map */"
    script = b"let a=1;\n//# sourceMappingURL=tabler.min.js.map"
    assert assets.SOURCE_MAP.sub(b"", style) == b"a{b:c}"
    assert assets.SOURCE_MAP.sub(b"", script) == b"let a=1;"


def test_no_stylesheet_or_picture_loads_anything_from_another_host(vendor: dict[str, bytes]) -> None:
    loads = re.compile(rb"""(?:url\(|@import|src=|href=)\s*["']?\s*(?:https?:)?//""")
    assert not [name for name, content in vendor.items() if name.endswith((".css", ".svg")) and loads.search(content)]


def test_the_stylesheet_uses_nothing_that_chromium_81_does_not_know(vendor: dict[str, bytes]) -> None:
    """Tabler 1.0.0 is pinned because later ones lose borders, badges and buttons in the browsers of offices."""
    assert not re.findall(rb"color-mix\(|oklch\(|light-dark\(|@container|@layer", vendor["tabler.min.css"])
