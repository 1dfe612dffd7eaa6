"""Takes one check away at a time: the canary must notice.

A script makes the mutants out of the code that decides who sees and does what: guards and terms of conditions dropped,
``and`` and ``or``, ``==`` and ``!=``, ``<=`` and ``<``, ``in`` and ``not in`` exchanged, tests answered always with yes
and with no, grants taken and given, managers without a scope. Each is put into a process of its own that asks what
reaches the change (``canary_running``), until the first finding. 1 when fewer than 99 % are killed.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from benchmarks.canary_running import run
from tests.browser.serving import ROOT

WHOLE = (
    *("mechanisms/scope.py", "directory/scope.py", "directory/permissions.py", "division/models/given.py"),
    *("division/models/comment.py", "division/models/apportionment.py", "division/models/import_batch.py"),
    *("mechanisms/listing/models.py", "directory/models/token.py", "directory/models/kept_form.py"),
)
"""Files in which every condition decides who sees what."""
GUARDS = (
    *("division/dividing.py", "division/origin.py", "division/allocating.py", "ledger/uploading.py"),
    *("division/views/part.py", "division/views/parts.py", "division/views/divide.py", "division/todo.py"),
    *("division/views/import_batch.py", "division/views/apportionment.py", "web/api/parts.py", "web/api/talk.py"),
    *("web/api/apportionments.py", "web/api/access.py", "web/views/tokens.py", "web/views/security.py"),
    *("web/views/accounts.py", "ledger/views/reading.py", "mechanisms/listing/views.py", "directory/tokens.py"),
    *("mechanisms/cases/models/case.py", "mechanisms/cases/acting.py", "mechanisms/cases/views/opened.py"),
    *("mechanisms/cases/views/acts.py", "mechanisms/cases/views/case.py", "mechanisms/cases/views/lists.py"),
    *("mechanisms/registers/models/register.py", "mechanisms/registers/keeping.py", "mechanisms/privacy/models.py"),
    *("mechanisms/registers/views/opened.py", "mechanisms/registers/views/row.py", "web/api/cases.py"),
    *("systems/complaints/models/exhibit.py", "systems/complaints/views/public/followed.py", "web/api/registers.py"),
    *("systems/complaints/views/giving.py", "systems/complaints/views/handling.py"),
    *(f"systems/sampling/models/{name}.py" for name in ("sample_file", "test_item", "tested_batch")),
    *(f"systems/sampling/views/{name}.py" for name in ("importing", "label", "laboratory", "sheet")),
    *("systems/sampling/laboratory.py", "systems/sampling/sheet.py"),
)
"""Files in which those conditions do that have ACCESS in them."""
ACCESS = re.compile(
    r"\b(desk|desk_now|sees_all|may|needs|holds|seen|given_by|given_from|received_by|received_at|hands_of|is_of_post)\b"
    r"|\b_?may_|\b_(may|approves|of_post|held_by)\b|confirms|permitted|colleague|handed"
    r"|\b(hands|Hand|casework|has_cases|handled|sees_texts|kept_at|kept_row|seen_whole|case_of\w*)\b"
    r"|Permission|authenticat|is_active|issued|AWAITING|in_use|Token\.READ"
    r"|\b(officer|by)\.\w|[!=]=? ?(officer|by)\b|\b(officer|by) [!=]="
)
"""What names a right, a hand or a desk. Of the states of a thing only those that decide who sees it: what is not issued
is its giver's alone, what awaits nobody is in the hands of its uploader. Any other state says what comes next, whoever
does it; tests/division and tests/ledger try those."""
SCOPED = {
    *("Part", "Comment", "Attachment", "Apportionment", "Quota", "ImportBatch", "ImportRow", "SavedView", "Token"),
    *("KeptForm", "Reading", "Correction", "Move", "Case", "Register", "Exhibit", "Reveal"),
    *("Sample", "SampleFile", "TestItem", "TestedBatch", "Draw", "SamplingPlan", "kind_of(key)", "type(row)"),
}
LEFT_OUT = {
    **dict.fromkeys(
        ("giver", "receiver", "_place", "_state", "__str__", "rests", "percent"), "tells what something is called"
    ),
    **dict.fromkeys(("settings", "_told", "_tell", "_failed"), "PostgreSQL alone: tests/division/test_row_security.py"),
    "_text": "PostgreSQL alone: tests/division/test_row_security.py",
    "check": "asked at the start of the program and by no request: tests/mechanisms/test_scope.py",
    "save": "that a remark is never rewritten is nobody's right: tests/division/test_dividing.py",
    "pairs": "what somebody typed, as it was sealed: tests/web/test_keeping.py",
    "stranger": "words of an answer that is given in any case",
    "_kind": "tells which fields a kind has and what is asked for, and no row of it; filing asks for itself",
    "_done": "to which page somebody is led who has done something; that page asks for itself",
}
"""Functions that are no access checks, or not ones of a request, with the reason."""
_WHOLE_DESK = "who sees the whole province is granted it by the table: tests/{}, where a role loses the right"
_OF_A_READING = "the scope of readings behind the question whose it is: tests/ledger/test_uploading.py"
_OWN = "a post sees what it gave or received: the scope behind the question whose it is, tests/mechanisms/test_scope.py"
_CLOSED = "an account that is closed is signed in no more, nor is its token in use: tests/directory/test_scope.py"
_NO_DESK = "a stranger's empty desk sees as little as none does: tests/directory/test_scope.py"
_STATE = "whoever asks has asked for issued or accepted first: tests/division/test_dividing.py"
_ALIKE = "who may upload may correct, by the table: tests/ledger/test_taking_over.py, where a role loses the right"
_AGAIN = "asked again inside of the act, for two at once: tests/{}"
_APPROVES = (
    "asked of those alone who see every proposal, or asked for again at the desk: tests/division/test_allocating.py"
)
_CASE, _REGISTER, _REVEAL = "mechanisms/cases", "mechanisms/registers", "mechanisms/privacy/models.py"
_OPENED = "tests/mechanisms/privacy/test_reveal.py"
_KEPT = (
    "the form offers no other region, and its page is for who keeps the row: tests/mechanisms/registers/test_keeping.py"
)
_NO_PUBLIC = "every register of today has public columns: tests/mechanisms/registers/test_pages.py, where one has none"
_OF_ITS_CASE = "evidence is asked for with its case, which asks for itself: tests/systems/complaints/test_handling.py"
BEHIND = {
    ("division/allocating.py", "_proposal", ""): _AGAIN.format("division/test_allocating.py"),
    ("division/dividing.py", "divide", "False"): _AGAIN.format("division/test_dividing.py"),
    ("ledger/uploading.py", "take_over", "False"): _AGAIN.format("ledger/test_taking_over.py"),
    ("division/allocating.py", "_approves", "desk_now().whole"): _WHOLE_DESK.format("division/test_allocating.py"),
    ("ledger/uploading.py", "confirms_plans", "sees_all(officer)"): _WHOLE_DESK.format("ledger/test_uploading.py"),
    ("ledger/uploading.py", "may_see", "handed"): _WHOLE_DESK.format("ledger/test_uploading.py"),
    ("ledger/uploading.py", "may_confirm", "reading.state == AWAITING"): _WHOLE_DESK.format("ledger/test_uploading.py"),
    **{
        ("division/allocating.py", function, "Apportionment._base_manager"): _APPROVES
        for function in ("waiting_for", "decided_by")
    },
    **{
        ("ledger/uploading.py", function, f"{model}._base_manager"): _OF_A_READING
        for function in ("correct", "move", "take_over", "_readings", "waiting_for")
        for model in ("Reading", "Correction", "Move")
    },
    ("ledger/uploading.py", "waiting_for", "if True"): _WHOLE_DESK.format("ledger/test_uploading.py"),
    ("ledger/views/reading.py", "opened_by", "Reading._base_manager"): _OF_A_READING,
    ("division/models/given.py", "received_by", "False"): _STATE,
    ("ledger/uploading.py", "may_take_over", "colleague and reading.open_to_correction"): _ALIKE,
    ("ledger/uploading.py", "may_correct", "holds(officer, reading) and reading.open_to_correction"): _ALIKE,
    ("division/origin.py", "origins_of", "Part._base_manager"): _OWN,
    ("division/todo.py", "_parts", "Part._base_manager"): _OWN,
    ("web/api/parts.py", "_origin", "Part._base_manager"): _OWN,
    ("directory/scope.py", "desk_of", "False"): _CLOSED,
    ("directory/scope.py", "__call__", "False"): _NO_DESK,
    (f"{_CASE}/acting.py", "amend", ""): _AGAIN.format("mechanisms/cases/test_acting.py"),
    (f"{_CASE}/models/case.py", "seen_from", "if desk.case → if True"): (
        "without a receipt the condition finds nothing; not asking it spares the database a term"
    ),
    (f"{_CASE}/models/case.py", "hands", "self.firm_sees and self.firm_code == desk.firm"): (
        "a case that its firm sees has the code of one: tests/mechanisms/cases/test_acting.py, where it has none"
    ),
    (_REVEAL, "_check", "Reveal._base_manager"): f"counts one's own openings, which one always sees: {_OPENED}",
    (_REVEAL, "reveal", "type(row)._base_manager"): f"its page is for who handles the row: {_OPENED}",
    (f"{_REGISTER}/keeping.py", "_kept", ""): _KEPT,
    (f"{_REGISTER}/keeping.py", "record_breach", ""): (
        "what is in force and promised is public: tests/mechanisms/registers/test_keeping.py, where it is not"
    ),
    (f"{_REGISTER}/views/opened.py", "kinds_here", ""): _NO_PUBLIC,
    ("systems/sampling/models/test_item.py", "seen_from", ""): (
        "items stand on the page of their sample, which asks for itself: tests/systems/sampling/test_scope.py"
    ),
    ("systems/sampling/sheet.py", "waiting", "Sample._base_manager"): (
        "what is asked for lies in a region that is handled, and so is seen"
    ),
    ("systems/sampling/models/tested_batch.py", "seen_from", ""): (
        "its pages ask from a desk that sees what is public alone: tests/systems/sampling/test_scope.py"
    ),
    ("systems/complaints/models/exhibit.py", "seen_from", "Q(hand=Hand.FIRM)"): _OF_ITS_CASE,
    ("systems/complaints/models/exhibit.py", "seen_from", "Q(hand=Hand.FILER)"): _OF_ITS_CASE,
}
"""Mutants of a second check that stands behind another one, so that no request alone can feel it: file, function, what
then stands there (any for ""), with the reason and the test that asks it by itself; where no test is named, it
answers as the code does. They are counted and not run."""
KILLED_AT_LEAST = 0.99


@dataclass(frozen=True)
class Mutant:
    """One change of one file: where, what stood there, what stands there now, and the whole new source."""

    path: str
    line: int
    function: str
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  →  {self.after}"

    @property
    def behind(self) -> str:
        """Why it is not run; empty when it is."""
        place = self.path.removeprefix("zhiheng/"), self.function
        told = (self.after, f"{self.before} → {self.after}", "")
        return next((reason for one in told if (reason := BEHIND.get((*place, one)))), "")


def main(arguments: Sequence[str] = ()) -> int:
    """Make the mutants, run them, tell who survived."""
    parser = argparse.ArgumentParser(prog="benchmarks canary-mutants", description=__doc__)
    parser.add_argument("--seed", default="2026-11-22")
    parser.add_argument("--sample", type=int, default=0, help="so many of them, drawn by the seed; 0 is all")
    parser.add_argument("--only", default="", help="files in whose path this is found: a|b")
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args(list(arguments))
    made = all_mutants(chosen.only)
    mutants = [one for one in made if not one.behind]
    mutants.sort(key=lambda one: sha256(f"{chosen.seed}{one}".encode()).digest())
    drawn = mutants[: chosen.sample or None]
    print(f"seed {chosen.seed}: {len(drawn)} of {len(mutants)} mutants", flush=True)
    for reason, number in Counter(one.behind for one in made if one.behind).items():
        print(f"  and {number} not run: {reason}")
    if chosen.list:
        print("\n".join(map(str, drawn)))
        return 0
    began = time.perf_counter()
    survivors = run(drawn)
    killed = len(drawn) - len(survivors)
    print(f"{killed} of {len(drawn)} killed ({killed / len(drawn):.1%}) in {time.perf_counter() - began:.0f} s")
    for survivor in survivors:
        print(f"  survived: {survivor}")
    return 0 if killed >= KILLED_AT_LEAST * len(drawn) else 1


def all_mutants(only: str = "") -> list[Mutant]:
    """Every mutant of the access code."""
    found = [one for path in WHOLE if re.search(only, path) for one in mutants_of(path, lambda told: True)]
    found += [
        one
        for path in GUARDS
        if re.search(only, path)
        for one in mutants_of(path, lambda told: bool(ACCESS.search(told)))
    ]
    return list({str(one): one for one in found}.values())


def mutants_of(path: str, wanted: Callable[[str], bool]) -> Iterator[Mutant]:
    """The mutants of a file of the package where what is taken away, or turned round, is wanted."""
    tree = ast.parse((ROOT / "zhiheng" / path).read_text(encoding="utf-8"))
    deciding = dict(_deciding(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in deciding:
            continue
        before = ast.unparse(node) if isinstance(node, ast.expr) else ""
        for turn, (told, _) in enumerate(changes(deepcopy(node), wanted)):
            other = deepcopy(tree)
            after = list(changes(list(ast.walk(other))[number], wanted, turn))[turn][1]
            line = getattr(node, "lineno", 0)
            yield Mutant(f"zhiheng/{path}", line, deciding[id(node)], told or before, after, ast.unparse(other))


def _deciding(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What stands in functions, with their names, and the table of grants; outside of them stand columns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name not in LEFT_OUT:
            left = {id(inner) for one in ast.walk(node) for inner in _left_out(one)}
            yield from ((id(inner), node.name) for inner in ast.walk(node) if id(inner) not in left)
    yield from ((id(inner), "") for node in tree.body if isinstance(node, ast.AnnAssign) for inner in ast.walk(node))


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    """A function that is named there; a new row, which no query gives; one mapping laid over another, without what it
    is made of; the manager of what is asked from everywhere and so has no scope."""
    if isinstance(node, ast.BinOp) and any(isinstance(side, ast.Dict) for side in (node.left, node.right)):
        yield node
    if isinstance(node, ast.With) and any(ast.unparse(item.context_expr) == "everywhere()" for item in node.items):
        yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.Attribute))
    created = isinstance(node, ast.Attribute) and node.attr in ("create", "bulk_create")
    if created or (isinstance(node, ast.FunctionDef) and node.name in LEFT_OUT):
        yield from ast.walk(node)


SWAPS: dict[type, type] = {
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.LtE: ast.Lt, ast.Lt: ast.LtE},
}
Mine = Callable[[], bool]
Wanted = Callable[[str], bool]


def changes(node: ast.AST, wanted: Wanted, do: int | None = None) -> Iterator[tuple[str, str]]:
    """What can be changed of a node, each told as before and after; the one numbered ``do`` is done."""
    places = count()

    def mine() -> bool:
        return next(places) == do

    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        yield from _of_a_condition(node, wanted, mine)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and wanted(_asked(node.operand)):
        if mine():
            # What is asked stays in the code: without a variable from outside it would be no code of this function.
            node.operand = ast.BoolOp(ast.Or(), [node.operand, ast.Constant(True)])
        yield "", "False"
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        was = ast.unparse(node.test)
        for answer in (True, False) if wanted(_asked(node.test)) else ():
            if mine():
                node.test = ast.BoolOp(ast.Or() if answer else ast.And(), [node.test, ast.Constant(answer)])
            yield f"if {was}", f"if {answer}"
    elif isinstance(node, ast.Call):
        yield from _of_a_call(node, wanted, mine)
    elif isinstance(node, ast.FunctionDef):
        for decorator in list(node.decorator_list):
            told = ast.unparse(decorator)
            if told.startswith("needs") or told == "login_required":
                if mine():
                    node.decorator_list.remove(decorator)
                yield f"@{told} {node.name}", f"{node.name} without it"
    elif isinstance(node, ast.Attribute) and node.attr == "objects" and ast.unparse(node.value) in SCOPED:
        if mine():
            node.attr = "_base_manager"
        yield "", f"{ast.unparse(node.value)}._base_manager"


def _asked(node: ast.expr) -> str:
    """A question: of a call what is called, since whom and what it is given is no question."""
    node = node.value if isinstance(node, ast.NamedExpr) else node
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ast.unparse(node)


def _of_a_condition(
    node: ast.Compare | ast.BoolOp | ast.BinOp, wanted: Wanted, mine: Mine
) -> Iterator[tuple[str, str]]:
    """A comparison turned round; a condition without one of its terms, or with the other connection."""
    if isinstance(node, ast.Compare):
        if type(node.ops[0]) in SWAPS and wanted(was := ast.unparse(node)):
            turned = deepcopy(node)
            turned.ops[0] = SWAPS[type(node.ops[0])]()
            if mine():
                node.ops[0] = turned.ops[0]
            yield was, ast.unparse(turned)
    elif isinstance(node, ast.BoolOp):
        terms, op = node.values, node.op
        named = [place for place, term in enumerate(terms) if wanted(ast.unparse(term))]
        for place in named:
            left = [value for at, value in enumerate(terms) if at != place]
            if mine():
                node.values = left
            yield "", ast.unparse(ast.BoolOp(op, left) if len(left) > 1 else left[0])
        if named:
            if mine():
                node.op = SWAPS[type(op)]()
            yield "", ast.unparse(ast.BoolOp(SWAPS[type(op)](), terms))
    elif isinstance(node.op, ast.BitOr | ast.BitAnd) and not _is_a_type(node):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if wanted(ast.unparse(other)):
                if mine():
                    node.left, node.op, node.right = side, ast.BitOr(), side
                yield "", ast.unparse(side)


def _is_a_type(node: ast.BinOp) -> bool:
    """Whether this says what something may be (``Region | Unit``) and not whose it is."""
    return not any(
        isinstance(side, ast.Call | ast.BinOp | ast.UnaryOp) for side in (node.left, node.right)
    ) and not any(
        isinstance(side, ast.Name) and side.id.islower() and side.id not in {"str", "int"}
        for side in (node.left, node.right)
    )


def _of_a_call(node: ast.Call, wanted: Wanted, mine: Mine) -> Iterator[tuple[str, str]]:
    """A condition of Q without one of its terms; a set of grants without one, or with one more."""
    name = ast.unparse(node.func)
    if name == "Q":
        for keyword in [one for one in node.keywords if wanted(ast.unparse(one))]:
            if mine():
                node.keywords.remove(keyword)
            yield "", f"Q without {keyword.arg}"
    elif name == "frozenset" and node.args and isinstance(node.args[0], ast.Set):
        grants = node.args[0].elts
        for grant in list(grants):
            if mine():
                grants.remove(grant)
            yield f"frozenset {ast.unparse(grant)}", f"without {ast.unparse(grant)}"
        for act in ("SEE_PARTS", "DIVIDE", "ACCEPT_PART", "APPROVE_APPORTIONMENT", "REVOKE_TOKENS", "CONFIRM_PLAN"):
            if f"Permission.{act}" not in ast.unparse(node):
                if mine():
                    grants.append(ast.parse(f"Permission.{act}", mode="eval").body)
                yield "frozenset", f"with {act}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
