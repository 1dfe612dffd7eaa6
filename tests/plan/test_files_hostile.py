"""Readers on material that nobody wrote by hand: random pages, random Word XML, random lines of a PDF."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.plan.archive import Archive
from zhiheng.plan.pdf import Line, lines_of_body, paragraphs
from zhiheng.plan.unreadable import Unreadable
from zhiheng.plan.webpage import text_of as web_text
from zhiheng.plan.word import text_of as word_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES = "div p table tr td th ul ol li h1 a span b script style title nav br img form head body html article"
TAGS = NAMES.split()
WORDS = [
    "一、目标。",
    "到2026年达到95%。",
    "(责任单位:省商务厅)",
    "&#20891;",
    "&nbsp;",
    "<",
    ">",
    "&",
    "<!--",
    "-->",
    "]]>",
]
LISTS = ["]]>", "<ol start='7' type=a>", "<li value=x>", "\n"]
PIECES = [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + WORDS + LISTS
DOCUMENT_PIECES = (
    "<w:p>",
    "</w:p>",
    "<w:p><w:r><w:t>一、目标</w:t></w:r></w:p>",
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="-3"/><w:numId w:val="x"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:pStyle w:val="loop"/></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>',
    "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr><w:tr/></w:tbl>",
    "<w:sdt><w:sdtContent>",
    "</w:sdtContent></w:sdt>",
    "<w:r><w:t>游离</w:t></w:r>",
    "<w:del/>",
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="many"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%2%9."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles {W}><w:style w:styleId="loop"><w:basedOn w:val="pool"/></w:style>'
    '<w:style w:styleId="pool"><w:basedOn w:val="loop"/></w:style></w:styles>'
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_any_heap_of_tags_is_read(page: str) -> None:
    assert isinstance(web_text(page), str)


@given(st.lists(st.sampled_from(DOCUMENT_PIECES), max_size=25).map("".join))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_word_body_is_read_or_refused(body: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        made.writestr("word/numbering.xml", NUMBERING)
        made.writestr("word/styles.xml", STYLES)
    try:
        text = word_text(Archive(kept.getvalue()))
    except Unreadable as refusal:
        assert "XML" in refusal.message_zh
    else:
        assert text.count("甲") == body.count("甲")


LINES = st.builds(
    Line,
    text=st.text(alphabet="一、目标。达到95%年(1)AZ", min_size=1, max_size=12),
    left=st.floats(0, 500),
    right=st.floats(10, 600),
    base=st.floats(120, 700),
    size=st.sampled_from([9.0, 16.0, 22.0]),
    page=st.integers(0, 3),
    height=st.just(842.0),
)


@given(st.lists(LINES, max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_joining_lines_keeps_every_character_in_order(lines: list[Line]) -> None:
    assert lines_of_body(lines) == lines
    joined = "".join(paragraphs(lines))
    assert re.sub(" ", "", joined) == "".join(line.text for line in lines)
