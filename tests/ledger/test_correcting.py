"""更正: 张 puts a row right, removes one, adds one at the words of the document; 李, who confirms, sees each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.factories.ledger import FRUIT, ledger_of
from tests.factories.uploading import MORNING, person, read_by, send, signed_in
from zhiheng.ledger.models import AssignedUnit, Deadline, Funding, Reading, Target, Task
from zhiheng.ledger.uploading import as_read, corrected, move
from zhiheng.mechanisms.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]

TARGET = {"indicator": "果品抽检合格率", "comparator": ">=", "value": "97", "unit": "%", "year": "2025", "kind": "rate"}


def change(reading: Reading, thing: str, **fields: object) -> str:
    """Post the form of a row as 张; the page that answers."""
    reading.refresh_from_db()
    fields = {"act": "change", "version": reading.version, "why": "与原文不符", **fields}
    answer = send(signed_in("zhang"), f"/uploads/{reading.pk}/correct/?thing={thing}", **fields)
    return answer.content.decode() if answer.status_code != 302 else ""


def add(reading: Reading, adding: str, /, **fields: object) -> str:
    reading.refresh_from_db()
    fields = {"act": "add", "version": reading.version, "why": "读漏了", **fields}
    answer = send(signed_in("zhang"), f"/uploads/{reading.pk}/correct/?add={adding}", **fields)
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


def test_a_sum_that_was_misread_is_put_right_to_the_fen() -> None:
    reading = read_by("zhang")
    sent = {"item": "品牌奖励", "amount": "300000.5", "share": "50％", "cap": "1000000", "per": "企业"}
    assert change(reading, "funding:1", **sent) == ""
    body = signed_in("zhang").get(f"/uploads/{reading.pk}/").content.decode()
    assert "品牌奖励 · 300,000.5 元 · 50% · 上限 1,000,000 元 · 每个企业" in body
    row = Funding.objects.get(document=imported(reading).document)
    assert (row.amount_fen, row.share_numerator, row.share_denominator, row.cap_fen) == (30000050, 1, 2, 100000000)
    assert (row.per, row.quote) == ("企业", as_read(reading).funding[0].span.of(reading.text))


def test_a_sum_can_be_removed_and_another_added() -> None:
    reading = read_by("zhang")
    change(reading, "funding:1", act="drop")
    assert corrected(reading).funding == ()
    assert add(reading, "funding", words="建立快检站点", item="站点补助", share="1/3") == ""
    (added,) = corrected(reading).funding
    assert (added.clause, added.share, added.amount_fen) == ("二(一)1", Fraction(1, 3), None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"share": "一半"}, "请写成 50% 或 1/3"),
        ({"share": "1/0"}, "请写成 50% 或 1/3"),
        ({"amount": "", "cap": "", "share": ""}, "至少要填一项"),
        ({"amount": "0"}, "至少要填一项"),
        ({"amount": "-1"}, "大于"),
        ({"amount": "1.001"}, "小数"),
    ],
)
def test_a_sum_that_makes_no_sense_is_said_beside_the_field(wrong: dict[str, str], words: str) -> None:
    reading = read_by("zhang")
    assert words in change(reading, "funding:1", **{"item": "奖励", "amount": "200000", **wrong})
    assert not reading.corrections.exists()


def test_a_deadline_is_moved_removed_and_added() -> None:
    reading = read_by("zhang")
    (read,) = as_read(reading).deadlines
    assert change(reading, "deadline:1", what=read.what, date="2025-09-30") == ""
    assert reading.corrections.get().old == {"date": "2025-06-30"}
    assert add(reading, "deadline", words="建立快检站点", what="建好站点", date="2025-12-31") == ""
    assert "有效" in change(reading, "deadline:1", what=read.what, date="2025-02-30")
    rows = Deadline.objects.filter(document=imported(reading).document)
    assert {(row.what, str(row.date), row.quote) for row in rows} == {
        (read.what, "2025-09-30", read.span.of(reading.text)),
        ("建好站点", "2025-12-31", "建立快检站点"),
    }


def test_a_dropped_deadline_is_not_imported() -> None:
    reading = read_by("zhang")
    change(reading, "deadline:1", act="drop")
    assert not Deadline.objects.filter(document=imported(reading).document).exists()


def test_the_head_is_put_right_and_decides_which_ledger_it_is() -> None:
    ledger = ledger_of(FRUIT)
    reading = read_by("zhang", FRUIT.replace("果品质量提升行动方案", "果品质呈提升行动方案"))
    assert "会建立新的台账" in signed_in("zhang").get(f"/uploads/{reading.pk}/").content.decode()
    sent = {"title": ledger.title, "issuer": "云川省人民政府", "number": "云政〔2024〕1号", "issued": "2024-02-29"}
    assert change(reading, "plan:head", **sent) == ""
    reading.refresh_from_db()
    assert reading.title == ledger.title
    document = imported(reading).document
    assert document and document.ledger == ledger
    assert (document.issuer, document.number, str(document.issued)) == (
        "云川省人民政府",
        "云政〔2024〕1号",
        "2024-02-29",
    )


def test_the_head_is_never_removed() -> None:
    reading = read_by("zhang")
    assert (
        'value="drop"' not in signed_in("zhang").get(f"/uploads/{reading.pk}/correct/?thing=plan:head").content.decode()
    )
    change(reading, "plan:head", act="drop", title=reading.title)
    assert not reading.corrections.exists()


def test_a_target_gets_its_cadence_what_it_is_compared_with_and_for_whom_it_holds() -> None:
    reading = read_by("zhang")
    sent = {**TARGET, "year": "", "cadence": "quarterly", "per": "设区市"}
    assert change(reading, "target:T01", **sent) == ""
    body = signed_in("zhang").get(f"/uploads/{reading.pk}/").content.decode()
    assert "果品抽检合格率 每季度 ≥ 97% (每个设区市)" in body and "频次: 每季度" in body
    change(reading, "target:T01", **sent | {"value": "", "benchmark": "全国平均水平", "kind": "relative"})
    target = Target.objects.get(document=imported(reading).document, indicator__name="果品抽检合格率")
    assert (target.cadence, target.per, target.value, target.benchmark) == ("quarterly", "设区市", None, "全国平均水平")


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


@pytest.mark.parametrize("query", ["", "?thing=target:T99", "?thing=", "?add=task", "?add=plan"])
def test_rows_that_are_not_there_have_no_form(query: str) -> None:
    reading = read_by("zhang")
    assert signed_in("zhang").get(f"/uploads/{reading.pk}/correct/{query}").status_code == 404


def test_a_correction_is_never_rewritten() -> None:
    reading = read_by("zhang")
    change(reading, "target:T01", **TARGET | {"value": "98"})
    with pytest.raises(TypeError):
        reading.corrections.get().save()
