"""Labels to print, and where their code leads."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import sampling as they
from tests.systems.sampling.test_sheet import DAY, at
from zhiheng.systems.sampling.models import Sample

pytestmark = pytest.mark.django_db


def taken() -> Sample:
    plan = they.running(day=DAY)
    sample = they.sample(plan)
    they.does(they.bureau(), sample, "sample", DAY, **they.sheet(plan, DAY))
    return sample


def test_two_labels_have_number_seal_and_a_code() -> None:
    sample = taken()
    page = at(they.bureau()).get(f"/cases/sample/{sample.pk}/label/").content.decode()
    assert page.count('class="qr"') == 2 and page.count("检验样品") >= 1 and "备用样品" in page
    assert page.count(sample.number) >= 2 and "FQ-1" in page and f"/samples/of/{sample.number}/" in page


def test_there_is_no_label_before_the_sample_is_taken() -> None:
    sample = they.sample(they.running(day=DAY))
    assert at(they.bureau()).get(f"/cases/sample/{sample.pk}/label/").status_code == 404


def test_the_code_leads_the_laboratory_to_its_case_and_a_stranger_to_what_is_public() -> None:
    sample = taken()
    address = f"/samples/of/{sample.number}/"
    assert at(they.laboratory()).get(address)["Location"] == sample.get_absolute_url()
    unknown = Client().get("/samples/of/YP20260101-XXXXXXXX/")
    hidden = Client().get(address)
    assert hidden.status_code == unknown.status_code == 404
    assert "没有公开的检验结果" in hidden.content.decode() and sample.product not in hidden.content.decode()


def test_the_code_leads_a_stranger_to_the_published_result() -> None:
    sample = they.served(passed=True, day=DAY)
    they.does(they.bureau(), sample, "accept_result", "2026-11-03")
    they.does(they.bureau(), sample, "publish", "2026-11-04")
    answer = Client().get(f"/samples/of/{sample.number}/", follow=True)
    assert answer.status_code == 200 and sample.product in answer.content.decode()
