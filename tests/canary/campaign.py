"""Every person asks every address for everything; whatever is not as the policy says is a finding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.canary.asking import Answer, Asking, Finding, Question, led_to_sign_in
from tests.canary.casework_policy import CASEWORK, CASEWORK_API
from tests.canary.needles import layers
from tests.canary.people import ALIKE, ASKING_ALL, ASKING_FIRST, OF_CASEWORK, OF_READINGS, PEOPLE, STRANGER
from tests.canary.policing import Deed, Operation, Policy
from tests.canary.policy import API, BUTTONS, IN_ADDRESS, MINE, OPTIONS, POLICY
from tests.canary.turns import turns
from tests.canary.world import Kept, World
from tests.directory.test_permissions import cells
from zhiheng.web.api.problems import not_an_address

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value|name="once" value|nonce|content)="[A-Za-z0-9_-]{22,}"')
"""What is another in every answer: tokens against forgery and against repeats."""
HOLDS = {
    **dict.fromkeys(("parts", "parts_export", "GET /api/parts"), "part"),
    **{"imports": "batch", "tokens": "token", "register_import": "intake"},
    **dict.fromkeys(("queue", "cases", "GET /api/cases/{kind}"), "case"),
    **{"cases_export": "case words", "reveals": "reveal", "reveals_export": "reveal"},
    **{"register_rows": "register", "GET /api/registers/{kind}": "register"},
}
"""What a list has to be complete in."""
SHOWN_WITH = {
    "part": ("comment", "attachment", "line"),
    "case": ("case facts", "case goods", "case kept back", "journal", "move", "exhibit", "reveal"),
    **dict.fromkeys(("register_row", "GET /api/registers/{kind}/{id}"), ("register source", "register why")),
    "GET /api/cases/{kind}/{id}": ("case goods", "case kept back"),
}
"""What stands on the page of a thing for those who see it."""


def addresses(patterns: Iterable[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every address of the portal, machines' ones too; a nameless one is told by its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if not pattern.namespace:
                yield from addresses(pattern.url_patterns)
        elif pattern.callback != not_an_address:
            yield pattern.name or str(pattern.pattern)


def operations() -> dict[str, dict[str, Any]]:
    """Every operation of the interface as «GET /api/parts/{id}», with its description."""
    from zhiheng.web.api import api

    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}": told for path, found in paths.items() for method, told in found.items()}


class Campaign:
    """All requests of all people in one world. ``run`` tells the findings as they come."""

    def __init__(self, world: World, people: Iterable[str] = PEOPLE, full: bool = False) -> None:
        self.world, self.people, self.full = world, tuple(people), full
        self.asking = Asking(world)
        self.lists: dict[tuple[str, str], Answer] = {}

    @cached_property
    def owners(self) -> dict[str, frozenset[str]]:
        """Who may meet a needle."""
        return {needle: one.seen for one in self.world.kept for needle in one.needles}

    def run(self) -> Iterator[Finding]:
        """The quickest to find something first."""
        yield from self.quick()
        for phase in (self.words, self.added):
            for asker in self.people:
                yield from phase(asker)

    def quick(self) -> Iterator[Finding]:
        """The same without the queries and what grows: what a check that is missing does not survive."""
        for question in self.questions():
            yield from question.ask()

    def questions(self) -> Iterator[Question]:
        """What the quick part asks, in its order; each is asked for itself."""
        first = [one for one in ASKING_FIRST if one in self.people]
        for asker in (*first, *(one for one in self.people if one not in first)):
            for phase in (self.interface, self.things, self.crossed, self.lists_of):
                yield from phase(asker)
        yield from turns(self.world, self.asking)

    def things(self, asker: str) -> Iterator[Question]:
        """Every address that names something of somebody's, opened and posted to."""
        for name, policy in POLICY.items():
            for thing in self.world.of(policy.of) if policy.of and self._is_about(asker, policy, name) else ():
                url = reverse(name, args=thing.args)
                if policy.get and (asker in thing.acts.get(policy.opens, ()) or self._asks(asker, thing, name)):
                    yield Question(name, partial(self._opened, asker, name, policy, thing, url + policy.tail))
                for deed in policy.posts:
                    if self._asks(asker, thing, deed.act):
                        yield Question(name, partial(self._posted, asker, policy, thing, url, deed))

    def crossed(self, asker: str) -> Iterator[Question]:
        """A part of one's own in the address, the file of another's behind it."""
        own = next((one for one in self.world.of("part") if asker in one.seen), None)
        others = [one for one in self.world.of("attachment") if asker not in one.seen]
        for other in others[:3] if own else ():
            url = reverse("part_file", args=(own.row.pk, other.row.pk))  # type: ignore[union-attr]
            yield Question("part_file", partial(self._listed, asker, "part_file", url, False))

    def interface(self, asker: str) -> Iterator[Question]:
        """Every operation of the interface, with a token."""
        for name, operation in (*API.items(), *MINE):
            if not self._is_about(asker, operation, name):
                continue
            for thing in self.world.of(operation.of) if operation.of else (None,):
                if not thing or self._asks(asker, thing, operation.deed.act if operation.deed else name):
                    yield Question(name, partial(self._called, asker, name, operation, thing))

    def lists_of(self, asker: str) -> Iterator[Question]:
        """Every address that names nothing: who gets it, and what stands in it."""
        for name, policy in POLICY.items():
            if policy.of or not policy.get or not self._is_about(asker, policy, name):
                continue
            if policy.who is None and asker not in (*ASKING_ALL, *OF_CASEWORK):
                continue
            allowed = policy.who is None or asker in policy.who
            for args in policy.args:
                yield Question(name, partial(self._listed, asker, name, reverse(name, args=args), allowed))
        for thing in self.world.of("part") if asker not in OF_READINGS | OF_CASEWORK else ():
            # Acts on many at once take the rows of a list by name.
            for deed in POLICY["parts"].posts:
                if self._asks(asker, thing, deed.act):
                    about = (asker, POLICY["parts"], thing, reverse("parts"), deed, False)
                    yield Question("parts", partial(self._posted, *about))

    def words(self, asker: str) -> Iterator[Finding]:
        """Words and ids of others in the query of every list and search."""
        hidden = [one for one in self.world.kept if asker not in one.seen and one.needles]
        for turn, (url, allowed) in enumerate(self._queries(asker)):
            for kind in ("part", "proposal", "batch", "reading", "case words"):
                some = [one for one in hidden if one.kind == kind]
                if some:
                    needles = sorted(some[turn % len(some)].needles)
                    needle = needles[-(turn // 2 % 2)]
                    answer = self.asking.page(asker, f"{url}{needle}")
                    yield from self._checked(asker, f"{url}{needle}", answer, allowed, strict=False)

    def added(self, asker: str) -> Iterator[Finding]:
        """Nothing in any list moves when something is added that the person may not see."""
        from tests.canary.growing import grown

        before = {url: answer for (who, url), answer in self.lists.items() if who == asker and answer.status == 200}
        with grown(self.world, asker):
            for url, answer in before.items():
                if _bare(self.asking.page(asker, url).content) != _bare(answer.content):
                    yield Finding(asker, url, "another answer after something was added that is none of theirs")

    def _asks(self, asker: str, thing: Kept, act: str) -> bool:
        """What one may do, all of it; what one sees, at every address; by turns the rest, unless ``full``:

        of what one sees and may not do every other thing, and of what one does not see one or two at each address.
        """
        if self.full or asker in thing.acts.get(act, ()):
            return True
        alike, turn = self.world.of(thing.kind), self.people.index(asker) + len(act)
        if asker in thing.seen:
            every = 3 if asker in ALIKE and thing.kind in ("part", "attachment", "batch") else 1 + (act in thing.acts)
            return (alike.index(thing) + turn) % every == 0
        hidden = [one for one in alike if asker not in one.seen]
        return thing in (hidden[turn % len(hidden)], hidden[(turn + (asker in ASKING_FIRST)) % len(hidden)])

    def _is_about(self, asker: str, asked: Policy | Operation, name: str) -> bool:
        if asker in OF_CASEWORK:
            return name in CASEWORK or name in CASEWORK_API
        return asker not in OF_READINGS or asked.of == "reading" or name == "GET /api/readings"

    def _queries(self, asker: str) -> Iterator[tuple[str, bool]]:
        for name, policy in POLICY.items():
            mine = asker not in OF_CASEWORK or name in CASEWORK
            if policy.query and mine and (policy.who is None or asker in policy.who or self.full):
                yield (
                    f"{reverse(name, args=policy.args[-1])}?{policy.query}=",
                    policy.who is None or asker in policy.who,
                )

    def _opened(self, asker: str, name: str, policy: Policy, thing: Kept, url: str) -> Iterator[Finding]:
        answer = self.asking.page(asker, url)
        able = thing.acts[policy.opens] if policy.opens else thing.seen
        allowed = asker in able and (policy.who is None or asker in policy.who)
        table, on_record = policy.records
        records = table if allowed and asker in on_record else ""
        if asker == STRANGER and policy.who is None and not allowed and answer.status == 404:
            yield from self._leaks(asker, url, answer)
            return
        yield from self._checked(asker, url, answer, allowed, records=records)
        if not allowed and asker != STRANGER and answer.status == 404:
            yield from self._as_nowhere(asker, name, thing, url, answer)
        for end, act in BUTTONS.get(name, ()) if answer.status == 200 else ():
            mark = {'"': f"value={end}", "/": f'{url.rstrip("/")}{end}"'}.get(end[0], end)
            if (mark.encode() in answer.content) != (asker in thing.acts.get(act, ())):
                yield Finding(asker, url, f"offers {act} or not, against the policy")
        if allowed:
            yield from self._shown(asker, name, url, thing, answer)

    def _shown(self, asker: str, name: str, asked: str, thing: Kept, answer: Answer) -> Iterator[Finding]:
        """With a thing stands what belongs to it, for those who see that."""
        for one in self.world.kept if name in SHOWN_WITH else ():
            shown = one.kind in SHOWN_WITH[name] and one.name.partition(" ")[0] == thing.name and asker in one.seen
            if shown and not {needle for needle in one.needles if needle.startswith("zq")} & answer.needles:
                yield Finding(asker, asked, f"without its {one.kind} {one.name}")

    def _as_nowhere(self, asker: str, name: str, thing: Kept, url: str, answer: Answer) -> Iterator[Finding]:
        """What exists elsewhere is answered like what exists nowhere, but for the address."""
        # That a plan exists is known to everybody.
        known = thing.args[: thing.kind == "task"]
        none = [*known, *(NOWHERE if isinstance(arg, UUID) else 987654321 for arg in thing.args[len(known) :])]
        other = reverse(name, args=none) + POLICY[name].tail
        nowhere = self.lists.get((asker, other)) or self.asking.page(asker, other)
        self.lists[asker, other] = nowhere
        if _placeless(answer.content, url) != _placeless(nowhere.content, other):
            yield Finding(asker, url, "another 404 than for what exists nowhere")

    def _posted(
        self, asker: str, policy: Policy, thing: Kept, url: str, deed: Deed, hidden: bool = True
    ) -> Iterator[Finding]:
        """A post has its effect for those who may, and none for anybody else."""
        answer = self.asking.page(asker, url, deed.fields(thing))
        allowed = asker in thing.acts[deed.act] and (policy.who is None or asker in policy.who)
        asked = f"POST {url} {deed.act} {thing.name}"
        if answer.status >= 500:
            yield Finding(asker, asked, f"{answer.status}")
        if answer.wrote and not allowed:
            yield Finding(asker, asked, f"wrote {', '.join(sorted(answer.wrote))}")
        if allowed and deed.effect and not answer.wrote:
            yield Finding(asker, asked, f"had no effect ({answer.status})")
        if asker == STRANGER and policy.who is not None and not led_to_sign_in(answer):
            yield Finding(asker, asked, f"{answer.status} and not to the sign-in")
        told = asker in thing.seen and asker in (policy.who or thing.seen) and not allowed
        if told and deed.refused and answer.status != deed.refused:
            yield Finding(asker, asked, f"{answer.status} and not {deed.refused}")
        if hidden and asker not in thing.seen and not allowed and asker != STRANGER and answer.status != 404:
            yield Finding(asker, asked, f"{answer.status} and not 404")
        yield from self._leaks(asker, asked, answer)

    def _listed(self, asker: str, name: str, url: str, allowed: bool) -> Iterator[Finding]:
        answer = self.lists[asker, url] = self.asking.page(asker, url)
        yield from self._checked(asker, url, answer, allowed)
        yield from self._complete(asker, name, answer)
        if name in OPTIONS and answer.status == 200:
            mark, kind, of = OPTIONS[name]
            thing = next(one for one in self.world.of(kind) if one.name == of)
            if (mark.encode() in answer.content) != (asker in thing.seen):
                yield Finding(asker, url, f"offers {mark} or not, against the policy")

    def _called(self, asker: str, name: str, operation: Operation, thing: Kept | None) -> Iterator[Finding]:
        method, _, path = name.partition(" ")
        url = _address(path, thing, operation.kind) + operation.tail
        data = operation.deed.fields(thing) if operation.deed and thing else {} if operation.write else None
        yield from self._judged(asker, name, operation, thing, self.asking.call(asker, method, url, data))

    def _judged(
        self, asker: str, name: str, operation: Operation, thing: Kept | None, answer: Answer
    ) -> Iterator[Finding]:
        """An operation of the interface: 401 for a stranger, 404 for whom it is nothing, its effect for the others."""
        inside = operation.who is None or asker in operation.who
        sees = thing is None or asker in thing.seen
        asked = f"{name} {thing.name if thing else ''}"
        if operation.write:
            expected = {400, 404, 422}
        elif operation.deed and thing:
            able = asker in thing.acts[operation.deed.act] and inside
            if able and operation.deed.effect and not answer.wrote:
                yield Finding(asker, asked, f"had no effect ({answer.status})")
            if answer.wrote and not able:
                yield Finding(asker, asked, f"wrote {', '.join(sorted(answer.wrote))}")
            refused = {operation.deed.refused} if operation.deed.refused else {404, 409, 422}
            expected = refused if inside and sees or not operation.deed.effect else {404}
            if able:
                expected = {200, 201, 204} if operation.deed.effect else {200, 201, 409, 422}
        else:
            expected = {200} if inside and sees else {404}
        if asker == STRANGER and operation.who is not None:
            expected = {401}
        if answer.status not in expected:
            yield Finding(asker, asked, f"{answer.status} and not {expected}")
        yield from self._held(asker, asked + operation.tail, operation, answer)
        if name == "GET /api/me" and answer.status == 200:
            yield from self._granted(asker, answer)
        if not operation.holds[0]:
            yield from self._complete(asker, name, answer)
        if thing and inside and sees:
            yield from self._shown(asker, name, asked, thing, answer)
        yield from self._leaks(asker, asked, answer)

    def _held(self, asker: str, asked: str, operation: Operation, answer: Answer) -> Iterator[Finding]:
        """A list of one's own holds that on which one may do the act, and nothing else."""
        kind, act = operation.holds
        for one in self.world.of(kind) if answer.status == 200 else ():
            words = {needle for needle in one.needles if needle.startswith("zq")}
            if bool(words & answer.needles) != (asker in one.acts[act]):
                yield Finding(asker, asked, f"holds {one.name} or not, against the policy")

    def _granted(self, asker: str, answer: Answer) -> Iterator[Finding]:
        """The acts of a role are those of the table by hand."""
        role = self.world.officers[asker].role
        granted = {str(act) for of, act, allowed in cells() if of == role and allowed}
        if set(json.loads(answer.content)["permissions"]) != granted:
            yield Finding(asker, "GET /api/me", "other acts than the table has for the role")

    def _checked(
        self, asker: str, url: str, answer: Answer, allowed: bool, strict: bool = True, records: str = ""
    ) -> Iterator[Finding]:
        """The status that the policy says, nothing of others, and nothing written but, where told, who opened it."""
        if asker == STRANGER and not allowed:
            right = led_to_sign_in(answer)
        else:
            right = answer.status in ({200} if allowed else {404})
        right = right or (not strict and answer.status in (404, 302))
        if not right:
            yield Finding(asker, url, f"{answer.status}, {'open' if allowed else 'closed'} to them")
        if wrote := answer.wrote ^ ({records} - {""}):
            yield Finding(asker, url, f"wrote or did not {', '.join(sorted(wrote))}")
        yield from self._leaks(asker, url, answer)

    def _leaks(self, asker: str, asked: str, answer: Answer) -> Iterator[Finding]:
        for needle in sorted(answer.needles):
            if asker not in self.owners.get(needle, frozenset({asker})):
                owner = next(one for one in self.world.kept if needle in one.needles)
                yield Finding(asker, asked, f"tells of {owner.kind} {owner.name}: {needle}")

    def _complete(self, asker: str, name: str, answer: Answer) -> Iterator[Finding]:
        """A list holds everything that is to be in it."""
        if name not in HOLDS or answer.status != 200:
            return
        for thing in self.world.of(HOLDS[name]):
            if asker in thing.acts.get("listed", thing.seen) and not thing.needles & answer.needles:
                yield Finding(asker, name, f"without {thing.kind} {thing.name}")


def _address(path: str, thing: Kept | None, kind: str) -> str:
    """An address of the interface with what it names: what the thing gives, and by its name what it does not."""
    args, names = iter(thing.args if thing else ()), re.findall(r"{(\w+)}", path)
    given = {} if thing and len(thing.args) == len(names) else IN_ADDRESS | {"kind": kind}
    return re.sub(r"{(\w+)}", lambda found: given.get(found[1]) or str(next(args)), path)


def _bare(content: bytes) -> bytes:
    """Content, unpacked, without what is another in every answer."""
    unpacked = content[:2] != b"PK"
    return CHANGING.sub(b"", content) if unpacked else b"\n".join(list(layers(content))[1:])


def _placeless(content: bytes, path: str) -> bytes:
    return _bare(content).replace(path.partition("?")[0].encode(), b"-")
