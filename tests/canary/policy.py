"""Who gets what: one line for every address of the portal. An address without a line fails the suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.canary.casework_policy import CASEWORK, CASEWORK_API
from tests.canary.people import ALL, AT_PARTS, DIVIDERS, OFFICE, POSTS
from tests.canary.policing import Deed, Operation, Policy, opened_by_all
from tests.canary.world import Kept

SIGNED_IN = frozenset(POSTS)
DIVIDES_FRUIT = OFFICE | {"lead"}
"""Whose post divides the first task of the ledger: the working group, and the unit that its document names."""
PLAN, TASK, INDICATOR = "guopin", "二(一)1", "zq-indicator"


def _files(*before: Any) -> Policy:
    return Policy(args=tuple((*before, fmt) for fmt in ("xlsx", "csv", "json")))


def _versioned(act: str, why: str = "另有安排", **more: Any) -> Callable[[Kept], Mapping[str, Any]]:
    return lambda thing: {"act": act, "version": getattr(thing.row, "version", ""), "why": why, **more}


def _changed(thing: Kept) -> Mapping[str, Any]:
    row = thing.row
    return {"version": 1, "content": "改动过的内容", "year": row.year or "", "quarter": row.quarter, "why": "更正"}


def _handed_in(thing: Kept) -> Mapping[str, Any]:
    return {"act": "attach", "file": SimpleUploadedFile("a.txt", b"a")}


def _chosen(act: str) -> Callable[[Kept], Mapping[str, Any]]:
    return lambda thing: {"act": act, "row": f"{thing.row.pk}.{thing.row.version}", "why": "另有安排"}


def _of_an_account(act: str, **more: str) -> Deed:
    return Deed(act, lambda thing: {"act": act, f"{act}-why": "离任", "version": 1, **more}, refused=404)


PART_DEEDS = (
    *(Deed(act, _versioned(act)) for act in ("issue", "accept", "withdraw")),
    Deed("say", lambda thing: {"act": "comment", "text": "收到"}),
    Deed("say", _handed_in),
)
COLUMNS = "columns=content,receiver,period,due,state,giver,task,plan,lead,contact,note,version"

POLICY: dict[str, Policy] = {
    # For everybody
    "home": opened_by_all(),
    "plans": opened_by_all(),
    "plan": opened_by_all((PLAN,)),
    "text": opened_by_all((PLAN,)),
    "tasks": opened_by_all((PLAN,), query="q"),
    "task": opened_by_all((PLAN, TASK)),
    "indicators": opened_by_all((PLAN,), query="q"),
    "indicator": opened_by_all((PLAN, INDICATOR)),
    "funding": opened_by_all((PLAN,)),
    "sources": opened_by_all((PLAN,)),
    "editions": opened_by_all((PLAN,)),
    "units": opened_by_all(),
    "unit": opened_by_all(("shichang",), ("zq-bureau",)),
    "regions": opened_by_all(),
    "region": opened_by_all(("shijiazhuang",), ("tangshan-lunan",)),
    "calendar": opened_by_all(),
    "calendar_year": opened_by_all((2026,)),
    "calendar_export": _files(),
    "complain": opened_by_all(),
    "complain_step": opened_by_all(("who",), ("against",), ("what",), ("asks",)),
    "receipt": opened_by_all(),
    "complaints_public": opened_by_all(query="q"),
    "complaint_figures": Policy(args=(("csv",), ("json",))),
    "score_card": opened_by_all(("91130600000000000M",)),
    "numbers": opened_by_all(),
    "numbers_heat": opened_by_all(),
    "number": opened_by_all(("closed_on_time",), ("mediated",)),
    "value": opened_by_all(("closed_on_time",), ("mediated",)),
    # The zip holds whole parts: who may take it depends on every row in them; tests/web/test_number_leaks.py asks that.
    "value_file": Policy(args=(("drug_pass_rate", "json"),), tail="?period=2025"),
    "publish_value": Policy(OFFICE, args=(("drug_pass_rate",),), get=False),
    "number_export": Policy(args=(("closed_on_time", "csv"), ("closed_on_time", "json"))),
    "numbers_heat_export": Policy(args=(("csv",), ("json",))),
    "search": opened_by_all(query="q"),
    "components": opened_by_all(),
    "data": opened_by_all(),
    "livez": opened_by_all(),
    "readyz": opened_by_all(),
    "api_docs": opened_by_all(),
    "plan_json": opened_by_all((PLAN,)),
    "plan_metadata": opened_by_all((PLAN,)),
    "tasks_export": _files(PLAN),
    "indicators_export": _files(PLAN),
    "sources_export": Policy(args=((PLAN, "csv"), (PLAN, "json"))),
    "funding_export": Policy(args=((PLAN, "csv"), (PLAN, "json"))),
    "indicator_export": Policy(args=((PLAN, INDICATOR, "csv"), (PLAN, INDICATOR, "json"))),
    "units_export": Policy(args=(("csv",), ("json",))),
    "regions_export": Policy(args=(("csv",), ("json",))),
    # They take posts alone, or lead on at once
    "display": Policy(get=False),
    "send_complaint": Policy(get=False),
    # Opened by the secret of a receipt alone: tests/canary/turns.py
    "followed": Policy(get=False),
    "login": Policy(get=False),
    "logout": Policy(get=False),
    "keep_this": Policy(get=False),
    "stay": Policy(SIGNED_IN, get=False),
    "save_view": Policy(
        SIGNED_IN, of="list", get=False, posts=(Deed("save", lambda thing: {"name": "常用", "query": "q=1"}),)
    ),
    # For whoever is signed in
    "mine": Policy(SIGNED_IN),
    "done": Policy(SIGNED_IN),
    "password": Policy(SIGNED_IN),
    "kept": Policy(SIGNED_IN),
    "tokens": Policy(SIGNED_IN),
    "discard": Policy(SIGNED_IN, of="form", get=False),
    "drop_view": Policy(SIGNED_IN, of="view", get=False, posts=(Deed("drop", lambda thing: {}),)),
    "revoke_token": Policy(SIGNED_IN, of="token", get=False, posts=(Deed("revoke", lambda thing: {}),)),
    # For administrators
    "sign_ins": Policy(frozenset({"audit"}), query="account"),
    "reveals": Policy(frozenset({"audit"}), query="thing"),
    "reveals_export": Policy(frozenset({"audit"}), args=(("xlsx",), ("csv",))),
    "sign_ins_export": Policy(frozenset({"audit"}), args=(("xlsx",), ("csv",))),
    "accounts": Policy(frozenset({"system", "security", "audit"}), query="q"),
    "accounts_export": Policy(frozenset({"system", "security", "audit"}), args=(("xlsx",), ("csv",))),
    "new_account": Policy(frozenset({"system"})),
    "account": Policy(
        frozenset({"system", "security", "audit"}),
        of="account",
        posts=(
            *(_of_an_account(act) for act in ("close", "reopen", "none")),
            _of_an_account("grant", **{"grant-role": ""}),
        ),
    ),
    "hand_password": Policy(
        frozenset({"system"}),
        of="account",
        get=False,
        posts=(_of_an_account("password"),),
    ),
    "edit_calendar": Policy(OFFICE, args=((2026,),)),
    # Four steps
    "upload": Policy(OFFICE),
    "reading": Policy(of="reading", who=SIGNED_IN, posts=(Deed("withdraw", _versioned("withdraw")),)),
    "correct": Policy(of="reading", who=SIGNED_IN, opens="correct", tail="?add=target"),
    "confirm": Policy(of="reading", who=SIGNED_IN, opens="confirm", posts=(Deed("confirm", _versioned("return")),)),
    "take_over": Policy(of="reading", who=SIGNED_IN, opens="take over", posts=(Deed("take over", _versioned("")),)),
    "uploaded_file": Policy(of="reading", who=SIGNED_IN),
    # Division
    "parts": Policy(
        AT_PARTS, query="q", posts=tuple(Deed(act, _chosen(act)) for act in ("issue", "accept", "withdraw"))
    ),
    "parts_export": Policy(AT_PARTS, args=(("xlsx",), ("csv",), ("json",)), query=f"{COLUMNS}&q"),
    "part": Policy(AT_PARTS, of="part", posts=PART_DEEDS),
    "change_part": Policy(DIVIDERS, of="part", opens="change", posts=(Deed("change", _changed),)),
    "divide_part": Policy(DIVIDERS, of="part", opens="divide"),
    "part_file": Policy(AT_PARTS, of="attachment"),
    "divide": Policy(DIVIDES_FRUIT, of="task"),
    "imports": Policy(DIVIDERS),
    "import_template": Policy(DIVIDERS, query="part"),
    "import_batch": Policy(DIVIDERS, of="batch", posts=(Deed("cancel", _versioned("cancel")),)),
    "returned_workbook": Policy(DIVIDERS, of="batch"),
    "imported_file": Policy(DIVIDERS, of="batch"),
    "apportion": Policy(OFFICE, args=((PLAN, INDICATOR),)),
    "yearly_path": Policy(OFFICE, args=((PLAN, INDICATOR),)),
    "apportionment": Policy(
        SIGNED_IN,
        of="proposal",
        posts=(*(Deed(act, _versioned(act)) for act in ("approve", "return", "withdraw")),),
    ),
}


POLICY |= CASEWORK


def _moved(act: str) -> Operation:
    return Operation(AT_PARTS, "part", Deed(act, lambda thing: {"version": thing.row.version, "why": "另有安排"}))


_NOTE = Deed("change", lambda thing: {"version": thing.row.version, "content": "改动过的内容", "why": "更正"})

API: dict[str, Operation] = {
    **{
        f"GET /api/{path}": Operation()
        for path in (
            *("ledgers", "ledgers/{ledger}", "ledgers/{ledger}/documents", "ledgers/{ledger}/documents/{edition}"),
            *("ledgers/{ledger}/clauses", "ledgers/{ledger}/tasks", "ledgers/{ledger}/tasks/{key}"),
            *("ledgers/{ledger}/targets", "ledgers/{ledger}/indicators", "ledgers/{ledger}/indicators/{indicator}"),
            *("ledgers/{ledger}/funding", "ledgers/{ledger}/deadlines", "ledgers/{ledger}/figures"),
            *("units", "units/{unit}", "regions", "regions/{region}"),
        )
    },
    "GET /api/search": Operation(tail="?q=1"),
    "GET /api/numbers": Operation(),
    "GET /api/numbers/{definition}": Operation(),
    "GET /api/me": Operation(SIGNED_IN),
    "GET /api/me/done": Operation(AT_PARTS),
    "GET /api/parts": Operation(AT_PARTS),
    "POST /api/parts": Operation(
        DIVIDERS,
        "words",
        Deed("divide", lambda thing: thing.row, refused=422),
    ),
    "GET /api/parts/{id}": Operation(AT_PARTS, "part"),
    "PATCH /api/parts/{id}": Operation(AT_PARTS, "part", _NOTE),
    "POST /api/parts/{id}/issue": _moved("issue"),
    "POST /api/parts/{id}/accept": _moved("accept"),
    "POST /api/parts/{id}/withdraw": _moved("withdraw"),
    "GET /api/parts/{id}/comments": Operation(AT_PARTS, "part"),
    "POST /api/parts/{id}/comments": Operation(AT_PARTS, "part", Deed("say", lambda thing: {"text": "收到"})),
    "GET /api/parts/{id}/attachments": Operation(AT_PARTS, "part"),
    "POST /api/parts/{id}/attachments": Operation(
        AT_PARTS, "part", Deed("say", lambda thing: {"file": SimpleUploadedFile("a.txt", b"a")})
    ),
    "GET /api/parts/{id}/attachments/{attachment}/file": Operation(AT_PARTS, "attachment"),
    "GET /api/parts/{id}/history": Operation(AT_PARTS, "part"),
}
for _act in ("approve", "return", "withdraw"):
    _decided = Deed(_act, lambda thing: {"version": 1, "why": "另有安排"})
    API[f"POST /api/apportionments/{{id}}/{_act}"] = Operation(SIGNED_IN, "proposal", _decided)
API |= {
    "GET /api/apportionments": Operation(SIGNED_IN),
    "GET /api/apportionments/{id}": Operation(SIGNED_IN, "proposal"),
    "POST /api/apportionments/regions": Operation(SIGNED_IN, "promise", Deed("propose", lambda thing: thing.row)),
    "POST /api/apportionments/years": Operation(SIGNED_IN, write=True),
    "GET /api/imports": Operation(DIVIDERS),
    "POST /api/imports": Operation(DIVIDERS, write=True),
    "GET /api/imports/template": Operation(DIVIDERS, tail="?plan=guopin"),
    "GET /api/imports/{id}": Operation(DIVIDERS, "batch"),
    "GET /api/imports/{id}/rows": Operation(DIVIDERS, "batch"),
    "GET /api/imports/{id}/file": Operation(DIVIDERS, "batch"),
    "GET /api/imports/{id}/returned": Operation(DIVIDERS, "batch"),
    "POST /api/imports/{id}/check": Operation(DIVIDERS, "batch", Deed("cancel", lambda thing: {}, effect=False)),
    "POST /api/imports/{id}/cancel": Operation(DIVIDERS, "batch", Deed("cancel", lambda thing: {})),
    "POST /api/imports/{id}/confirm": Operation(
        DIVIDERS, "batch", Deed("cancel", lambda thing: {"why": "另有安排"}, effect=False)
    ),
    "POST /api/imports/{id}/undo": Operation(
        DIVIDERS, "batch", Deed("cancel", lambda thing: {"why": "另有安排"}, effect=False)
    ),
}
_step = {"version": 1, "why": "另有安排"}


def _many(thing: Kept) -> Mapping[str, Any]:
    return {"act": "withdraw", "parts": [{"id": str(thing.row.pk), "version": thing.row.version}], "why": "另有安排"}


API |= {
    "GET /api/readings": Operation(ALL),
    "POST /api/readings": Operation(OFFICE, write=True),
    **{f"GET /api/readings/{{id}}{what}": Operation(SIGNED_IN, "reading") for what in ("", "/items", "/file")},
    "POST /api/readings/{id}/submit": Operation(SIGNED_IN, "reading", Deed("correct", lambda thing: _step)),
    "POST /api/readings/{id}/withdraw": Operation(SIGNED_IN, "reading", Deed("withdraw", lambda thing: _step)),
    "POST /api/readings/{id}/return": Operation(SIGNED_IN, "reading", Deed("confirm", lambda thing: _step)),
    "POST /api/readings/{id}/take-over": Operation(SIGNED_IN, "reading", Deed("take over", lambda thing: _step)),
    "POST /api/readings/{id}/confirm": Operation(
        SIGNED_IN, "reading", Deed("confirm", lambda thing: {"version": 1, "against": 1}, effect=False)
    ),
    "POST /api/readings/{id}/corrections": Operation(
        SIGNED_IN, "reading", Deed("correct", lambda thing: {"action": "drop", "thing": "target:T01", **_step})
    ),
    "GET /api/views": Operation(SIGNED_IN),
    "POST /api/views": Operation(SIGNED_IN, write=True),
    "DELETE /api/views/{id}": Operation(SIGNED_IN, "view", Deed("drop", lambda thing: {})),
    "POST /api/parts/acts": Operation(AT_PARTS, "part", Deed("withdraw", _many)),
}
API |= CASEWORK_API
_proposals, _drafts = "GET /api/apportionments", "GET /api/readings"
MINE = (
    (_proposals, Operation(SIGNED_IN, tail="?mine=waiting", holds=("proposal", "approve"))),
    (_proposals, Operation(SIGNED_IN, tail="?mine=proposed", holds=("proposal", "propose"))),
    (_proposals, Operation(SIGNED_IN, tail="?mine=decided", holds=("proposal", "decided"))),
    (_drafts, Operation(ALL, tail="?mine=waiting", holds=("title", "waiting"))),
    (_drafts, Operation(ALL, tail="?mine=begun", holds=("title", "begun"))),
    (_drafts, Operation(ALL, tail="?mine=colleagues", holds=("title", "take over"))),
    ("GET /api/parts", Operation(AT_PARTS, tail="?mine=to_accept", holds=("part", "accept"))),
    ("GET /api/parts", Operation(AT_PARTS, tail="?mine=to_issue", holds=("part", "issue"))),
    ("GET /api/parts", Operation(AT_PARTS, tail="?mine=given", holds=("part", "gave"))),
    ("GET /api/me/done", Operation(AT_PARTS, holds=("deed", "done"))),
)
"""我的待办 and 我发起, as the interface tells them."""
BUTTONS: dict[str, tuple[tuple[str, str], ...]] = {
    "part": (('"issue"', "issue"), ('"accept"', "accept"), ("/change/", "change"), ("/divide/", "divide")),
    "apportionment": (
        *(('"approve"', "approve"), ('"return"', "return"), ('"withdraw"', "withdraw")),
        ("zq-indicator/apportion/?", "again"),
    ),
    "reading": (('"withdraw"', "withdraw"),),
    "case": (
        *(("/amend/", "amend"), ("z**", "masks")),
        *((f"/do/{act}/", act) for act in ("accept", "answer", "suspend", "object", "receive")),
    ),
    "register_row": (("/amend/", "keep"),),
    "account": (
        *(('"close"', "close"), ('"grant"', "grant"), ('"reopen"', "reopen"), ('"password"', "password")),
        ("份读取稿还没有办完", "left"),
    ),
}
"""How a page offers an act: the name of the act, the end of its address under that of the page, or words."""
OPTIONS = {
    "parts": ('value="zq-nobody:', "part", "of-nobody"),
    "cases": ('href="/cases/complaint/new/', "filing", "shijiazhuang"),
}
"""What a list offers to filter by, or to begin, when a thing is among what one sees, and to nobody else."""
IN_ADDRESS = {
    "ledger": PLAN,
    "edition": "1",
    "key": TASK,
    "indicator": INDICATOR,
    "unit": "shichang",
    "region": "shijiazhuang",
    "definition": "mediated",
}
"""What stands in addresses of the interface that name no thing of anybody's."""
