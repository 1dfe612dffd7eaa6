"""Every address is reached by a link from the first page, and every link leads to something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.conventions.tree import listed
from tests.conventions.walk import Reader, Visited, names, walk
from tests.factories import sampling
from tests.factories.apportioning import proposed, target
from tests.factories.division import accepted, office, parts_of, sits
from tests.factories.importing import pasted_batch
from tests.factories.uploading import MORNING, read_by
from tests.factories.values import judged
from tests.mechanisms.intake.test_registers_in import IMPORT, template, typed_into, upload
from zhiheng.directory.models import KeptForm, Officer, Region, Token
from zhiheng.directory.tokens import make, new_secret
from zhiheng.division.dividing import attach
from zhiheng.ledger.models import Ledger, Reading
from zhiheng.ledger.uploading import move
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.listing.saving import save
from zhiheng.mechanisms.scope import everywhere
from zhiheng.reporting.demonstration import load_figures
from zhiheng.systems.complaints.demonstration import load_complaints
from zhiheng.systems.complaints.exhibiting import exhibit
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.registers.demonstration import load_registers
from zhiheng.systems.sampling import sorts
from zhiheng.systems.sampling.models import Sample
from zhiheng.systems.sampling.sheet import hand_in
from zhiheng.web.keeping import browser_of

FOR_MACHINES = {"livez", "readyz", "keep_this", "sheet_worker"}
"""Asked for by whoever runs the server or by the script of a page, shown to nobody."""

HANDED_OUT = {
    *("followed", "send_complaint", "results_import", "test_report", "sample_of_number"),
    *("new_draw", "draw", "draw_recipe"),
}
"""Reached by the secret link of a receipt, by the steps of a form, by the laboratory of a sample and by the QR code of

