"""The browsers themselves: without these, every other browser test would judge something that is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser

from tests.browser.chromiums import OldChromium

PAGE = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>质衡</title><h1>河北</h1><img src="x.png">'


@pytest.fixture
def page_file(tmp_path: Path) -> str:
    """A small page with a fault that axe knows: a picture without a text."""
    file = tmp_path / "page.html"
    file.write_text(PAGE + "<script>document.title += '·' + 'ok'</script>", encoding="utf-8")
    return file.as_uri()


def test_chinese_is_drawn_as_characters_and_not_as_boxes(browser: Browser) -> None:
    """Two characters that a font lacks look the same; with the tests' font they differ."""
    page = browser.new_page()
    drawn = []
    for character in "河北":
        page.set_content(f'<p lang="zh" id="it" style="font: 40px sans-serif; margin: 0">{character}</p>')
        drawn.append(page.screenshot(clip={"x": 0, "y": 0, "width": 60, "height": 60}))
    page.close()
    assert drawn[0] != drawn[1]


def test_axe_finds_a_picture_without_a_text(browser: Browser, axe: Callable[..., list[str]], page_file: str) -> None:
    page = browser.new_page()
    page.goto(page_file)
    found = axe(page)
    page.close()
    assert [line for line in found if line.startswith("image-alt at img")]


@pytest.mark.parametrize("version", chromium.OLD)
def test_old_browsers_run_scripts_and_draw(
    version: int, old_chromium: Callable[[int], OldChromium], page_file: str, tmp_path: Path
) -> None:
    browser = old_chromium(version)
    assert "<title>质衡·ok</title>" in browser.dump_dom(page_file)
    assert browser.screenshot(page_file, tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
