"""Complaints, reports, rows of registers and imports of them, each with words of its own for everybody who has a part.

Who files reads what is told to them, the firm what it has to answer to, the handler all but what is sealed, and nobody
a name or a number of a person without saying what for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.canary.needles import card_of, phone_of, word_of
from tests.canary.people import ALL, PEOPLE
from tests.canary.world import AT, Kept, World
from zhiheng.directory.models import Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import act, amend, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.intake import batches
from zhiheng.mechanisms.intake.uploading import WorkbookForm, read_of
from zhiheng.mechanisms.privacy.models import Reveal, reveal
from zhiheng.mechanisms.registers.keeping import enter, record
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere
from zhiheng.systems.complaints.models import Complaint, Exhibit, ViolationReport
from zhiheng.systems.complaints.models.ticket import hand_out
from zhiheng.systems.registers.models import ReturnPromise

NOBODY: frozenset[str] = frozenset()
HANDLERS = frozenset({"inspector", "county-inspector", "other-inspector"})
BOTH, CITY, OTHER = (frozenset(who) for who in ({"inspector", "county-inspector"}, {"inspector"}, {"other-inspector"}))
CASES: dict[str, tuple[str, str, frozenset[str], bool]] = {
    "in-mediation": ("shijiazhuang-changan", "firm", BOTH, True),
    "not-accepted": ("shijiazhuang", "firm", CITY, False),
    "of-another": ("tangshan-lunan", "other-firm", OTHER, True),
}
"""Name: where it lies, against which firm, who handles it, and whether it was accepted, so that the firm sees it."""
ANSWER = {"stance": "partly", "words": "同意换货"}
PAUSE = {"reason": "testing"}
REFUSAL = {"ground": "competence", "remedy": "court", "explanation": "经营者在外地"}
ROWS: dict[str, tuple[str, str, frozenset[str], bool]] = {
    "of-both": ("shijiazhuang-changan", "firm", BOTH, True),
    "of-the-city": ("shijiazhuang", "firm", CITY, True),
    "of-no-firm": ("tangshan-lunan", "", OTHER, True),
    "kept-back": ("shijiazhuang", "firm", CITY, False),
    "kept-back-of-no-firm": ("tangshan-lunan", "", OTHER, False),
}
"""Name: where it is kept, which firm it is about, who keeps it, and whether everybody sees it."""
PLACES = {"shijiazhuang-changan": BOTH, "shijiazhuang": CITY, "tangshan-lunan": OTHER}
"""Who files a case and enters a row there."""
HEADINGS = "\t".join(
    ("登记编号", "名称", "登记地区", "店铺地址（一行一处）", "承诺的商品范围")
    + ("无理由退货天数", "退货条件", "退款方式", "退款天数")
)
EMPTY = "\t" * HEADINGS.count("\t")


def bring_in(world: World) -> None:
    """Cases, registers and imports, in a world that has its people."""
    for name in CASES:
        case = _complaint(world, name)
        _happened(world, name, case)
        _reported(world, name, case)
    _registers(world)
    _new(world)
    _intakes(world)


def _complaint(world: World, name: str) -> Complaint:
    """A complaint as it was filed, and its link."""
    region, against, handlers, shown = CASES[name]
    told = {column: word_of("case", name, column) for column in ("firm_name", "goods", "agent_authority")}
    sealed = {
        column: word_of("sealed", name, column) for column in ("complainant", "agent", "address", "representatives")
    }
    texts = {column: word_of("case", name, column) for column in ("facts", "claim_words")}
    phone, card = phone_of(name), card_of(name)
    case = Complaint(
        **{**told, **sealed, "number": f"TS-{name}".upper(), "id_type": "id_card", "phone": phone, "id_number": card},
        facts=f"{texts['facts']}，{sealed['complainant']}，{phone}，{card}",
        claim_words=texts["claim_words"],
        region=Region.objects.get(slug=region),
        firm_code=world.officers[against].firm_code,
        field="appliances",
        claims=["refund"],
    )
    with at_desk(Desk(case=case.pk)):
        file(case, by=None, hand=Hand.FILER, at=AT)
        token = hand_out(case, at=AT)
    firm = frozenset({against}) if shown else NOBODY
    whole, seen = ALL | handlers, ALL | handlers | firm
    _words(world, "case words", name, case, seen, told["firm_name"])
    _words(world, "case facts", name, case, firm, *texts.values())
    _words(world, "case kept back", name, case, whole, told["agent_authority"])
    _words(world, "sealed", name, case, NOBODY, *(sealed[one] for one in ("complainant", "agent", "representatives")))
    _words(world, "sealed numbers", name, case, NOBODY, phone, card)
    _words(world, "sealed address", name, case, handlers, sealed["address"])
    world.kept.append(Kept("link", name, (token,), frozenset(), NOBODY, row=case))
    world.kept.append(Kept("lookup", name, (case.number, phone), frozenset(), NOBODY, row=case))
    return case


def _words(world: World, kind: str, name: str, row: Any, seen: frozenset[str], *needles: str) -> None:
    """Words that stand in a row and are not for all who know of the row."""
    world.kept.append(Kept(kind, name, (), frozenset(needles), seen, row=row))


def _happened(world: World, name: str, case: Complaint) -> None:
    """What was done with it by whom, what was given to it, who looked into it and corrected it."""
    _, against, handlers, shown = CASES[name]
    firm = frozenset({against}) if shown else NOBODY
    whole, handler = ALL | handlers, world.officers[min(handlers)]
    said = {hand: word_of("said", name, hand) for hand in ("handler", "firm", "filer", "why", "goods", "purpose")}
    _does(world, case, "supplement", None, words=said["filer"])
    if shown:
        _does(world, case, "accept", min(handlers), note=said["handler"])
        _does(world, case, "answer", against, **ANSWER | {"words": said["firm"]})
        _words(world, "move", f"{name} handler", case, handlers, said["handler"])
        _words(world, "move", f"{name} firm", case, handlers | firm, said["firm"])
        world.kept.append(Kept("paper", name, (case.pk, "accept"), frozenset(), handlers, row=case))
    _words(world, "move", f"{name} filer", case, handlers, said["filer"])
    with at_desk(desk_of(handler, AT.date())):
        old = case.goods
        amend(case, case.version, {"goods": said["goods"]}, by=handler, at=AT, why=said["why"])
        reveal(case, "phone", by=handler, at=AT, purpose=f"回访核实{said['purpose']}")
    _words(world, "journal", name, case, whole, old, said["why"])
    _words(world, "case goods", name, case, whole | firm, said["goods"])
    _words(world, "reveal", name, case, handlers | {"audit"}, said["purpose"])
    if name == "in-mediation":
        _looked_before(world, name, case)
    for hand, by, may_see in ((Hand.FILER, None, handlers), (Hand.FIRM, against, handlers | firm)):
        _exhibit(world, name, case, hand, world.officers[by] if by else None, may_see)
    _to_do(world, name, case, whole | firm)


def _looked_before(world: World, name: str, case: Complaint) -> None:
    """Who handles it now looked into it before, when it lay on another desk: that desk sees so, and they themselves."""
    purpose, by = word_of("said", name, "before"), world.officers["inspector"]
    tangshan = Region.objects.get(slug="tangshan")
    Reveal(at=AT, by=by, thing=str(case), field="电话", purpose=purpose, seen_with=case.pk, region=tangshan).save()
    _words(world, "reveal", f"{name} before", case, frozenset({"inspector", "other-inspector", "audit"}), purpose)


def _does(world: World, case: Complaint, key: str, by: str | None, **said: Any) -> None:
    officer = world.officers[by] if by else None
    with at_desk(desk_of(officer, AT.date()) if officer else Desk(case=case.pk)):
        act(case, key, case.version, said, by=officer, at=AT)


def _exhibit(world: World, name: str, case: Complaint, hand: Hand, by: Any, seen: frozenset[str]) -> None:
    content, title = word_of("exhibit", name, hand), word_of("exhibit name", name, hand)
    given = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%" + content.encode())
    kept = keep(given, f"{title}.pdf", by=by, at=AT)
    row = Exhibit.objects.create(case=case, file=kept, hand=hand, by=by, at=AT)
    world.add("exhibit", f"{name} {hand}", row, seen, content, title, kept.sha256, args=(case.pk, row.pk))


def _to_do(world: World, name: str, case: Complaint, seen: frozenset[str]) -> None:
    """The case with what its pages offer to whom, and what can be done with it by whom."""
    _, against, handlers, shown = CASES[name]
    firm = frozenset({against}) if shown else NOBODY
    acts = {"amend": handlers, "reveal": handlers, "masks": ALL | handlers, "listed": seen, "give": handlers | firm}
    acts |= {"answer": firm, "suspend": handlers} if shown else {"accept": handlers}
    world.add("case", name, case, seen, args=("complaint", case.pk), acts=acts)
    world.add("giving", name, case, seen, args=(case.pk,), acts=acts)
    able: dict[str, tuple[frozenset[str], dict[str, Any]]] = {
        "supplement": (handlers | firm, {"words": "补充"}),
        **({"answer": (firm, ANSWER), "suspend": (handlers, PAUSE)} if shown else {"refuse": (handlers, REFUSAL)}),
    }
    for key, (who, said) in able.items():
        sent = {"version": case.version, "said": said}
        args = ("complaint", case.pk, key)
        world.kept.append(Kept("doing", f"{name} {key}", args, frozenset(), seen, {"do": who}, sent))


def _reported(world: World, name: str, case: Complaint) -> None:
    """That somebody also reported a violation: nobody but who handles it knows, least of all the firm."""
    handlers = CASES[name][2]
    clue, reporter = word_of("clue", name), word_of("reporter", name)
    row = ViolationReport(region=case.region, firm_name=case.firm_name, firm_code=case.firm_code, split_from=case)
    row.facts, row.reporter, row.number = clue, reporter, f"JB-{word_of('report', name)}"
    handler = world.officers[min(handlers)]
    with at_desk(desk_of(handler, AT.date())):
        file(row, by=handler, hand=Hand.HANDLER, at=AT)
    whole, acts = ALL | handlers, {"amend": handlers, "reveal": NOBODY, "masks": ALL | handlers, "listed": NOBODY}
    acts |= {"suspend": handlers}
    world.add("case", f"{name} report", row, whole, row.number[3:], args=("report", row.pk), acts=acts)
    _words(world, "sealed", f"{name} report", row, NOBODY, clue, reporter)


def _registers(world: World) -> None:
    for name, (region, firm, keepers, shown) in ROWS.items():
        officer, public, private = world.officers[min(keepers)], word_of("row", name), word_of("source", name)
        why, whole = word_of("event", name), ALL | keepers | {firm}
        row = ReturnPromise(code=f"C-{name}", name=public, region=Region.objects.get(slug=region), source=private)
        row.firm_code, row.valid_from, row.days = world.officers[firm].firm_code if firm else "", date(2026, 1, 1), 15
        row.shops, row.scope, row.conditions, row.refund_way, row.refund_days = "一号店", "全部", "完好", "原路", 7
        with at_desk(desk_of(officer, AT.date())):
            enter(row, by=officer, at=AT, why=why)
            event = record(row, "suspend", row.version, on=AT.date(), why=why, by=officer, at=AT)
        with everywhere():
            Register.objects.filter(pk=row.pk).update(published=shown)
        seen = frozenset(PEOPLE) if shown else whole
        args, acts = ("return-promise", row.pk), {"keep": keepers}
        world.add("register", name, row, seen, public, args=args, acts=acts)
        _words(world, "register source", name, row, whole, private)
        _words(world, "register why", name, row, ALL | keepers, why)
        world.kept.append(Kept("register event", name, (*args, event.pk), frozenset(), seen, acts, row))


def _new(world: World) -> None:
    """What a new case and a new row are sent with; each is for who handles the region, and offered to every handler."""
    for slug, handlers in PLACES.items():
        told: dict[str, Any] = {
            "region": slug,
            "firm_name": "某某商场",
            "complainant": "李小红",
            "phone": "13900139000",
        }
        told |= {"channel": "phone", "persons": 1, "trader_kind": "shop", "trader_reachable": True}
        told |= {"facts": "少称二两。", "claims": ["make_up"]}
        acts = {"file": handlers}
        world.kept.append(Kept("filing", slug, ("complaint",), frozenset(), HANDLERS, acts, told))
        row: dict[str, Any] = {"region": slug, "code": f"N-{slug}", "name": "某某商场", "shops": "一号店"}
        row |= {"scope": "全部", "days": 15, "valid_from": "2026-01-01", "conditions": "完好"}
        row |= {"refund_way": "原路", "refund_days": 7}
        acts = {"enter": handlers}
        world.kept.append(Kept("entering", slug, ("return-promise",), frozenset(), HANDLERS, acts, row))


def _intakes(world: World) -> None:
    """A table that each inspector handed in: nobody else sees it, not even who handles the same regions."""
    for name in ("inspector", "county-inspector", "other-inspector"):
        officer, code = world.officers[name], word_of("intake", name)
        with at_desk(desk_of(officer, AT.date())):
            entrance = batches.entrance_of("registers", "return-promise")
            form = WorkbookForm({"block": f"{HEADINGS}\n{code}\t{code}{EMPTY}\n"})
            assert form.is_valid(), form.errors
            read = read_of(form, entrance.fields, batches.MOST_ROWS)
            assert read, form.errors
            row = batches.begin("registers", "return-promise", *read, f"{code}.xlsx", by=officer, at=AT)
        world.add("intake", name, row, frozenset({name}), code, acts={"cancel": {name}})
