"""Browsers of government offices: Chromium 81, 86 and 92 show the pages, and not in white."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import chromium
import pytest
from PIL import Image

from tests.browser.chromiums import OldChromium

PAGES = {
    "/": "消费投诉按期办结率",
    "/plans/hebei-2023-2027/tasks/": "强化质量发展利民惠民",
    "/plans/hebei-2023-2027/indicators/complaints-closed-on-time/": "省市场监管局",
}


def colours(picture: Path) -> dict[tuple[int, ...], int]:
    """The colours of a picture with the number of their pixels."""
    with Image.open(picture) as image:
        found = image.convert("RGB").getcolors(maxcolors=1 << 24) or []
    return {colour: count for count, colour in found}


@pytest.mark.parametrize("version", chromium.OLD)
@pytest.mark.parametrize("url", PAGES)
def test_the_page_is_drawn(
    version: int, url: str, portal: str, old_chromium: Callable[[int], OldChromium], tmp_path: Path
) -> None:
    browser = old_chromium(version)
    assert PAGES[url] in browser.dump_dom(portal + url)
    drawn = colours(browser.screenshot(portal + url, tmp_path / "page.png"))
    assert len(drawn) > 100, "a blank page"
    assert drawn.get((0x15, 0x57, 0xB0), 0) > 20_000, "the menu has not its colour: the theme did not load"
