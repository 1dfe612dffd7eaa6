"""What is done with the numbers of people: they complain, make mistakes, and officers work on it and look around."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable

from django.utils import timezone

from tests.leaks.seeding import Person
from tests.leaks.visiting import Answer, Visitor, form_of, send, sign_in, walk

OF_CASES = ("/mine/", "/cases/", "/cases/complaint/", "/api/cases", "/api/cases/complaint")
STARTS = {
    "demo-office": (*OF_CASES, "/search/?q=139", "/api/search?q=139"),
    "demo-inspector": (*OF_CASES, "/cases/complaint/?q=139", "/cases/complaint.xlsx", "/cases/report/"),
    "demo-firm": OF_CASES,
    "demo-county": OF_CASES,
    "demo-audit": ("/mine/", "/reveals/", "/reveals.xlsx", "/sign-ins/", "/sign-ins.csv", "/accounts/"),
    "demo-system": ("/mine/", "/accounts/", "/cases/"),
    "": (
        "/public/complaint/",
        "/public/complaint.csv",
        "/complaints/",
        "/search/?q=139",
        "/data/",
        "/api/openapi.json",
    ),
}
"""Who looks around, and from where; the last is nobody."""
PASSWORD = "zhiheng-demo"
PLACE = "tangshan-lunan"


def complain(visitor: Visitor, person: Person) -> Answer:
    """File a complaint step by step, with the number in every line that takes it; gives the page of the receipt."""
    told = f"换锅不成，请打 {person.phone}，身份证 {person.card}。"
    visitor.get("/complain/")
    page = visitor.get("/complain/who/")
    send(visitor, form_of(page, "/complain/who/"), complainant=person.name, phone=person.phone, id_number="1" * 18)
    steps: dict[str, dict[str, str]] = {
        "who": {"complainant": person.name, "phone": person.phone, "id_type": "id_card", "id_number": person.card},
        "against": {"firm_name": "示例商店", "trader_phone": "0315-12315", "where": PLACE},
        "what": {"goods": "锅", "bought_on": "2026-11-01", "facts": told, "amount_fen": "99"},
        "asks": {"claim_words": told, "also_reports": "yes"},
    }
    for key, fields in steps.items():
        page = send(visitor, form_of(visitor.get(f"/complain/{key}/"), f"/complain/{key}/"), go="on", **fields)
    last = form_of(page, "/complain/send/")
    last.fields["once"] = [secrets.token_hex(16)]
    answers = [visitor.post(last.action, last.fields) for _ in range(2)]
    assert "/r/" in answers[0].text and answers[0].content == answers[1].content, answers[0].text[-3000:]
    return answers[0]


def slip(visitor: Visitor, person: Person) -> None:
    """Numbers where nobody asked for them: the wrong field, the wrong page, a page that breaks."""
    sign_in_page = {"username": [person.phone], "password": [person.card], "next": ["/"]}
    visitor.get("/login/")
    visitor.post("/login/", sign_in_page)
    visitor.get(f"/r/{person.phone}/")
    visitor.get(f"/cases/complaint/?q={person.phone}")
    receipt = form_of(visitor.get("/receipt/"), "/receipt/")
    send(visitor, receipt, number=person.card, phone=person.phone)
    visitor.post(f"/broken/?phone={person.phone}", {"card": [person.card], "once": [secrets.token_hex(16)]})


def work(visitor: Visitor, person: Person, purpose: str = "电话回访核实") -> None:
    """唐山's handler opens the newest complaint, reveals its phone, corrects it, and writes the numbers down."""
    sign_in(visitor, "demo-inspector", PASSWORD)
    page = visitor.get("/cases/complaint/")
    case = re.findall(r'href="(/cases/complaint/[0-9a-f-]{36}/)"', page.text)[0]
    page = visitor.get(case)
    opened = send(visitor, form_of(page, f"{case}reveal/"), field="phone", purpose=purpose)
    assert re.search(r"139\d{8}", opened.text), opened.text[-2000:]
    told = f"已与 {person.phone} 核对身份证 {person.card}"
    today = str(timezone.localdate())
    send(visitor, form_of(visitor.get(f"{case}do/ask_identity/"), case), what=told, identity_by=today, note=told)
    corrected = {"phone": person.phone, "id_number": person.card, "why": "投诉人来电更正"}
    send(visitor, form_of(visitor.get(f"{case}amend/"), f"{case}amend/"), **corrected)


def keep(visitor: Visitor, person: Person, sign_out: Callable[[Visitor], None]) -> None:
    """An officer's session ends with the number in a form."""
    sign_in(visitor, "demo-unit", PASSWORD)
    page = visitor.get("/mine/tokens/")
    form = form_of(page, "/mine/tokens/")
    sign_out(visitor)
    send(visitor, form, name=f"{person.phone} {person.card}")


def look_around(new: Callable[[], Visitor], most: int, told: Callable[[str, Answer], None]) -> dict[str, int]:
    """Everybody goes from page to page; how many each opened."""
    opened = {}
    for name, starts in STARTS.items():
        visitor = new()
        if name:
            sign_in(visitor, name, PASSWORD)
        opened[name or "nobody"] = walk(visitor, *starts, most=most, told=lambda answer, name=name: told(name, answer))
    return opened


def officers() -> Iterable[tuple[str, str, str, str]]:
    """The accounts of the journey as (name, role, region, unit), for a database without those of the demonstration."""
    return (
        ("demo-office", "office", "", "shichang"),
        ("demo-inspector", "inspector", "tangshan", ""),
        ("demo-firm", "firm", "baoding", ""),
        ("demo-county", "liaison", "tangshan-lunan", ""),
        ("demo-unit", "liaison", "", "gongxin"),
        ("demo-audit", "audit_admin", "", ""),
        ("demo-system", "system_admin", "", ""),
    )
