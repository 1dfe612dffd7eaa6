"""A world in which everything that is somebody's has words of its own, made after the lists of who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone

from tests.canary.lists import (
    BATCHES,
    DONE,
    EARLY,
    GIVERS,
    PARTS,
    PROPOSALS,
    READINGS,
    RECEIVERS,
    RECEIVING,
)
from tests.canary.needles import decimals_of, word_of
from tests.canary.people import ALL, OFFICE, POSTS, settle, tokens_for
from tests.factories.division import fruit
from tests.factories.ledger import FRUIT, NOBODY, ledger_of
from zhiheng.directory.models import KeptForm, Officer, Region, SignInRecord, Token, Unit
from zhiheng.division.models import Apportionment, Attachment, Comment, ImportBatch, ImportRow, Part, Quota
from zhiheng.ledger.models import Correction, Indicator, Ledger, Move, Reading, Target, Task
from zhiheng.ledger.uploading import begin
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.journal.models import write_entries
from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.plan import parse

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """Something that is somebody's: what its addresses are made of, its needles, who may see it, who may do what."""

    kind: str
    name: str
    args: tuple[Any, ...]
    needles: frozenset[str]
    seen: frozenset[str]
    acts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    row: Any = None


@dataclass
class World:
    """Everything that is somebody's, the people, and their tokens."""

    ledger: Ledger
    nobodys: Ledger
    officers: dict[str, Officer]
    secrets: dict[str, str]
    kept: list[Kept] = field(default_factory=list)

    def add(self, kind: str, name: str, row: Any, seen: frozenset[str], *needles: str, **more: Any) -> Any:
        """Enter a row with its needles; its id, when nobody can guess it, is one of them."""
        own = {str(row.pk)} if "-" in str(row.pk) and kind not in ("line", "deed") else set()
        args = more.pop("args", (row.pk,))
        acts = {act: frozenset(who) for act, who in more.pop("acts", {}).items()}
        self.kept.append(Kept(kind, name, args, frozenset(needles) | own, seen, acts, row))
        return row

    def of(self, kind: str) -> list[Kept]:
        """The things of a kind."""
        return [one for one in self.kept if one.kind == kind]

    def place(self, slug: str) -> dict[str, Any]:
        """A post as its unit and the region in which it stands."""
        if slug == "zq-bureau":
            return {"unit": Unit.objects.get(slug=slug), "region": Region.objects.get(slug="shijiazhuang")}
        if unit := Unit.objects.filter(slug=slug).first():
            return {"unit": unit, "region": Region.objects.get(slug="hebei")}
        return {"unit": None, "region": Region.objects.get(slug=slug)}

    def place_of(self, name: str) -> dict[str, Any]:
        """The post of a person."""
        return {"unit": self.officers[name].unit, "region": self.officers[name].region}


def build() -> World:
    """The world, asked from everywhere, in a database that has the directory."""
    officers = settle()
    nobodys = ledger_of(NOBODY.replace("云川", "河北"), slug="zq-nobody")
    world = World(fruit(), nobodys, officers, tokens_for(officers, timezone.now()))
    _parts(world)
    _proposals(world)
    _batches(world)
    _readings(world)
    _own(world)
    _words(world)
    from tests.canary import casework, drawing, sampling

    casework.bring_in(world)
    sampling.bring_in(world)
    drawing.bring_in(world)
    return world


def _by(post: Mapping[str, Any]) -> dict[str, Any]:
    return {"by_unit": post["unit"], "by_region": post["region"]}


