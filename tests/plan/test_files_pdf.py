"""Reading text PDFs: lines become paragraphs again, page numbers go; what cannot be read is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.plan.documents import SMALL, pdf_of, plain, scanned_pdf
from zhiheng.plan import pdf
from zhiheng.plan.files import extract
from zhiheng.plan.unreadable import Unreadable

LINE = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
"""28 characters: a full line of an official page."""


def canvas(path: Path) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn = Canvas(str(path), pagesize=(595, 842))
    drawn.setFont("STSong-Light", 16)
    return drawn


def test_lines_are_joined_to_paragraphs_and_page_numbers_go(tmp_path: Path) -> None:
    assert extract(pdf_of(SMALL, tmp_path / "plan.pdf")).split("\n") == plain(SMALL)


def test_a_paragraph_goes_on_over_a_page_break(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    for number in range(4):
        drawn.setFont("STSong-Light", 16)
        drawn.drawString(74, 700, LINE)
        drawn.drawString(74, 672, LINE)
        drawn.drawCentredString(297, 50, f"- {number + 1} -")
        drawn.showPage()
    drawn.save()
    assert extract(tmp_path / "plan.pdf") == LINE * 8


def test_a_head_that_repeats_on_every_page_is_left_out(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    for number in range(3):
        drawn.setFont("STSong-Light", 16)
        drawn.drawString(74, 800, "云溪省人民政府公报")
        drawn.drawString(74 + 32, 700, f"第{number}项任务" + LINE[6:26])
        drawn.drawString(74, 672, LINE[:9] + "。")
        drawn.drawString(500, 40, str(number + 1))
        drawn.showPage()
    drawn.save()
    assert extract(tmp_path / "plan.pdf").split("\n") == [
        f"第{number}项任务{LINE[6:26]}{LINE[:9]}。" for number in range(3)
    ]


def test_signs_drawn_after_the_words_stand_where_they_are_seen(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    drawn.drawString(74, 700, "开展")
    drawn.drawString(74 + 48, 700, "冷链月")
    drawn.drawString(74 + 32, 700, "《")
    drawn.drawString(74 + 96, 700, "》活动。")
    drawn.save()
    assert extract(tmp_path / "plan.pdf") == "开展《冷链月》活动。"


def test_cells_far_apart_on_one_line_are_parted_by_a_tab(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    drawn.drawString(74, 700, "建设冷库")
    drawn.drawString(300, 700, "省商务厅")
    drawn.save()
    assert extract(tmp_path / "plan.pdf") == "建设冷库\t省商务厅"


def test_a_number_that_did_not_fit_does_not_end_its_paragraph(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    rows = (LINE[:26], LINE, LINE[:23] + "。", "2024-2026" + LINE[:22], LINE, LINE)
    for row, text in enumerate(rows):
        drawn.drawString(74 + (32 if row == 0 else 0), 700 - 28 * row, text)
    drawn.save()
    assert extract(tmp_path / "plan.pdf") == "".join(rows)


def test_pages_without_a_common_size_or_margin_are_read_line_by_line(tmp_path: Path) -> None:
    drawn = canvas(tmp_path / "plan.pdf")
    drawn.drawString(74, 700, "小字标题")
    drawn.setFont("STSong-Light", 32)
    drawn.drawString(74, 600, "大字标题")
    drawn.showPage()
    for row in range(25):
        drawn.setFont("STSong-Light", 16)
        drawn.drawString(74 + 10 * row, 700 - 22 * row, f"事项{row}")
    drawn.save()
    assert extract(tmp_path / "plan.pdf").split("\n")[:2] == ["小字标题", "大字标题"]


def test_a_pdf_with_more_text_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 500)
    with pytest.raises(Unreadable, match="文字过多"):
        extract(pdf_of(SMALL, tmp_path / "plan.pdf"))
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(Unreadable, match="2 页"):
        extract(tmp_path / "plan.pdf")


def test_a_scanned_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="扫描件"):
        extract(scanned_pdf(tmp_path / "scan.pdf"))


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pdf_of(SMALL, tmp_path / "plan.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(Unreadable, match="加密"):
        extract(tmp_path / "locked.pdf")


def test_a_pdf_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pdf_of(SMALL, tmp_path / "plan.pdf"))
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    writer.write(tmp_path / "owned.pdf")
    assert extract(tmp_path / "owned.pdf").split("\n") == plain(SMALL)


@pytest.mark.parametrize("keep", [8, 200, 1500])
def test_a_truncated_pdf_is_refused_or_read_but_never_breaks(keep: int, tmp_path: Path) -> None:
    data = pdf_of(SMALL, tmp_path / "plan.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[:keep])
    with pytest.raises(Unreadable, match="损坏|扫描件"):
        extract(tmp_path / "cut.pdf")
