"""The pages of a draw: a list is pasted, two bodies commit and reveal, anybody who sees the plan checks the file."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import sampling as they
from tests.factories.sampling import FIRMS, SECRETS, bureau, firm, laboratory, sits, witness
from tests.factories.uploading import send
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.draw import commitment, verify
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import drawing
from zhiheng.systems.sampling.models import Draw, SamplingPlan

pytestmark = pytest.mark.django_db
ROSTER = "\n".join(f"{code}\t某厂{nth}\ttangshan-lunan" for nth, code in enumerate(FIRMS))


@pytest.fixture
def signed_in(client: Client) -> Callable[[Officer], Client]:
    def signs_in(who: Officer) -> Client:
        client.force_login(who)
        return client

    return signs_in


def only_draw() -> Draw:
    with everywhere():
        found: Draw = Draw.objects.select_related("plan").get()
    return found


def test_a_list_is_frozen_two_bodies_commit_and_reveal_and_the_file_is_right(
    signed_in: Callable[[Officer], Client],
) -> None:
    made = they.plan()
    begin = f"/draws/new/{made.pk}/firms/"
    browser = signed_in(bureau())
    assert f'href="{begin}"' in browser.get(made.get_absolute_url()).text
    assert "冻结名单" in browser.get(begin).text
    wrong = send(browser, begin, roster="123 某厂 路南区", k="2")
    assert wrong.status_code == 200 and "第 1 行" in wrong.text
    done = send(browser, begin, roster=ROSTER, excluded=f"{FIRMS[3]} 正在停产", k="2")
    draw = only_draw()
    address = f"/draws/{draw.pk}/"
    assert done.url == address
    assert f'href="{address}"' in browser.get(made.get_absolute_url()).text
    assert f'href="/draws/{draw.pk}.json"' in browser.get(address).text
    people = list(zip((bureau(), witness()), SECRETS, strict=True))
    for who, secret in people:
        browser = signed_in(who)
        assert "提交承诺值" in browser.get(address).text
        said = {"act": "commit", "commitment": commitment(draw.frozen, drawing.party_of(who), secret)}
        assert send(browser, address, **said).status_code == 302
    assert "不符" in send(browser, address, act="reveal", secret="0" * 64).text
    for who, secret in people:
        assert send(signed_in(who), address, act="reveal", secret=secret).status_code == 302
    page = signed_in(bureau()).get(address).text
    assert "已抽取" in page and "正在停产" in page
    recipe = json.loads(browser.get(f"/draws/{draw.pk}.json").text)
    assert verify(recipe, committed=draw.frozen) == [] and recipe["picked"] == only_draw().picked
    assert send(browser, begin, roster=ROSTER, k="1").status_code == 409


def test_who_does_not_see_the_plan_finds_no_draw(signed_in: Callable[[Officer], Client]) -> None:
    made = they.plan()
    with sits(bureau()):
        draw = drawing.begin(made, Draw.FIRMS, they.firms(), 1, by=bureau(), at=they.on("2026-03-02"))
    for address in (f"/draws/{draw.pk}/", f"/draws/{draw.pk}.json"):
        assert signed_in(laboratory()).get(address).status_code == 200
        assert signed_in(firm()).get(address).status_code == 404
    for who in (witness(), laboratory()):
        assert signed_in(who).get(f"/draws/new/{made.pk}/firms/").status_code == 404
        assert send(signed_in(who), f"/draws/{draw.pk}/", act="void", why="x").status_code == 409
    assert signed_in(bureau()).get(f"/draws/new/{made.pk}/prizes/").status_code == 404


def test_a_plan_that_is_public_is_not_changed_any_more(signed_in: Callable[[Officer], Client]) -> None:
    made = they.plan()
    said = {"category": "food", "sampling_type": "risk", "product_class": "别的", "year": "2026", "why": "改"}
    page = send(signed_in(bureau()), f"/cases/sampling_plan/{made.pk}/amend/", **said, version=made.version)
    assert "计划公开以后不能更改" in page.text
    with everywhere():
        assert SamplingPlan.objects.get(pk=made.pk).category == "industrial"
