"""Reading .html: the article, without the page around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.documents import SMALL, page, plain
from tests.plan.mutations import SECONDS, within
from zhiheng.plan.files import extract
from zhiheng.plan.unreadable import Unreadable
from zhiheng.plan.webpage import text_of


def test_the_article_is_read_and_the_page_around_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(page(SMALL), "utf-8")
    assert extract(path).split("\n") == plain(SMALL)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_a_page_in_gbk_is_read_by_the_encoding_that_it_declares(declared: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.htm"
    path.write_bytes(page(SMALL).replace("utf-8", declared).encode("gb18030"))
    assert extract(path).split("\n") == plain(SMALL)


def test_a_page_in_big5_is_read_by_the_encoding_that_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_bytes('<html><head><meta charset="big5"></head><body><p>一、總體目標。</p></body></html>'.encode("big5"))
    assert extract(path) == "一、總體目標。"


def test_a_page_in_utf16_without_a_suffix_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(page(SMALL).encode("utf-16"))
    assert extract(path).split("\n") == plain(SMALL)


def test_entities_line_breaks_and_open_paragraphs_are_understood() -> None:
    assert text_of("<p>达到95&#37;&nbsp;以上&hellip;<br>每年&ldquo;两次&rdquo;。<p>第二段。") == (
        "达到95% 以上…\n每年“两次”。\n第二段。"
    )


PARAGRAPHS = ("一、目标。到2026年完成建设任务。", "二、任务。各地各部门要抓好落实。", "三、保障。加强组织领导。")
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


@pytest.mark.parametrize(
    "head",
    [
        "<div class=head><h1>云溪省冷链方案</h1><div>浏览:12次。</div></div>",
        "<title>云溪省冷链方案_云溪省人民政府</title><div><b>云溪省冷链方案</b></div><div>浏览:12次。</div>",
    ],
)
def test_the_heading_of_the_page_is_kept_with_the_article(head: str) -> None:
    assert text_of(f"{head}<div>{BODY * 4}</div>").split("\n") == ["云溪省冷链方案", *PARAGRAPHS * 4]


def test_one_long_paragraph_does_not_push_the_others_out() -> None:
    long = "各地要" + "抓好落实," * 200 + "确保取得实效。"
    assert text_of(f"<div><p>冷链方案</p><div>{long}</div><p>省政府</p></div>").split("\n") == [
        "冷链方案",
        long,
        "省政府",
    ]


def test_a_row_of_a_data_table_is_one_line() -> None:
    assert text_of(
        "<p>附件:任务分工表。</p><table><tr><th>序号</th><th>任务</th><th>单位</th></tr>"
        "<tr><td>1<td><p>建设冷库。</p><p>到2026年建成9个。</p><td>省商务厅</table>"
    ) == ("附件:任务分工表。\n序号\t任务\t单位\n1\t建设冷库。 到2026年建成9个。\t省商务厅")


def test_a_table_that_only_lays_out_the_page_keeps_its_paragraphs() -> None:
    left, right = "甲" * 300 + "。", "乙" * 300 + "。"
    assert text_of(f"<table><tr><td><p>{left}</p><p>{right}</p></td><td>栏目。</td></tr></table>").split("\n")[:2] == [
        left,
        right,
    ]


def test_numbers_of_ordered_lists_appear_as_a_browser_shows_them() -> None:
    assert text_of("<ol><li>加强领导。<li>抓好落实。</ol>") == "1.加强领导。\n2.抓好落实。"
    assert text_of('<ol start=3 style="list-style-type: cjk-ideographic"><li>甲。<li>乙。</ol>') == "三、甲。\n四、乙。"
    assert text_of('<ol style="list-style:none"><li>一、甲。</ol><ul><li>乙。</ul>') == "一、甲。\n乙。"


def test_lines_of_preformatted_text_stay_lines() -> None:
    assert text_of("<pre>一、目标\n  (一)甲。\n\n(二)乙。</pre>") == "一、目标\n(一)甲。\n(二)乙。"


def test_an_anchor_that_is_never_closed_does_not_make_the_page_a_link() -> None:
    assert (
        text_of("<a name=top><p>一、目标。<p>二、任务。<p>三、<a href=x>保障</a>。")
        == "一、目标。\n二、任务。\n三、保障。"
    )


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    inner = "<table><tr><td>1<td>甲。</tr><tr><td>2<td>乙。</table>"
    assert text_of(f"<table><tr><td>{inner}</td></tr></table>") == "1\t甲。\n2\t乙。"


def test_hidden_elements_and_forms_are_left_out() -> None:
    assert (
        text_of("<div style='display:none'>隐藏2030年。</div><form>查询2031年。</form><p hidden>无。</p><p>正文。</p>")
        == "正文。"
    )


@pytest.mark.parametrize(
    "broken",
    [
        "<div>" * 5000 + "一、目标。",
        "<p><table><tr><td>一、目标。",
        "</p></div>一、目标。<!-- 注",
        "<ol start=99999999999><li>目标。",
    ],
)
def test_broken_or_hostile_html_is_read_as_far_as_it_goes(broken: str) -> None:
    assert "目标。" in text_of(broken)


@pytest.mark.parametrize(
    "unit",
    ["<a ", "<!--", "<a href='", '<a b="', "</", "<![CDATA[", '<a ">" ', '<a b=">" ', "<title>", "<!", "&#"],
)
def test_a_page_of_unfinished_tags_is_read_in_linear_time(unit: str) -> None:
    with within(SECONDS):
        text_of("<p>目标。</p>" + unit * 50_000)
        text_of("<p>目标。</p>" + unit * 50_000 + ">")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p class=a it's>一</p><p title='>'>二</p>", "一\n二"),
        ("1 < 2 且 3 > 2", "1 < 2 且 3 > 2"),
        ("<p>一<!-- > 注 -->二</p><?xml x?><![if !supportLists]>三<![endif]>", "一二\n三"),
        ("<SCRIPT>var a = '<p>不是</p>';</SCRIPT><P>正文</P>", "正文"),
        ("<p>一<p", "一"),
        ("甲 <", "甲 <"),
    ],
)
def test_tags_comments_and_signs_are_told_apart(page: str, text: str) -> None:
    assert text_of(page) == text


def test_a_page_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text("<html><body><script>var a = 1;</script><img src=x></body></html>", "utf-8")
    with pytest.raises(Unreadable, match="没有文字"):
        extract(path)
