"""Reading .txt: every encoding that offices use, verbatim, so that offsets are those of the file."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.plan.documents import SMALL
from zhiheng.plan.files import decode, extract
from zhiheng.plan.unreadable import Unreadable

ENCODED = {
    "UTF-8": SMALL.encode("utf-8"),
    "UTF-8 with its mark": codecs.BOM_UTF8 + SMALL.encode("utf-8"),
    "GB18030": SMALL.encode("gb18030"),
    "GBK": SMALL.encode("gbk"),
    "UTF-16 little endian": codecs.BOM_UTF16_LE + SMALL.encode("utf-16-le"),
    "UTF-16 big endian": codecs.BOM_UTF16_BE + SMALL.encode("utf-16-be"),
    "UTF-32 little endian": codecs.BOM_UTF32_LE + SMALL.encode("utf-32-le"),
}


def written(folder: Path, data: bytes, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_same_text_comes_out_of_every_encoding(encoding: str, tmp_path: Path) -> None:
    assert extract(written(tmp_path, ENCODED[encoding])) == SMALL


def test_line_ends_of_windows_become_plain(tmp_path: Path) -> None:
    assert extract(written(tmp_path, SMALL.replace("\n", "\r\n").encode("gb18030"))) == SMALL


def test_blanks_full_width_signs_and_empty_lines_stay_where_they_are(tmp_path: Path) -> None:
    text = "　　一、目标（试行）\n\n\n  ２０２４年 达到９５％ \n\t(责任单位：省A厅)\n"
    assert extract(written(tmp_path, text.encode())) == text


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    assert extract(written(tmp_path, SMALL.encode(), "方案.docx")) == SMALL
    assert extract(str(written(tmp_path, SMALL.encode(), "noname"))) == SMALL


def test_a_text_that_mentions_a_tag_is_still_a_text(tmp_path: Path) -> None:
    text = "一、网页改版。正文使用<p>标签。\n"
    assert extract(written(tmp_path, text.encode())) == text


def test_utf8_with_a_broken_byte_is_refused_and_not_read_as_gb18030(tmp_path: Path) -> None:
    data = bytearray(SMALL.encode("utf-8"))
    del data[100]
    with pytest.raises(Unreadable, match="编码已损坏"):
        extract(written(tmp_path, bytes(data)))


def test_utf16_cut_in_the_middle_of_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="编码已损坏"):
        extract(written(tmp_path, codecs.BOM_UTF16_LE + SMALL.encode("utf-16-le")[:-1]))


def test_a_few_control_characters_do_not_make_a_text_unreadable() -> None:
    assert decode((SMALL + "\x0b\x0c\x01").encode()) == SMALL + "\x0b\x0c\x01"
