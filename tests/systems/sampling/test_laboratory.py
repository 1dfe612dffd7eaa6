"""A laboratory's report: item by item, with its file; the judgement follows from the items."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import sampling as they
from tests.systems.sampling.test_sheet import DAY, again, at, kept
from zhiheng.mechanisms.cases.acting import NotNow, act
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.failing import Item, items_of
from zhiheng.systems.sampling.models import Sample, TestItem

pytestmark = pytest.mark.django_db
BLANK = ("",) * 5
GOOD = ("导体电阻", "GB/T 3048.4", "≤7.41Ω/km", "7.20Ω/km", "yes")
BAD = ("绝缘厚度", "GB/T 2951.11", "≥0.8mm", "0.5mm", "no")


@pytest.fixture
def sample() -> Sample:
    """One that its laboratory has received."""
    plan = they.running(day=DAY)
    found = they.sample(plan)
    they.does(they.bureau(), found, "sample", DAY, **they.sheet(plan, DAY))
    they.does(they.laboratory(), found, "receive", DAY, sealed="yes")
    return found


def sent(sample: Sample, *lines: tuple[str, ...], who: Any = None, **more: Any) -> Any:
    columns = dict(
        zip(("name", "method", "standard", "result", "judged"), zip(*lines, BLANK, strict=True), strict=True)
    )
    file = SimpleUploadedFile("r.pdf", b"%PDF-1.4\nreport")
    told = {"once": secrets.token_urlsafe(16), "version": sample.version, "report_no": "JC-1", "file": file, **more}
    form = {name: value for name, value in {**columns, **told}.items() if value is not None}
    return at(who or they.laboratory()).post(f"/sampling/report/{sample.pk}/", form)


def test_what_passes_in_every_item_passes(sample: Sample) -> None:
    assert sent(sample, GOOD)["Location"] == sample.get_absolute_url()
    again(sample)
    assert (sample.state, sample.passed, sample.report_no, sample.failing_items) == ("concluded", True, "JC-1", "")
    assert kept(sample) == ["检验报告 1.pdf"]


def test_one_failing_item_fails_the_sample_and_names_it_with_result_and_standard(sample: Sample) -> None:
    sent(sample, GOOD, BAD)
    again(sample)
    assert sample.passed is False and items_of(sample.failing_items) == (Item("绝缘厚度", "0.5mm", "≥0.8mm"),)
    with everywhere():
        items = list(TestItem.objects.filter(sample=sample).values_list("name", "passed"))
    assert items == [("导体电阻", True), ("绝缘厚度", False)]
    page = at(they.bureau()).get(sample.get_absolute_url()).content.decode()
    assert "GB/T 2951.11" in page and "检验报告 1.pdf" in page


@pytest.mark.parametrize(
    ("lines", "more", "words"),
    [
        ((), {}, "至少填写一个检验项目"),
        ((("导体电阻", "", "", "", "yes"),), {}, "第 1 项"),
        ((GOOD[:4] + ("",),), {}, "是否合格"),
        ((GOOD,), {"file": None}, "请附上检验报告"),
        ((GOOD,), {"report_no": ""}, "检验报告编号"),
        (((*GOOD[:3], "x" * 121, "yes"),), {}, "最多 120"),
    ],
)
def test_an_unfinished_report_comes_back_with_what_was_typed(
    sample: Sample, lines: tuple[Any, ...], more: dict[str, Any], words: str
) -> None:
    page = sent(sample, *lines, **more)
    assert page.status_code == 422 and words in page.content.decode()
    again(sample)
    assert sample.state == "at_lab" and kept(sample) == []


def test_the_report_is_the_laboratorys_alone(sample: Sample) -> None:
    """抽检分离: who sampled does not test."""
    for other in (they.bureau(), they.witness(), they.laboratory(they.OTHER_LAB), they.firm(sample.firm_code)):
        assert sent(sample, GOOD, who=other).status_code == 404
    assert at(they.laboratory()).get(f"/sampling/report/{sample.pk}/").status_code == 200
    sent(sample, GOOD)
    assert at(they.laboratory()).get(f"/sampling/report/{sample.pk}/").status_code == 404


def test_nobody_concludes_without_a_report(sample: Sample) -> None:
    page = at(they.laboratory()).get(sample.get_absolute_url()).content.decode()
    assert "请填写检验报告" in page and "/do/conclude_pass/" not in page
    with they.sits(they.laboratory(), DAY), pytest.raises(NotNow, match="请填写检验报告"):
        act(sample, "conclude_pass", sample.version, {"report_no": "R"}, by=they.laboratory(), at=they.on(DAY))


def test_the_sampled_party_learns_the_result_when_it_is_served(sample: Sample) -> None:
    sent(sample, GOOD, BAD)
    they.does(they.laboratory(), sample, "hand_in_fail", DAY)
    party = at(they.firm(sample.firm_code))
    addresses = (sample.get_absolute_url(), f"/api/cases/sample/{sample.pk}", "/cases/sample/")
    told = ("绝缘厚度", "出具不合格", "报送不合格", '"不合格"', "JC-1", "_fail")
    for address in addresses:
        answer = party.get(address)
        assert answer.status_code == 200
        assert [word for word in told if word in answer.content.decode()] == [], address
    they.does(they.bureau(), sample, "serve", DAY, to="某厂")
    for address in addresses[:2]:
        assert "绝缘厚度" in party.get(address).content.decode()


def test_the_sampled_party_reads_the_items_when_it_was_told(sample: Sample) -> None:
    sent(sample, GOOD, BAD)
    party = at(they.firm(sample.firm_code))
    assert "GB/T 2951.11" not in party.get(sample.get_absolute_url()).content.decode()
    they.does(they.laboratory(), sample, "hand_in_fail", DAY)
    they.does(they.bureau(), sample, "serve", DAY, to="某厂")
    page = party.get(sample.get_absolute_url()).content.decode()
    assert "GB/T 2951.11" in page and "检验报告 1.pdf" not in page
