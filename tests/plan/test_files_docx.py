"""Reading .docx: what a reader sees on paper — typed and automatic numbers, tables, text boxes, tracked changes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.plan.documents import (
    SMALL,
    add_paragraph,
    define_list,
    level_xml,
    numbered_docx,
    plain,
    save_docx,
    typed_docx,
)
from zhiheng.plan.files import extract
from zhiheng.plan.numbering import chinese_number, written

W = nsdecls("w")


def body_xml(document: docx.document.Document, xml: str) -> None:
    """Put raw XML before the section properties at the end of the body."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def read_back(document: docx.document.Document, folder: Path) -> list[str]:
    return extract(save_docx(document, folder / "plan.docx")).split("\n")


def test_typed_numbers_and_paragraphs_are_read(tmp_path: Path) -> None:
    assert extract(typed_docx(SMALL, tmp_path / "plan.docx")).split("\n") == plain(SMALL)


def test_numbers_that_word_counts_by_itself_appear_in_the_text(tmp_path: Path) -> None:
    path = numbered_docx(SMALL, tmp_path / "plan.docx")
    assert "布局田头冷库" in "".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert not any(p.text.startswith("1.") for p in docx.Document(str(path)).paragraphs)
    assert extract(path).split("\n") == plain(SMALL)


@pytest.mark.parametrize("make", [typed_docx, numbered_docx])
def test_a_file_saved_by_libreoffice_is_read_alike(make: object, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice (LibreOffice Writer) is not on this machine")
    path = make(SMALL, tmp_path / "plan.docx")  # type: ignore[operator]
    for kind in ("docx", "pdf"):
        subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", kind]
            + ["--outdir", str(tmp_path / "saved"), str(path)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert extract(tmp_path / "saved" / f"plan.{kind}").split("\n") == plain(SMALL)


def test_a_list_of_a_style_counts_and_starts_again_under_each_heading(tmp_path: Path) -> None:
    document = docx.Document()
    define_list(
        document,
        level_xml(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>')
        + level_xml(1, "japaneseCounting", "（%2）", '<w:pStyle w:val="Heading2"/>'),
    )
    for index, name in enumerate(("Heading 1", "Heading 2")):
        properties = document.styles[name].element.get_or_add_pPr()
        level = f'<w:ilvl w:val="{index}"/>' if index == 0 else ""
        properties.append(parse_xml(f'<w:numPr {W}>{level}<w:numId w:val="90"/></w:numPr>'))
    for style, text in ((1, "目标"), (2, "甲"), (2, "乙"), (1, "任务"), (2, "丙")):
        document.add_paragraph(text, style=f"Heading {style}")
    assert read_back(document, tmp_path) == ["一、目标", "（一）甲", "（二）乙", "二、任务", "（一）丙"]


def test_a_list_may_go_on_or_start_anew_with_another_list_number(tmp_path: Path) -> None:
    document = docx.Document()
    define_list(document, level_xml(0, "decimal", "%1."))
    root = document.part.numbering_part.element
    root.append(
        parse_xml(
            f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0">'
            f'<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    for text, number in (("甲", 90), ("乙", 90), ("丙", 91), ("丁", 91)):
        add_paragraph(document, text, 0, number)
    assert read_back(document, tmp_path) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_a_bare_number_keeps_a_gap_to_the_figure_that_follows(tmp_path: Path) -> None:
    document = docx.Document()
    define_list(document, level_xml(0, "decimal", "%1") + level_xml(1, "decimal", "%1.%2"))
    add_paragraph(document, "2025年建成。", 0)
    add_paragraph(document, "5年内完成。", 1)
    assert read_back(document, tmp_path) == ["1 2025年建成。", "1.1 5年内完成。"]


def test_bullets_and_paragraphs_taken_out_of_a_list_have_no_number(tmp_path: Path) -> None:
    document = docx.Document()
    define_list(document, level_xml(0, "bullet", "\uf0b7") + level_xml(1, "decimal", "%2."))
    add_paragraph(document, "要点", 0)
    add_paragraph(document, "正文", 1, 0)
    assert read_back(document, tmp_path) == ["要点", "正文"]


def test_tracked_deletions_go_and_insertions_stay(tmp_path: Path) -> None:
    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    body_xml(
        document,
        f"<w:p {W}>{run.format('达到')}<w:del w:id='1' w:author='a'><w:r><w:delText>80%</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='a'>{run.format('90%')}</w:ins>{run.format('以上。')}</w:p>",
    )
    body_xml(
        document, f"<w:p {W}><w:pPr><w:rPr><w:del w:id='3' w:author='a'/></w:rPr></w:pPr>{run.format('前半')}</w:p>"
    )
    body_xml(document, f"<w:p {W}>{run.format('后半。')}</w:p>")
    body_xml(document, f"<w:p {W}><w:moveFrom w:id='4' w:author='a'>{run.format('移走')}</w:moveFrom></w:p>")
    assert read_back(document, tmp_path) == ["达到90%以上。", "前半后半。"]


def test_heads_feet_notes_hidden_text_and_contents_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉2030"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("一、目标 3", style="TOC 1")
    body_xml(
        document,
        f"<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>二、任务 5</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    body_xml(
        document,
        f"<w:p {W}><w:r><w:t>正文。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    )
    assert read_back(document, tmp_path) == ["正文。"]


def test_rows_are_lines_and_a_box_keeps_its_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("附件")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("序号", "任务", "单位"), ("1", "建设冷库", "省商务厅")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.rows[1].cells[1].add_paragraph("建成9个")
    box = document.add_table(rows=1, cols=1)
    box.rows[0].cells[0].text = "专栏1 重点工程"
    box.rows[0].cells[0].add_paragraph("1.田头冷库。")
    document.add_paragraph("结束")
    assert read_back(document, tmp_path) == [
        "附件",
        "序号\t任务\t单位",
        "1\t建设冷库 建成9个\t省商务厅",
        "专栏1 重点工程",
        "1.田头冷库。",
        "结束",
    ]


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    content = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    body_xml(
        document,
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml">'
        "<w:r><w:t>段落</w:t></w:r><w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>未完</w:t></w:r></w:p>",
    )
    assert read_back(document, tmp_path) == ["段落未完", "框内文字"]


def test_line_breaks_tabs_links_and_controls_inside_a_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    body_xml(
        document,
        f"<w:p {W}><w:r><w:t>题目</w:t><w:br/><w:t>副题</w:t><w:br w:type='page'/></w:r>"
        "<w:hyperlink><w:r><w:t>,链接</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>,控件</w:t><w:tab/><w:t>后</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    )
    assert read_back(document, tmp_path) == ["题目", "副题,链接,控件\t后"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (110, "一百一十"),
        (2005, "二千零五"),
    ],
)
def test_chinese_numbers_are_written_as_they_are_said(value: int, text: str) -> None:
    assert chinese_number(value) == text


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        ("chineseCounting", 12, "十二"),
        ("japaneseCounting", 3, "三"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 3, "寅"),
        ("decimalEnclosedCircle", 5, "⑤"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 27, "aa"),
        ("unheardOf", 4, "4"),
    ],
)
def test_list_numbers_are_written_as_their_format_asks(style: str, value: int, text: str) -> None:
    assert written(value, style) == text
