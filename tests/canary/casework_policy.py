"""Who gets what of cases and registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.canary.people import ALL
from tests.canary.policing import Deed, Operation, Policy, opened_by_all
from tests.canary.world import Kept

HANDLERS = frozenset({"inspector", "county-inspector", "other-inspector"})
AT_CASES = ALL | HANDLERS | {"firm", "other-firm"}
"""Who handles, oversees or is concerned by cases."""
PROMISE = "return-promise"
FILES = ("xlsx", "csv", "json")


def _done(thing: Kept) -> Mapping[str, Any]:
    return {"version": thing.row["version"], **thing.row["said"]}


def _kept(thing: Kept) -> Mapping[str, Any]:
    version = type(thing.row)._base_manager.values_list("version", flat=True).get(pk=thing.row.pk)
    return {"event": "breach", "on": "2026-11-22", "why": "查实违约", "version": version}


def _amended(thing: Kept) -> Mapping[str, Any]:
    return {"version": _kept(thing)["version"], "why": "更正", "fields": {"shops": "二号店"}}


def _given(thing: Kept) -> Mapping[str, Any]:
    return {"files": SimpleUploadedFile("b.pdf", b"%PDF-1.4\nreceipt")}


REVEALED = Deed("reveal", lambda thing: {"field": "address", "purpose": "回访核实情况"})
AMENDED = Deed("amend", lambda thing: {"version": 1, "why": "更正"}, effect=False)
RECORDED = Deed("keep", _kept)
CANCELLED = Deed("cancel", lambda thing: {"act": "cancel"})
CASEWORK: dict[str, Policy] = {
    "queue": Policy(AT_CASES),
    "cases": Policy(AT_CASES, args=(("complaint",),), query="q"),
    "cases_export": Policy(AT_CASES, args=tuple(("complaint", fmt) for fmt in FILES), query="q"),
    "new_case": Policy(HANDLERS, args=(("complaint",),)),
    "case": Policy(AT_CASES, of="case"),
    "amend_case": Policy(HANDLERS, of="case", opens="amend", posts=(AMENDED,)),
    "do": Policy(AT_CASES, of="doing", opens="do", posts=(Deed("do", _done),)),
    "reveal_case": Policy(HANDLERS, of="case", get=False, posts=(REVEALED,)),
    "exhibit": Policy(AT_CASES, of="exhibit", records="privacy_reveal"),
    "give_exhibits": Policy(AT_CASES, of="giving", get=False, posts=(Deed("give", _given),)),
    "paper": Policy(HANDLERS, of="paper"),
    "public_cases": opened_by_all(("complaint",), query="q"),
    "public_cases_export": Policy(args=tuple(("complaint", fmt) for fmt in FILES)),
    # Registers
    "registers": opened_by_all(query="q"),
    "register_rows": opened_by_all((PROMISE,), query="q"),
    "register_rows_export": Policy(args=tuple((PROMISE, fmt) for fmt in FILES)),
    "register_row": Policy(of="register"),
    "new_register_row": Policy(HANDLERS, args=((PROMISE,),)),
    "amend_register_row": Policy(HANDLERS, of="register", opens="keep"),
    "record_register_event": Policy(HANDLERS, of="register", get=False, posts=(RECORDED,)),
    "strike_register_event": Policy(HANDLERS, of="register event", get=False, posts=(RECORDED,)),
    "register_import": Policy(HANDLERS, args=((PROMISE,),)),
    "register_import_template": Policy(HANDLERS, args=((PROMISE,),)),
    "cases_import": Policy(HANDLERS, args=(("complaint",),)),
    "cases_import_template": Policy(HANDLERS, args=(("complaint",),)),
    "intake": Policy(HANDLERS, of="intake", posts=(CANCELLED,)),
    "intake_returned": Policy(HANDLERS, of="intake"),
}
_CANCEL = Deed("cancel", lambda thing: {})
_WHY = Deed("cancel", lambda thing: {"why": "另有安排"}, effect=False)
CASEWORK_API: dict[str, Operation] = {
    "GET /api/cases": Operation(AT_CASES),
    "GET /api/cases/{kind}": Operation(AT_CASES),
    "POST /api/cases/{kind}": Operation(HANDLERS, write=True),
    "GET /api/cases/{kind}/{id}": Operation(AT_CASES, "case"),
    "POST /api/cases/{kind}/{id}/{transition}": Operation(AT_CASES, "doing", Deed("do", lambda thing: thing.row)),
    "GET /api/registers": Operation(),
    "GET /api/registers/{kind}": Operation(kind=PROMISE),
    "GET /api/registers/{kind}/{id}": Operation(of="register"),
    "POST /api/registers/{kind}": Operation(HANDLERS, write=True, kind=PROMISE),
    "PATCH /api/registers/{kind}/{id}": Operation(HANDLERS, "register", Deed("keep", _amended)),
    "POST /api/registers/{kind}/{id}/events": Operation(HANDLERS, "register", RECORDED),
    "POST /api/registers/{kind}/{id}/events/{event}/strike": Operation(
        HANDLERS, "register event", Deed("keep", lambda thing: {n: _kept(thing)[n] for n in ("why", "version")})
    ),
    "POST /api/intakes": Operation(HANDLERS, write=True),
    **{f"GET /api/intakes/{{id}}{what}": Operation(HANDLERS, "intake") for what in ("", "/rows")},
    **{f"POST /api/intakes/{{id}}/{act}": Operation(HANDLERS, "intake", _WHY) for act in ("confirm", "undo")},
    "POST /api/intakes/{id}/cancel": Operation(HANDLERS, "intake", _CANCEL),
}
