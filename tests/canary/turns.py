"""What takes several requests one after another, and who comes with a key that is none any more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from tests.canary.asking import Asking, Finding, Question, led_to_sign_in
from tests.canary.casework import PAUSE
from tests.canary.lists import IMPORTS
from tests.canary.people import KEYS, STRANGER
from tests.canary.policing import Deed
from tests.canary.policy import POLICY
from tests.canary.world import Kept, World
from zhiheng.directory.models import Region
from zhiheng.division.models import Quota
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere

LABELS_READ_BY = ("office", "inspector", "county-inspector", "other-inspector", "firm", "other-firm", "city", STRANGER)


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
    yield from _of_receipts(world, asking)
    for thing in (*world.of("sample"), *world.of("unpublished batch")):
        for asker in LABELS_READ_BY:
            yield Question("sample_of_number", partial(_led_on, asking, asker, thing))


def _turned(asking: Asking, name: str, thing: Kept, deed: Deed, receivers: str, expected: int) -> Iterator[Finding]:
    url = reverse(name, args=thing.args)
    with asking.in_turn():
        asking.page(min(thing.acts[deed.act]), url, deed.fields(thing))
        if name == "apportionment":
            yield from _quotas_of(thing, deed.act)
        for asker in sorted(thing.acts[receivers]):
            status = asking.page(asker, url).status
            if status != expected:
                yield Finding(asker, url, f"{status} after {deed.act}")


def _quotas_of(thing: Kept, act: str) -> Iterator[Finding]:
    """A quota lies on its region's desk when its proposal was approved, and not when it was returned."""
    for region in ("shijiazhuang", "tangshan"):
        row = Region.objects.get(slug=region)
        with at_desk(Desk(region=row.pk, regions=frozenset({row.pk}))):
            if Quota.objects.filter(apportionment=thing.row.pk).exists() != (act == "approve"):
                yield Finding(region, thing.name, f"its quota is on the desk or not, against {act}")


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


def _of_receipts(world: World, asking: Asking) -> Iterator[Question]:
    """A link opens its case and none besides, for whoever holds it; a number and the phone that belongs to it

    tell how far it is. What only who handles it does is not done by the link.
    """
    links, lookups = world.of("link"), world.of("lookup")
    for link in links:
        url = reverse("followed", args=link.args)
        yield Question("followed", partial(_followed, world, asking, link.name, url))
        for act, may in (("supplement", True), ("accept", False), ("suspend", False)):
            yield Question("followed", partial(_acted, asking, link, url, act, may))
    yield Question("followed", partial(_refused, asking, reverse("followed", args=("x" * 32,)), {}, 404))
    for one, other in zip(lookups, lookups[1:] + lookups[:1], strict=True):
        sent = {"number": one.args[0], "phone": one.args[1]}
        yield Question("receipt", partial(_followed, world, asking, one.name, reverse("receipt"), sent))
        wrong = {"number": one.args[0], "phone": other.args[1]}
        yield Question("receipt", partial(_refused, asking, reverse("receipt"), wrong, 200))


def _followed(
    world: World, asking: Asking, name: str, url: str, sent: dict[str, str] | None = None
) -> Iterator[Finding]:
    """What is told to who filed: what they wrote and gave themselves, and what was said to them."""
    answer = asking.page(STRANGER, url, sent)
    told = {("case words", name), ("exhibit", f"{name} filer"), ("move", f"{name} filer"), ("move", f"{name} firm")}
    if sent:  # A firm may know number and phone: what was written and given is not told by them.
        told = {("case words", name)}
    theirs = [one for one in world.kept if (one.kind, one.name) in told]
    mine = {needle for one in theirs for needle in one.needles}
    asked = f"{url} of {name}"
    # A number and a phone lead to how far it is, and to no word of theirs.
    missing = [one.kind for one in theirs if not sent and not one.needles & answer.needles]
    missing += [word for word in (f"TS-{name}".upper(), "现在由谁办理") if word.encode() not in answer.content]
    if answer.status != 200 or missing:
        yield Finding(STRANGER, asked, f"{answer.status}, without {', '.join(missing)}")
    known = {needle for one in world.kept for needle in one.needles}
    for needle in sorted(answer.needles & known - mine):
        yield Finding(
            STRANGER, asked, f"tells {next(one for one in world.kept if needle in one.needles).kind}: {needle}"
        )


def _acted(asking: Asking, link: Kept, url: str, act: str, may: bool) -> Iterator[Finding]:
    """What who filed it does, by the link; what is another's to do changes nothing."""
    with everywhere():
        version = type(link.row).objects.values_list("version", flat=True).get(pk=link.row.pk)
    answer = asking.page(STRANGER, url, {"act": act, "version": version, "words": "补充", **PAUSE})
    if answer.status != 200 or ("cases_casemove" in answer.wrote) != may:
        yield Finding(STRANGER, f"{act} {link.name}", f"{answer.status}, done or not, against the policy")


def _led_on(asking: Asking, asker: str, thing: Kept) -> Iterator[Finding]:
    """The code of a label leads who works on a sample to it, and nobody else anywhere before its result is public."""
    number = thing.row.number if thing.kind == "sample" else thing.row.source
    answer = asking.page(asker, reverse("sample_of_number", args=(number,)))
    if (answer.status, bool(answer.location)) != ((302, True) if asker in thing.seen else (404, False)):
        yield Finding(asker, f"label of {thing.name}", f"{answer.status} {answer.location}")


def _refused(asking: Asking, url: str, sent: dict[str, str], expected: int) -> Iterator[Finding]:
    answer = asking.page(STRANGER, url, sent or None)
    if answer.status != expected or answer.needles:
        yield Finding(STRANGER, url, f"{answer.status} for what is nobody's")