def _parts(world: World) -> None:
    of_fruit, of_nobody = (_first_task(ledger) for ledger in (world.ledger, world.nobodys))
    mark = of_fruit["task"].assignments.order_by("start").first()
    others = {
        "of-nobody": of_nobody,
        "draft-of-a-mark": of_fruit | {"start": mark.start, "end": mark.end, "year": None, "quarter": 0},
    }
    made: dict[str, Part] = {}
    for turn, (name, (giver, receiver, lead, state, parent, seen)) in enumerate(PARTS.items()):
        said = {column: word_of("part", name, column) for column in ("content", "contact", "note")}
        part = made[name] = Part.objects.create(
            lead=Unit.objects.get(slug=lead) if lead else None,
            state=state,
            issued=state in ("issued", "accepted"),
            parent=made.get(parent),
            made_at=AT,
            **{"year": 2024 + turn % 3, "quarter": turn // 3 % 5, **others.get(name, of_fruit)},
            **world.place(receiver),
            **_by(world.place(giver)),
            **said,
        )
        acts = _acts_of_a_part(name, state, GIVERS[giver], RECEIVERS.get(receiver, set()))
        world.add("part", name, part, seen, *said.values(), acts=acts | {"say": seen})
        _talk(world, name, part, seen)


def _first_task(ledger: Ledger) -> dict[str, Any]:
    task = Task.objects.filter(ledger=ledger).order_by("sort_no").select_related("document").first()
    assert task
    return {"ledger": ledger, "task": task, "document": task.document, "start": task.start, "end": task.end}


def _acts_of_a_part(name: str, state: str, giving: Any, receiving: Any) -> dict[str, Any]:
    return {
        "issue": giving if state == "draft" else (),
        "accept": receiving if state == "issued" else (),
        "withdraw": giving if state != "withdrawn" and name not in {"to-city", "to-other-city"} else (),
        "change": giving if state != "withdrawn" else (),
        "divide": receiving if state == "accepted" else (),
        "receive": receiving if state == "draft" else (),
        "gave": giving if state in ("issued", "accepted") else (),
        "keep": receiving if state in ("issued", "accepted") else (),
    }


def _talk(world: World, name: str, part: Part, seen: frozenset[str]) -> None:
    """A remark, a file and a line of the journal of a part."""
    office, text, line = world.officers["office"], word_of("comment", name), word_of("journal", name)
    world.add("comment", name, Comment.objects.create(part=part, text=text, by=office, at=AT), seen, text)
    content, title = word_of("file", name), word_of("file name", name)
    file = keep(BytesIO(content.encode()), f"{title}.txt", by=office, at=AT)
    row = Attachment.objects.create(part=part, file=file, by=office, at=AT)
    world.add("attachment", name, row, seen, content, title, file.sha256, args=(part.pk, row.pk))
    write_entries([(line, line, line, line)], ledger="guopin", by=office, at=AT, why=line, seen_with=part.pk)
    world.add("line", name, part, seen, line)
    _deed(world, name, part, seen)


def _deed(world: World, name: str, row: Part | Apportionment, seen: frozenset[str]) -> None:
    """Somebody's act on it, if the list has one."""
    if by := DONE.get(name):
        deed = word_of("deed", name)
        about: dict[str, Any] = {"ledger": "guopin", "by": world.officers[by], "at": AT, "why": "", "seen_with": row.pk}
        write_entries([(deed, "state", deed, deed)], **about)
        world.add("deed", name, row, seen, deed, acts={"done": {by} & seen})


def _proposals(world: World) -> None:
    indicator = Indicator.objects.filter(ledger=world.ledger).first()
    Indicator.objects.filter(pk=indicator.pk).update(slug="zq-indicator")
    lead, target = Unit.objects.get(slug="shichang"), Target.objects.filter(indicator=indicator).first()
    assert target
    for name, (post, proposer, year, state, regions, seen) in PROPOSALS.items():
        said = {column: word_of("proposal", name, column) for column in ("base_note", "note", "reason")}
        common = {"lead": lead, "issued": state == "approved", **_by(world.place(post))}
        row = Apportionment.objects.create(
            indicator=indicator,
            target=target,
            total=target.value,
            axis=Apportionment.REGIONS,
            rule=Apportionment.SAME,
            year=year,
            state=state,
            proposed_by=world.officers[proposer],
            proposed_at=AT,
            decided_by=world.officers["office2"] if state == "approved" else None,
            region=Region.objects.get(slug="hebei"),
            **common,
            **said,
        )
        others = ALL - {proposer}
        able = {"withdraw": {proposer} & seen, "approve": others, "return": others}
        acts = {act: who if state == "proposed" else () for act, who in able.items()} | {"propose": {proposer} & seen}
        acts |= {"again": OFFICE if state != "proposed" else (), "receive": RECEIVING.get(name, ())}
        acts["decided"] = {"office2"} if state == "approved" else ()
        world.add("proposal", name, row, seen, *said.values(), acts=acts)
        line = word_of("line", name)
        write_entries([(line, line, "", line)], ledger="guopin", by=None, at=AT, why=line, seen_with=row.pk)
        world.add("line", name, row, ALL, line)
        _deed(world, name, row, ALL)
        _quotas(world, name, row, regions, common)


def _quotas(
    world: World, name: str, row: Apportionment, regions: Mapping[str, frozenset[str]], common: Mapping[str, Any]
) -> None:
    """The quotas of a proposal, and one that was issued before it was."""
    for slug, may_see in ({**regions, EARLY[1]: EARLY[2]} if name == EARLY[0] else regions).items():
        value, base = decimals_of("value", name, slug), decimals_of("base", name, slug)
        region = Region.objects.get(slug=slug)
        numbers = {"value": Decimal(f"95.{value}"), "base": Decimal(f"94.{base}")}
        said = {**common, **numbers, "issued": row.issued or slug == EARLY[1]}
        quota = Quota.objects.create(apportionment=row, region=region, year=row.year, **said)
        world.add("quota", f"{name} {slug}", quota, may_see, value, base)


def _batches(world: World) -> None:
    for name, (post, handed_in_by, seen) in BATCHES.items():
        words = [word_of("batch", name, number) for number in range(6)]
        by = world.officers[handed_in_by]
        file = keep(BytesIO(f"任务编号\t工作内容\n1\t{words[0]}\n".encode()), f"{words[1]}.txt", by=by, at=AT)
        batch = ImportBatch.objects.create(
            ledger=world.ledger,
            file=file,
            form="paste",
            state=ImportBatch.CHECKED,
            notices=[],
            why=words[2],
            by=by,
            at=AT,
            total=1,
            done=1,
            **_by(world.place(post)),
        )
        fault = ["C", words[3], words[3], words[3]]
        said = {"receiver": words[4], "task": words[5], "faults": [fault]}
        ImportRow.objects.create(batch=batch, row=2, outcome=ImportRow.WRONG, **said)
        acts = {"cancel": seen - {"reviewer", "former", "city-reviewer"}}
        world.add("batch", name, batch, seen, *words, file.sha256, acts=acts)


def _readings(world: World) -> None:
    for name, (uploader, state, seen, called, able) in READINGS.items():
        by = world.officers[uploader]
        title, inside, file_name, why = (word_of("reading", name, number) for number in range(4))
        text = FRUIT.replace("扩大抽检", inside)
        plan = parse(text)
        said = {"plan": plan.to_dict() | {"title": title}, "text": plan.text}
        row = begin(said, BytesIO(text.encode()), f"{file_name}.txt", by=by, at=AT)
        _moved_on(world, name, row, why, state)
        if name == "left-behind":
            Reading.objects.filter(pk=row.pk).update(**world.place_of("office"))
        row.refresh_from_db()
        acts = {act: able.get(act, ()) for act in ("withdraw", "confirm", "correct", "take over", "begun", "waiting")}
        world.add("reading", name, row, seen, inside, row.file.sha256, acts=acts)
        world.add("title", name, row, called, title, file_name, acts=acts)
        world.add("why", name, row, seen | {uploader}, why)


def _moved_on(world: World, name: str, row: Reading, why: str, state: str) -> None:
    """What was done with a reading. That office2 corrected one that is handed in takes its confirming from them."""
    by, other, reviewer = row.uploaded_by, world.officers["office2"], world.officers["reviewer"]
    about = {"reading": row, "at": AT, "why": why}
    corrected_by = other if name == "handed-in" else by
    Correction.objects.create(action="change", thing="head", old={}, new={}, start=0, end=1, by=corrected_by, **about)
    Reading.objects.filter(pk=row.pk).update(state=state, taken_over_by=other if name == "taken over" else None)
    if name == "taken over":
        Move.objects.create(before=state, after=state, by=other, **about)
    if state in (Reading.AWAITING, Reading.RETURNED):
        Move.objects.create(before=Reading.READ, after=Reading.AWAITING, by=by, **about)
    if state == Reading.RETURNED:
        Move.objects.create(before=Reading.AWAITING, after=state, by=reviewer, **about)


def _words(world: World) -> None:
    """What can be divided, as it is sent, and who may."""
    free, hidden, to_own = (
        [{"region": slug, "content": "抽检"}] for slug in ("qinhuangdao", "handan", "shijiazhuang-xinhua")
    )
    task = {"ledger": "guopin", "task": "二(一)1", "parts": free}
    to_unit, to_itself = (
        [{"unit": slug, "content": "抽检"}] for slug in (Unit.objects.get(name="省商务厅").slug, "shichang")
    )
    nobodys = _first_task(world.nobodys)["task"]
    said = {
        # 省市场监管局 has part in the first mark of the task alone, so that it need not say which.
        "first mark": ({**task, "mark": 1}, OFFICE | {"lead"}),
        "second mark": ({**task, "mark": 2}, OFFICE),
        "no mark": ({**task, "mark": 9}, frozenset()),
        # The office has a draft there, of which its giver alone may know.
        "beside a draft": ({**task, "mark": 1, "parts": hidden}, frozenset({"lead"})),
        "to a unit": ({**task, "parts": to_unit}, frozenset({"lead"})),
        "to itself": ({**task, "parts": to_itself}, frozenset()),
        "of nobody": ({**task, "ledger": "zq-nobody", "task": nobodys.key}, OFFICE),
        "own mark": (task, frozenset({"lead"})),
        "beyond the province": ({**task, "mark": 1, "parts": to_own}, frozenset()),
    }
    for part in world.of("part"):
        said[part.name] = {"parent": str(part.row.pk), "parts": to_own}, part.acts["divide"] & {"city"}
    target = {"ledger": "guopin", "indicator": "zq-indicator", "target": "T01", "rule": "same"}
    world.kept.append(Kept("promise", "of the plan", (), frozenset(), OFFICE, {"propose": OFFICE}, target))
    world.add("task", "of two units", world.ledger, OFFICE | {"lead"}, args=("guopin", "二(一)1"))
    world.add("task", "of nobody", nobodys, OFFICE, args=("zq-nobody", nobodys.key))
    dividers = frozenset(name for name, officer in world.officers.items() if officer.role in ("office", "liaison"))
    world.kept += [
        Kept("words", name, (), frozenset(), dividers, {"divide": frozenset(who)}, body)
        for name, (body, who) in said.items()
    ]


def _own(world: World) -> None:
    """What is nobody's but one officer's, and what only administrators read."""
    everybody = frozenset(POSTS)
    world.kept.append(Kept("list", "of parts", ("parts",), frozenset(), everybody, {"save": everybody}))
    for name, officer in world.officers.items():
        only = frozenset({name})
        view, query, typed = word_of("view", name), word_of("query", name), word_of("typed", name)
        row = SavedView.objects.create(officer=officer, listing="parts", name=view, query=f"q={query}")
        world.add("view", name, row, only, view, query, acts={"drop": only})
        token = Token.objects.get(officer=officer, name=word_of("token", name))
        keepers = only | {"security"}
        world.add("token", name, token, keepers, token.name, acts={"revoke": keepers})
        where = {"browser": word_of("browser", name), "path": "/password/", "page": "/password/"}
        form = KeptForm.objects.create(officer=officer, pairs=[("a", typed)], at=timezone.now(), **where)
        world.add("form", name, form, only, typed)
    # Two who share a browser.
    typed, where["browser"] = word_of("typed", "beside"), word_of("browser", "city")
    form = KeptForm.objects.create(officer=officer, pairs=[("a", typed)], at=timezone.now(), **where)
    world.add("form", "beside", form, only, typed)
    _accounts(world)


def _accounts(world: World) -> None:
    administrators = frozenset({"system", "security", "audit"})
    acts = {"close": {"system"}, "password": {"system"}, "grant": {"security"}, "reopen": (), "left": (), "none": ()}
    of = {
        "city": acts,
        "inspector": acts,
        "office": acts | {"left": administrators},
        # One's own, and one that was closed.
        "system": acts | {"close": (), "password": ()},
        "closed": dict.fromkeys(acts, ()) | {"reopen": {"system"}},
    }
    for name, able in of.items():
        world.add("account", name, world.officers[name], administrators, acts=able)
    record = SignInRecord(at=AT, account=word_of("sign-in"), result=SignInRecord.SUCCESS)
    record.save()
    world.add("sign-in", "of somebody", record, frozenset({"audit"}), record.account)
    line = word_of("account journal")
    write_entries([(line, line, line, line)], ledger="account/1", by=None, at=AT, why=line)
    world.add("line", "of an account", record, frozenset({"system", "security", "audit"}), line)
