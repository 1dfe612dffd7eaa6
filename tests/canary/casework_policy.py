"""Who gets what of cases and registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.canary.casework import HANDLERS
from tests.canary.people import ALL
from tests.canary.policing import Deed, Operation, Policy, opened_by_all
from tests.canary.world import Kept
from zhiheng.directory.models import Region
from zhiheng.mechanisms.scope import everywhere

AT_CASES = ALL | HANDLERS | {"firm", "other-firm"}
"""Who handles, oversees or is concerned by cases."""
PROMISE = "return-promise"
FILES = ("xlsx", "csv", "json")


def _done(thing: Kept) -> Mapping[str, Any]:
    return {"version": thing.row["version"], **thing.row["said"]}


def _kept(thing: Kept) -> Mapping[str, Any]:
    return {"event": "breach", "on": "2026-11-22", "why": "查实违约", **_versioned(thing)}


def _versioned(thing: Kept) -> Mapping[str, Any]:
    with everywhere():
        return {"version": type(thing.row).objects.values_list("version", flat=True).get(pk=thing.row.pk)}


def _by_hand(thing: Kept) -> Mapping[str, Any]:
    """As a page sends it: a region by its number."""
    return {**thing.row, "region": Region.objects.get(slug=thing.row["region"]).pk}


def _amended(thing: Kept) -> Mapping[str, Any]:
    return {**_versioned(thing), "why": "更正", "fields": {"shops": "二号店", "region": thing.row.region.slug}}


def _given(thing: Kept) -> Mapping[str, Any]:
    return {"files": SimpleUploadedFile("b.pdf", b"%PDF-1.4\nreceipt")}


def _sheet(thing: Kept) -> Mapping[str, Any]:
    return {"way": "none_found", "ground": "few", "why": "数量不够", "version": thing.row.version}


def _report(thing: Kept) -> Mapping[str, Any]:
    line = {"name": "铅", "method": "", "standard": "", "result": "未检出", "judged": "yes"}
    file = SimpleUploadedFile("b.pdf", b"%PDF-1.4\nreport")
    return {**line, "report_no": "R-2", "version": thing.row.version, "file": file}


REVEALED = Deed("reveal", lambda thing: {"field": "address", "purpose": "回访核实情况"})
AMENDED = Deed("amend", lambda thing: {"version": 1, "why": "更正"}, effect=False)
RECORDED = Deed("keep", _kept)
VOIDED = Deed("void", lambda thing: {"act": "void", "why": "逾期"})
DONE = Deed("do", _done, refused=404)
CANCELLED = Deed("cancel", lambda thing: {"act": "cancel"})
CASEWORK: dict[str, Policy] = {
    "queue": Policy(AT_CASES),
    "cases": Policy(AT_CASES, args=(("complaint",),), query="q"),
    "cases_export": Policy(AT_CASES, args=tuple(("complaint", fmt) for fmt in FILES), query="q"),
    "new_case": Policy(HANDLERS, of="filing", posts=(Deed("file", _by_hand),)),
    "case": Policy(AT_CASES, of="case"),
    "amend_case": Policy(HANDLERS, of="case", opens="amend", posts=(AMENDED,)),
    "do": Policy(AT_CASES, of="doing", opens="do", posts=(DONE,)),
    "reveal_case": Policy(HANDLERS, of="case", get=False, posts=(REVEALED,)),
    "exhibit": Policy(AT_CASES, of="exhibit", records=("privacy_reveal", HANDLERS)),
    "give_exhibits": Policy(AT_CASES, of="giving", get=False, posts=(Deed("give", _given),)),
    "paper": Policy(HANDLERS, of="paper"),
    "public_cases": opened_by_all(("complaint",), query="q"),
    "public_cases_export": Policy(args=tuple(("complaint", fmt) for fmt in FILES)),
    # Sampling
    "public_samples": opened_by_all(query="q"),
    "public_samples_export": Policy(args=tuple((fmt,) for fmt in FILES)),
    "public_sample": Policy(of="public sample"),
    "sample_of_number": Policy(get=False),  # it leads on, who works on the sample to its case and others to its result
    "sheet_worker": opened_by_all(),
    "sampling_sheets": Policy(HANDLERS),
    "sampling_sheet": Policy(HANDLERS, of="sheet", posts=(Deed("hand in", _sheet),)),
    "test_report": Policy(AT_CASES, of="report", opens="report", posts=(Deed("report", _report),)),
    "sample_file": Policy(AT_CASES, of="sample file"),
    "sample_label": Policy(AT_CASES, of="label"),
    "new_draw": Policy(HANDLERS, of="drawing", opens="draw"),
    "draw": Policy(AT_CASES, of="draw", posts=(VOIDED,)),
    "draw_recipe": Policy(AT_CASES, of="draw"),
    "results_imports": Policy(HANDLERS),
    "results_import": Policy(HANDLERS, args=(("food-supervision-failed-2026-11-01",),)),
    # Registers
    "registers": opened_by_all(query="q"),
    "register_rows": opened_by_all((PROMISE,), query="q"),
    "register_rows_export": Policy(args=tuple((PROMISE, fmt) for fmt in FILES)),
    "register_row": Policy(of="register"),
    "new_register_row": Policy(HANDLERS, of="entering", posts=(Deed("enter", _by_hand),)),
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
    "POST /api/cases/{kind}": Operation(HANDLERS, "filing", Deed("file", lambda thing: {"fields": thing.row})),
    "GET /api/cases/{kind}/{id}": Operation(AT_CASES, "case"),
    "POST /api/cases/{kind}/{id}/{transition}": Operation(
        AT_CASES, "doing", Deed("do", lambda thing: thing.row, refused=404)
    ),
    "GET /api/registers": Operation(),
    "GET /api/registers/{kind}": Operation(kind=PROMISE),
    "GET /api/registers/{kind}/{id}": Operation(of="register"),
    "POST /api/registers/{kind}": Operation(HANDLERS, "entering", Deed("enter", lambda thing: {"fields": thing.row})),
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
