"""What a workbook holds, whoever saved it: every value by its Excel row and column, and nothing in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.mechanisms.workbooks.made import HEAD, MAIN, ROW, WORKBOOK, book, shared, sheet
from zhiheng.mechanisms.sheets import Column, Table, write_csv
from zhiheng.mechanisms.workbooks.fields import Page
from zhiheng.mechanisms.workbooks.reading import read_table
from zhiheng.plan.unreadable import Unreadable

STYLES = f"""<styleSheet {MAIN}><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
<numFmt numFmtId="177" formatCode="0.0%"/><numFmt numFmtId="178" formatCode="[Red]0&quot;day&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/></cellXfs>
</styleSheet>"""
WPS_RULES = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1>'
    "<xm:f>字典!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>B2:B99</xm:sqref></x14:dataValidation></x14:dataValidations>"
    "</ext></extLst>"
)


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    """``read(bytes)``: the first page of a file."""

    def page(data: bytes, name: str = "a.xlsx") -> Page:
        (tmp_path / name).write_bytes(data)
        return read_table(tmp_path / name)["pages"][0]

    return page


def cells(rows: str, parts: dict[str, str] | None = None, **around: str) -> bytes:
    return book(sheet(HEAD + rows, **around), parts)


def third(page: Page) -> list[Any]:
    return next(cells for number, cells in page["rows"] if number == 3)


def test_a_file_saved_by_wps_is_read_with_its_words_and_without_their_pronunciation(read) -> None:  # type: ignore[no-untyped-def]
    strings = shared(
        '<r><rPr><b/></rPr><t>质量</t></r><r><t xml:space="preserve">强省</t></r><rPh sb="0" eb="2"><t>zhì</t></rPh>'
    )
    wps = "<Properties><Application>WPS 表格</Application></Properties>"
    lines = '<c r="B3" t="str"><v>第一行_x000D_\n第二行</v></c>'
    rows = f'<row r="3" spans="1:2"><c r="A3" s="1" t="s"><v>0</v></c>{lines}</row>'
    data = cells(rows, {"xl/sharedStrings.xml": strings, "docProps/app.xml": wps}, after=WPS_RULES)
    assert third(read(data)) == ["质量强省", "第一行\n第二行"]


def test_parts_with_prefixes_and_cells_without_references_are_read(read) -> None:  # type: ignore[no-untyped-def]
    row = "<x:row><x:c><x:v>1</x:v></x:c><x:c/><x:c><x:v>2</x:v></x:c></x:row>"
    page = f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert read(book(page))["rows"] == [(1, [1, None, 2])]


def test_numbers_dates_and_percentages_come_as_what_they_show(read) -> None:  # type: ignore[no-untyped-def]
    rows = (
        '<row r="3"><c r="A3" s="1"><v>45717</v></c><c r="B3" s="2"><v>45717</v></c><c r="C3" s="3"><v>0.955</v></c>'
        '<c r="D3" s="4"><v>45717</v></c><c r="E3"><v>0.30000000000000004</v></c><c r="F3" t="b"><v>1</v></c>'
        '<c r="G3" t="d"><v>2025-03-01T00:00:00</v></c><c r="H3" t="e"><v>#N/A</v></c></row>'
    )
    day = {"date": "2025-03-01"}
    percent, error = {"percent": "95.5"}, {"error": "#N/A"}
    assert third(read(cells(rows, {"xl/styles.xml": STYLES}))) == [
        day, day, percent, 45717, 0.30000000000000004, True, day, error,
    ]  # fmt: skip


def test_dates_counted_from_1904_are_the_same_days(read) -> None:  # type: ignore[no-untyped-def]
    workbook = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    parts = {"xl/styles.xml": STYLES, "xl/workbook.xml": workbook}
    assert third(read(cells('<row r="3"><c r="A3" s="1"><v>44255</v></c></row>', parts))) == [{"date": "2025-03-01"}]


def test_a_formula_gives_its_text_and_never_its_stored_value(read) -> None:  # type: ignore[no-untyped-def]
    rows = '<row r="3"><c r="A3"><f>B2*2</f><v>6</v></c><c r="B3"><f t="shared" si="0"/><v>7</v></c></row>'
    assert third(read(cells(rows))) == [{"formula": "B2*2"}, {"formula": ""}]


def test_hidden_rows_and_columns_are_read_and_named(read) -> None:  # type: ignore[no-untyped-def]
    rows = '<row r="3" hidden="1"><c r="B3"><v>1</v></c></row><row r="4" hidden="1"/>'
    page = read(cells(rows, before='<cols><col min="2" max="3" hidden="1"/></cols>'))
    assert (page["hidden_rows"], page["hidden_columns"], third(page)) == ([3], ["B", "C"], [None, 1])


def test_a_merged_value_stands_in_every_cell_of_its_range(read) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>{n}</v></c></row>' for n in range(3, 6))
    merged = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="B4:D4"/></mergeCells>'
    page = read(cells(ROW + rows, after=merged))
    assert page["rows"][1:] == [(2, ["抽检", 3]), (3, ["抽检", 3]), (4, ["抽检", 4, 4, 4]), (5, [None, 5])]
    assert page["merged"] == ["A2:A4", "B4:D4"]


def test_behind_a_long_run_of_blank_rows_merged_ranges_are_still_found(read) -> None:  # type: ignore[no-untyped-def]
    blank = "".join(f'<row r="{n}" ht="20"><c r="A{n}" s="0"/></row>' for n in range(4, 60_000))
    rows = ROW + '<row r="3"><c r="B3"><v>1</v></c></row>' + blank
    page = read(cells(rows, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'))
    assert third(page) == ["抽检", 1]


def test_hidden_sheets_are_left_out(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hidden = "".join(f'<sheet name="{s}" sheetId="9" state="{s}" r:id="r1"/>' for s in ("hidden", "veryHidden"))
    read(book(parts={"xl/workbook.xml": WORKBOOK.replace("</sheets>", hidden + "</sheets>")}))
    assert [page["name"] for page in read_table(tmp_path / "a.xlsx")["pages"]] == ["任务"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_of_excel_and_wps(read, codec: str, separator: str) -> None:  # type: ignore[no-untyped-def]
    text = '任务,数量\r\n\r\n"抽检,\r\n复检",3\r\n'.replace(",", separator)
    rows = [(1, ["任务", "数量"]), (3, [f"抽检{separator}\n复检", "3"])]
    assert read(text.encode(codec), "a.csv")["rows"] == rows


def test_our_own_csv_comes_back_without_the_apostrophes_that_guard_it(read) -> None:  # type: ignore[no-untyped-def]
    data = write_csv(Table((Column("任务"),), (("=1+1",), ("-5",), ("'引号'",))))
    assert [row[0] for _, row in read(data, "a.csv")["rows"]] == ["任务", "=1+1", "-5", "'引号'"]
    assert read("任务\n=1+1\n".encode(), "b.csv")["rows"][1] == (2, [{"formula": "1+1"}])


def test_a_refusal_names_the_cell(read) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Unreadable, match="GS3"):
        read(cells('<row r="3"><c r="GS3"><v>1</v></c></row>'))
    with pytest.raises(Unreadable, match="A100001"):
        read(cells('<row r="100001"><c r="A100001"><v>1</v></c></row>'))
