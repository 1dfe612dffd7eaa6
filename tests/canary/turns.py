"""What takes several requests one after another, and who comes with a key that is none any more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from tests.canary.asking import Asking, Finding, Question, led_to_sign_in
from tests.canary.lists import IMPORTS
from tests.canary.people import KEYS
from tests.canary.policy import POLICY, Deed
from tests.canary.world import Kept, World


def turns(world: World, asking: Asking) -> Iterator[Question]:
    """A draft is its receiver's to see from the moment that it is issued, and not when it is withdrawn; what was issued

    stays to be seen after it is withdrawn; a proposal is seen from its approval on. What is pasted becomes a part where
    one may divide. A token that was taken back, an account that was closed open nothing.
    """
    for name, receivers, acts in (
        ("part", "receive", {"issue": 200, "withdraw": 404}),
        ("part", "keep", {"withdraw": 200}),
        ("apportionment", "receive", {"approve": 200, "return": 404}),
    ):
        for thing in world.of(POLICY[name].of):
            for deed in POLICY[name].posts:
                if deed.act in acts and thing.acts[receivers] and thing.acts[deed.act]:
                    yield Question(name, partial(_turned, asking, name, thing, deed, receivers, acts[deed.act]))
    for row in IMPORTS:
        yield Question("imports", partial(_imported, asking, *row))
    for key, status in KEYS.items():
        yield Question("GET /api/me", partial(_unlocked, world, asking, key, status))
    yield Question("mine", partial(_seated, asking))


def _turned(asking: Asking, name: str, thing: Kept, deed: Deed, receivers: str, expected: int) -> Iterator[Finding]:
    url = reverse(name, args=thing.args)
    with asking.in_turn():
        asking.page(min(thing.acts[deed.act]), url, deed.fields(thing))
        for asker in sorted(thing.acts[receivers]):
            status = asking.page(asker, url).status
            if status != expected:
                yield Finding(asker, url, f"{status} after {deed.act}")


def _imported(asking: Asking, asker: str, plan: str, task: str, receiver: str, allowed: bool) -> Iterator[Finding]:
    block = f"任务编号\t接收地区或单位\t工作内容\n{task}\t{receiver}\t抽检\n"
    with asking.in_turn():
        batch = asking.page(asker, reverse("imports"), {"ledger": plan, "block": block}).location
        answer = asking.page(asker, batch, {"act": "confirm", "why": "导入"})
        if ("division_part" in answer.wrote) != allowed:
            yield Finding(asker, f"{plan} {task} {receiver} pasted", "imported or not, against the policy")


def _unlocked(world: World, asking: Asking, key: str, expected: int) -> Iterator[Finding]:
    """A token that was taken back or ran out is nobody's; one that only reads writes nothing."""
    status = asking.call(key, "GET", "/api/me").status
    if status != expected:
        yield Finding(key, "GET /api/me", f"{status} and not {expected}")
    part = next(one.row.pk for one in world.of("part") if one.name == "to-city")
    answer = asking.call(key, "POST", f"/api/parts/{part}/comments", {"text": "收到"})
    if (answer.status == 201) != (key == "last day") or (key != "last day" and answer.wrote):
        yield Finding(key, "POST a comment", f"{answer.status}")


def _seated(asking: Asking) -> Iterator[Finding]:
    """A closed account is signed in no more; whoever is signed in may ask the interface."""
    if not led_to_sign_in(asking.page("closed", "/mine/")):
        yield Finding("closed", "/mine/", "open")
    if asking.page("city", "/api/me").status != 200:
        yield Finding("city", "/api/me with a session", "closed")
