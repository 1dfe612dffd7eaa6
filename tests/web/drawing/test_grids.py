"""Heat tables and tiles."""

from __future__ import annotations

from tests.web.drawing.made import row
from zhiheng.web.drawing.grids import heat, tiles
from zhiheng.web.drawing.picture import Linked


def cells(picture: object) -> list[Linked]:
    return [one for one in getattr(picture, "marks", ()) if isinstance(one, Linked)]


def test_each_cell_prints_its_number_and_opens_it() -> None:
    drawn = cells(heat(["2024", "2025"], [row("唐山市", "95.10", None), row("廊坊市", "97.20", "99.90")]))
    assert [(one.href, one.marks[1].text) for one in drawn] == [
        ("/value/95.10", "95.10"),
        ("/value/none", "—"),
        ("/value/97.20", "97.20"),
        ("/value/99.90", "99.90"),
    ]
    assert [one.marks[0].css for one in drawn] == [f"drawn-shade-{end}" for end in ("0", "none", "2", "4")]


def test_like_numbers_have_like_shades() -> None:
    drawn = cells(heat(["2024"], [row("甲", "98"), row("乙", "98")]))
    assert {one.marks[0].css for one in drawn} == {"drawn-shade-0"}


def test_a_tile_lies_in_its_place_and_one_without_a_place_at_the_end() -> None:
    drawn = cells(tiles([row("唐山市", "90", "95", tile=(2, 4)), row("新区", "91", "96")]))
    first, second = ({name: int(at) for name, at in one.marks[0].places} for one in drawn)
    assert first["x"] > second["x"] and second["y"] > first["y"]
    assert [one.href for one in drawn] == ["/value/95", "/value/96"]
