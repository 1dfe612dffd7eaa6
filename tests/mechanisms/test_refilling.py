"""A form of a page is filled with what was sent: text, ticks, choices, the right one of many forms."""

from __future__ import annotations

from html import escape, unescape

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.mechanisms.refilling import refill

PAGE = "/plans/x/"


def filled(form: str, *pairs: tuple[str, str], action: str = "") -> str:
    return refill(f'<form method="post" action="{action}">{form}</form>', pairs, path=action or PAGE, page=PAGE)


def test_an_input_gets_the_value_and_keeps_the_rest() -> None:
    html = filled('<p>一</p><input type="text" name="why" class="form-control" required>二', ("why", '"引号" & <标签>'))
    assert '<p>一</p><input type="text" name="why" class="form-control" required value="&quot;引号&quot;' in html
    assert "&amp; &lt;标签&gt;" in html and html.endswith(">二</form>")


def test_a_textarea_gets_the_words_with_their_line_breaks() -> None:
    html = filled('<textarea name="why">旧的</textarea>', ("why", "\n第一行\r\n</textarea><script>"))
    assert "旧的" not in html and html.count("<script>") == 0
    assert unescape(html.split('name="why">')[1].split("</textarea>")[0]) == "\n\n第一行\r\n</textarea><script>"


def test_boxes_are_ticked_as_they_were() -> None:
    html = filled(
        '<input type="checkbox" name="a" value="1"><input type="checkbox" name="a" value="2" checked>', ("a", "1")
    )
    assert 'value="1" checked>' in html and 'value="2">' in html


def test_the_choice_of_a_list_is_chosen_again() -> None:
    html = filled('<select name="s"><option value="">-<option value="1" selected>一<option>二</select>', ("s", "二"))
    assert "<option selected>二" in html and html.count("selected") == 1


def test_a_choice_that_is_offered_no_more_changes_nothing() -> None:
    html = filled('<select name="s"><option value="1" selected>一</option></select>', ("s", "9"))
    assert '<option value="1" selected>' in html


def test_passwords_files_and_buttons_stay_as_they_are() -> None:
    form = '<input type="password" name="p"><input type="file" name="f"><input type="submit" name="b" value="送">'
    assert filled(form, ("p", "secret"), ("f", "x"), ("b", "y")) == f'<form method="post" action="">{form}</form>'


def test_fields_of_one_name_are_filled_in_their_order() -> None:
    html = filled('<input name="v"><input name="v">', ("v", "甲"), ("v", "乙"))
    assert html.index('value="甲"') < html.index('value="乙"')


def test_a_form_that_goes_elsewhere_or_only_asks_is_left_alone() -> None:
    html = '<form method="post" action="/logout/"><input name="q"></form><form action=""><input name="q"></form>'
    assert refill(html, [("q", "x")], path=PAGE, page=PAGE) == html


def test_of_many_forms_of_one_address_the_one_of_the_same_row_is_filled() -> None:
    row = '<form method="post"><input type="hidden" name="row" value="{}"><input name="why"></form>'
    html = refill(row.format(1) + row.format(2), [("row", "2"), ("why", "x")], path=PAGE, page=PAGE)
    assert html.startswith(row.format(1)) and 'value="x"' in html[len(row.format(1)) :]


def test_a_hidden_version_is_the_one_that_was_seen() -> None:
    """Otherwise the words of yesterday would overwrite today's without anybody being asked."""
    assert 'value="3"' in filled('<input type="hidden" name="version" value="4">', ("version", "3"))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_whatever_was_typed_comes_back_as_it_was(typed: str) -> None:
    html = refill(
        f'<p>{escape(typed)}</p>\n<form method="post"><input name="v"></form>', [("v", typed)], path=PAGE, page=PAGE
    )
    assert html == f'<p>{escape(typed)}</p>\n<form method="post"><input name="v" value="{escape(typed)}"></form>'