its label, alone; a draw from the page of its plan, where tests/systems/sampling/test_draw_pages.py follows the links.
"""

PASSED = "行路商店"

WALKERS = ("office", "liaison", "inspector", "system_admin", "audit_admin")
"""Roles with pages of their own."""

POSTED = {
    *("display", "logout", "discard", "revoke_token", "hand_password", "save_view", "drop_view", "reveal_case"),
    *("record_register_event", "strike_register_event", "publish_value"),
}
"""Forms lead here; opening them by a link would change something."""


@pytest.fixture
def province(hebei: Ledger) -> Ledger:
    """The bundled plan with the figures of the demonstration province."""
    load_figures(date(2026, 11, 22))
    judged(40, passed=38)
    handler = Officer.objects.create(username="bureau", role="inspector", demo=True)
    handler.region = Region.objects.get(kind=Region.PROVINCE)
    load_registers(MORNING, by=handler)
    load_complaints(MORNING, by=handler)
    return hebei


def reached(client: Client) -> Iterator[Visited]:
    """What a stranger and then somebody signed in reach from the first page."""
    yield from walk(client)
    for role in WALKERS:
        walker = Officer.objects.create(username=role, display_name="演示用户·行路人", role=role, demo=True)
        leave_a_part(walker)
        leave_a_case(walker)
        client.force_login(walker)
        leave_something_typed(client, walker)
        leave_documents(walker)
        leave_a_token(walker)
        leave_a_view(walker)
        leave_a_proposal(walker)
        leave_an_import(walker)
        leave_rows(client, walker)
        leave_samples(walker)
        for start in ("/mine/", *starts_of(walker)):
            yield from walk(client, start, each=1)


def starts_of(walker: Officer) -> list[str]:
    """Pages in lists of many, of which a walk takes the first alone: the complaint of the walker, and the imports."""
    if walker.role == "office":
        return ["/numbers/drug_pass_rate/value/?period=2025"]
    if walker.role != "inspector":
        return []
    with everywhere():
        taken = Sample.objects.get(state="sampled")
        case = Complaint.objects.get(firm_name=PASSED)
        return [case.get_absolute_url(), IMPORT, taken.get_absolute_url(), "/samples/", "/sampling/sheet/"]


def leave_something_typed(client: Client, walker: Officer) -> None:
    """What the walker could not send an hour ago, so that there is something to throw away."""
    client.get("/mine/")
    browser = browser_of(client.get("/mine/").wsgi_request)
    assert browser
    hour_ago = timezone.now() - timedelta(hours=1)
    kept = {"path": "/password/", "page": "/password/", "pairs": [("why", "x")], "at": hour_ago}
    with everywhere():
        KeptForm.objects.create(officer=walker, browser=browser.name, **kept)


def leave_documents(walker: Officer) -> None:
    """A document that the walker uploaded, one that a colleague has in hand, and one that waits to be confirmed."""
    if walker.role == "office":
        read_by(walker.username)
        read_by("zhao")
        other = read_by("zhang")
        with everywhere():
            move(other, Reading.AWAITING, version=other.version, by=other.uploaded_by, at=MORNING)


def leave_a_part(walker: Officer) -> None:
    """A part that the office gave, and one with a file that 石家庄 has accepted and may divide further."""
    if walker.role == "office":
        parts_of("tangshan", by=walker)
    if walker.role != "liaison":
        return
    walker.region = Region.objects.get(slug="shijiazhuang")
    walker.save()
    part = accepted(parts_of("shijiazhuang")[0], walker)
    with sits(walker):
        attach(part, BytesIO(b"x"), "a.txt", by=walker, at=MORNING)


def leave_a_case(walker: Officer) -> None:
    """A complaint with evidence that the walker handles in 唐山."""
    if walker.role != "inspector":
        return
    walker.region = Region.objects.get(slug="tangshan")
    walker.save()
    with sits(walker):
        who = {"complainant": "王小明", "phone": "13800001111", "id_type": "other", "id_number": "YS000001"}
        row = Complaint(region=walker.region, firm_name=PASSED, **who)
        file(row, by=walker, hand=Hand.HANDLER, at=MORNING)
        act(row, "accept", row.version, {}, by=walker, at=MORNING)
        exhibit(row, [SimpleUploadedFile("a.pdf", b"%PDF-1.4")], hand=Hand.HANDLER, by=walker, at=MORNING)


def leave_a_token(walker: Officer) -> None:
    """A token that the walker can take back."""
    now = timezone.now()
    with everywhere():
        make(new_secret(), name="路", scope=Token.READ, expires=timezone.localdate(now), by=walker, at=now)


def leave_a_view(walker: Officer) -> None:
    """A saved view that the walker can remove; the list of accounts is there for the system administrator."""
    with everywhere():
        save(walker, "accounts", "路", "role=office", default=False)


def leave_a_proposal(walker: Officer) -> None:
    """Shares of a target that the walker can approve, on the first indicator of the catalogue."""
    if walker.role == "office":
        proposed(target(Ledger.objects.get(slug="hebei-2023-2027"), "T01"), office("zhang"), "same")


def leave_an_import(walker: Officer) -> None:
    """A batch with a wrong row, so that there is a workbook to take back."""
    if walker.role == "office":
        pasted_batch(Ledger.objects.get(slug="hebei-2023-2027"), "二(二)4\t某市\t自查", walker)


def leave_rows(client: Client, walker: Officer) -> None:
    """A file with a wrong row for a register, so that there is a workbook to take back."""
    if walker.role == "inspector":
        upload(client, typed_into(template(client), {"登记编号": "B1", "名称": "某某超市"}))


def leave_samples(walker: Officer) -> None:
    """One that waits to be taken, one that was taken with a photograph, one whose result is public."""
    if walker.role != "inspector":
        return
    day = "2026-11-02"
    sampling.running(day=day)
    taken = sampling.sample(plan := sampling.running(sorts.FOOD, day=day))
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff")
    with sampling.sits(walker, day):
        said = sampling.sheet(plan, day)
        hand_in(taken, "sample", taken.version, said, [photo], None, by=walker, at=sampling.on(day))
    public = sampling.served(sorts.DRUG, passed=True, day=day)
    for act_of, on in (("accept_result", "2026-11-03"), ("publish", "2026-11-04")):
        sampling.does(sampling.bureau(), public, act_of, on)


def test_every_address_is_linked_and_every_link_answers(client: Client, province: Ledger) -> None:
    visited = list(reached(client))
    broken = [f"{page.url}: {page.status}" for page in visited if page.status not in answers(page)]
    assert not broken, listed(broken)
    unlinked = set(names()) - {page.name for page in visited} - FOR_MACHINES - HANDED_OUT
    assert not unlinked, listed(sorted(unlinked))


def answers(page: Visited) -> set[int]:
    """What an address may answer: a page, the way to the sign-in, or that it only takes what is posted."""
    return {405} if page.name in POSTED else {200, 302}


def test_a_ledger_without_figures_answers_everywhere(client: Client, hebei: Ledger) -> None:
    broken = [f"{page.url}: {page.status}" for page in walk(client) if page.status not in answers(page)]
    assert not broken, listed(broken)


def test_a_page_is_read_as_a_visitor_reads_it() -> None:
    page = '<html lang="en"><a href="/x" title="T">one<br></a><p lang="zh-Hans">二</p><mark>三</mark><img alt="four">'
    assert Reader.of(page).links == ["/x"]
    assert Reader.of(page).words == ["T", "one", "four"]
