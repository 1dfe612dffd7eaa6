"""更正: 张 puts a row right, removes one, adds one at the words of the document; 李, who confirms, sees each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories.uploading import MORNING, person, read_by, send, signed_in
from zhiheng.ledger.models import AssignedUnit, Reading, Target, Task
from zhiheng.ledger.uploading import corrected, move
from zhiheng.mechanisms.journal.models import Entry

pytestmark = pytest.mark.django_db

TARGET = {"indicator": "果品抽检合格率", "comparator": ">=", "value": "97", "unit": "%", "year": "2025", "kind": "rate"}


def change(reading: Reading, thing: str, **fields: object) -> str:
    """Post the form of a row as 张; the page that answers."""
    reading.refresh_from_db()
    fields = {"act": "change", "version": reading.version, "why": "与原文不符", **fields}
    answer = send(signed_in("zhang"), f"/uploads/{reading.pk}/correct/?thing={thing}", **fields)
    return answer.content.decode() if answer.status_code != 302 else ""


def add(reading: Reading, what: str, **fields: object) -> str:
    reading.refresh_from_db()
    fields = {"act": "add", "version": reading.version, "why": "读漏了", **fields}
    answer = send(signed_in("zhang"), f"/uploads/{reading.pk}/correct/?add={what}", **fields)
    return answer.content.decode() if answer.status_code != 302 else ""


def imported(reading: Reading) -> Reading:
    """The reading confirmed by 李."""
    reading.refresh_from_db()
    reading = move(reading, Reading.AWAITING, version=reading.version, by=person("zhang"), at=MORNING)
    return move(reading, Reading.CONFIRMED, version=reading.version, by=person("li"), at=MORNING)


def test_a_corrected_target_is_imported_with_its_quote() -> None:
    reading = read_by("zhang")
    quote = corrected(reading).targets[0].span.of(reading.text)
    assert change(reading, "target:T01", **TARGET | {"value": "97.50", "year": "2026"}) == ""
    row = reading.corrections.get()
    assert (row.old, row.new, row.words) == (
        {"value": "97", "year": "2025"},
        {"value": "97.5", "year": "2026"},
        quote,
    )
    target = Target.objects.get(document=imported(reading).document, indicator__name="果品抽检合格率")
    assert (target.value, target.year, target.quote) == (Decimal("97.5"), 2026, quote)


def test_every_correction_is_journalled_field_by_field_with_its_reason() -> None:
    reading = read_by("zhang")
    change(reading, "target:T01", **TARGET | {"value": "98", "unit": "个"})
    entries = Entry.objects.filter(ledger=f"reading/{reading.pk}").order_by("field")
    assert [(e.thing, e.field, e.old, e.new, e.why, e.by.username) for e in entries] == [
        ("target:T01", "unit", "%", "个", "与原文不符", "zhang"),
        ("target:T01", "value", "97", "98", "与原文不符", "zhang"),
    ]


def test_a_correction_without_a_reason_is_not_taken() -> None:
    reading = read_by("zhang")
    assert 'id="id_why-error"' in change(reading, "target:T01", **TARGET | {"value": "98", "why": " "})
    assert not reading.corrections.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "很多"}, "输入一个数"),
        ({"value": ""}, "请填写数值"),
        ({"comparator": "qualitative"}, "定性目标没有数值"),
        ({"year": "20255"}, "小于"),
        ({"comparator": "!="}, "有效"),
        ({}, "没有改动"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(wrong: dict[str, str], words: str) -> None:
    reading = read_by("zhang")
    assert words in change(reading, "target:T01", **TARGET | wrong)
    assert not reading.corrections.exists()


def test_a_dropped_row_is_listed_as_dropped_and_not_imported() -> None:
    reading = read_by("zhang")
    assert change(reading, "target:T01", act="drop") == ""
    body = signed_in("zhang").get(f"/uploads/{reading.pk}/").content.decode()
    assert "<del>果品抽检合格率 2025年 ≥ 97%</del>" in body
    assert not Target.objects.filter(document=imported(reading).document, indicator__name="果品抽检合格率").exists()


def test_a_sum_that_was_misread_can_be_removed() -> None:
    reading = read_by("zhang")
    assert "保存更正" not in signed_in("zhang").get(f"/uploads/{reading.pk}/correct/?thing=funding:1").content.decode()
    change(reading, "funding:1", act="drop")
    assert corrected(reading).funding == ()


def test_a_unit_gets_its_name_and_role_right() -> None:
    reading = read_by("zhang")
    change(reading, "unit:二(一)1/1/2", name="省林业和草原局", role="support")
    document = imported(reading).document
    found = AssignedUnit.objects.filter(assignment__task__document=document, name="省林业和草原局")
    assert [(unit.role, reading.text[unit.start : unit.end]) for unit in found] == [("support", "省林果办")]


def test_a_missing_unit_is_added_at_words_of_its_task() -> None:
    reading = read_by("zhang")
    assert add(reading, "unit", words="建立快检站点", name="省农科院", role="lead") == ""
    document = imported(reading).document
    unit = AssignedUnit.objects.get(assignment__task__document=document, name="省农科院")
    assert unit.assignment.task == Task.objects.get(document=document, key="二(一)1")
    assert reading.text[unit.start : unit.end] == "建立快检站点"


def test_a_missing_target_is_added_with_its_quote_and_its_units() -> None:
    reading = read_by("zhang")
    fields = {
        "indicator": "快检站点数",
        "comparator": ">=",
        "value": "20",
        "unit": "个",
        "year": "2026",
        "kind": "stock",
    }
    assert add(reading, "target", words="建立快检站点", **fields) == ""
    target = Target.objects.get(document=imported(reading).document, indicator__name="快检站点数")
    assert (target.value, target.quote, target.task and target.task.key) == (20, "建立快检站点", "二(一)1")
    assert [unit.name for unit in target.units.all()] == ["省林果办"]


@pytest.mark.parametrize(
    ("words", "said"),
    [("没有这句话", "文件里没有这段话"), ("果品", "出现了"), ("果品抽检合格率达到", "不在任何任务里")],
)
def test_words_that_do_not_stand_once_where_they_should_are_refused(words: str, said: str) -> None:
    reading = read_by("zhang")
    assert said in add(reading, "unit", words=words, name="省农科院", role="")
    assert not reading.corrections.exists()


def test_two_windows_on_one_row_lose_nothing() -> None:
    reading = read_by("zhang")
    version = reading.version
    seen = {f"initial-{name}": value for name, value in TARGET.items()}
    change(reading, "target:T01", **TARGET | {"value": "98"})
    late = change(reading, "target:T01", **TARGET | seen | {"value": "99", "version": version})
    assert 'name="value" value="99"' in late and 'name="value" value="98"' in late
    assert reading.corrections.count() == 1
    reading.refresh_from_db()
    assert f'name="version" value="{reading.version}"' in late


def test_the_one_who_confirms_sees_each_correction_and_may_change_none() -> None:
    reading = read_by("zhang")
    change(reading, "target:T01", **TARGET | {"value": "98"})
    reading.refresh_from_db()
    move(reading, Reading.AWAITING, version=reading.version, by=person("zhang"), at=MORNING)
    li = signed_in("li")
    body = li.get(f"/uploads/{reading.pk}/confirm/").content.decode()
    assert "数值: 97" in body and "数值: 98" in body and "与原文不符" in body
    assert li.get(f"/uploads/{reading.pk}/correct/?thing=target:T01").status_code == 404
    assert signed_in("zhang").get(f"/uploads/{reading.pk}/correct/?thing=target:T01").status_code == 404


@pytest.mark.parametrize("query", ["", "?thing=target:T99", "?thing=", "?add=task", "?add=funding"])
def test_rows_that_are_not_there_have_no_form(query: str) -> None:
    reading = read_by("zhang")
    assert signed_in("zhang").get(f"/uploads/{reading.pk}/correct/{query}").status_code == 404


def test_a_correction_is_never_rewritten() -> None:
    reading = read_by("zhang")
    change(reading, "target:T01", **TARGET | {"value": "98"})
    with pytest.raises(TypeError):
        reading.corrections.get().save()
