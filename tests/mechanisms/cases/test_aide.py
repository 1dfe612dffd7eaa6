"""Who is commissioned with a part of a case sees it and nothing else; nobody else sees more for it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.mechanisms.cases.visiting import FIRM, inspector, of_firm, overseer, sits, visit
from tests.small.models import Visit
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.scope import desk_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
OTHER = "91130200MA0ABCDE1X"


def commissioned(code: str = FIRM) -> Visit:
    row = visit()
    with sits(inspector()):
        Case.objects.filter(pk=row.pk).update(aide_code=code, aide_name="某检验机构")
        found: Visit = Visit.objects.get(pk=row.pk)
    return found


def test_the_aide_sees_the_case_and_acts_as_aide_alone() -> None:
    row = commissioned()
    with sits(of_firm()):
        assert Visit.objects.filter(pk=row.pk).exists()
        assert row.hands(desk_now()) == {Hand.AIDE}
        assert row.moves.count() == 1
    with sits(of_firm("other", OTHER)):
        assert not Visit.objects.exists() and row.hands(desk_now()) == frozenset()
    for who, hands in ((inspector(), {Hand.HANDLER}), (overseer(), set())):
        with sits(who):
            assert row.hands(desk_now()) == hands


def test_a_firm_without_a_code_is_nobodys_aide() -> None:
    row = visit()
    assert row.aide_code == ""
    with sits(overseer()):
        assert Hand.AIDE not in row.hands(desk_now())


def test_the_page_tells_the_aide_no_texts_of_others(client: Client) -> None:
    row = commissioned()
    client.force_login(of_firm())
    page = client.get(row.get_absolute_url()).text
    assert row.number in page and "某检验机构" in page
    assert "1111" not in page and "王小明" not in page
    assert row.number in client.get("/cases/").text
