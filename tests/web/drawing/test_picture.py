"""Pictures are written as SVG: escaped, without style attributes, and as files of their own."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from zhiheng.web.drawing.picture import Linked, Picture, circle, folded, rect, words

SVG = "{http://www.w3.org/2000/svg}"


def test_a_mark_opens_its_number_and_says_in_words_what_it_is() -> None:
    picture = Picture(100, 50, (Linked("/value/?a=1&b=2", "唐山市 2025: 98", (circle("drawn-dot", 5, 5, 4),)),))
    assert '<a href="/value/?a=1&amp;b=2" aria-label="唐山市 2025: 98"><title>唐山市 2025: 98</title>' in picture.svg()


def test_what_is_not_to_be_opened_is_told_all_the_same() -> None:
    picture = Picture(9, 9, (Linked("", "少于 5 件", (rect("drawn-shade-none", 0, 0, 9, 9),)),))
    assert "<a " not in picture.svg() and "<title>少于 5 件</title>" in picture.svg()


def test_words_cannot_leave_their_element() -> None:
    assert "<b>" not in Picture(9, 9, (words("drawn-name", 1, 1, "<b>&"),)).svg()


def test_nothing_is_styled_in_place() -> None:
    assert "style=" not in Picture(9, 9, (words("drawn-name", 1, 1, "名"), rect("x", 0, 0, 1, 1)), real=True).svg()


def test_a_file_is_well_formed_holds_its_style_and_opens_nothing() -> None:
    drawn = Picture(200, 50, (Linked("/value/", "told", (circle("drawn-dot", 5, 5, 4),)),))
    text = drawn.file("全省 <98%>", ["单位：%", "来源 & 快照"], ".drawn-dot { fill: #1557B0; }")
    root = ElementTree.fromstring(text.encode())
    assert root.tag == f"{SVG}svg" and not list(root.iter(f"{SVG}a"))
    assert [one.text for one in root.iter(f"{SVG}text")] == ["全省 <98%>", "单位：%", "来源 & 快照"]
    assert ".drawn-dot" in str(next(root.iter(f"{SVG}style")).text)
    assert int(root.get("height") or 0) > 50


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("短", ["短"]),
        ("一二三四五六", ["一二三四", "五六"]),
        ("alpha beta gamma", ["alpha", "beta", "gamma"]),
        ("合格率 98.25% 高", ["合格率", "98.25%", "高"]),
    ],
)
def test_lines_are_folded_where_each_language_allows_it(text: str, lines: list[str]) -> None:
    assert folded(text, 4) == lines
