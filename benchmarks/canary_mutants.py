"""Takes one check away at a time: the canary must notice.

A script makes the mutants out of the code that decides who sees and does what: terms of conditions dropped, ``and`` and
``or``, ``==`` and ``!=``, ``in`` and ``not in`` exchanged, grants taken and given, guards removed, managers without a
scope. Each is put into a process of its own that asks what reaches the change (``canary_running``), until the first
finding. 1 when fewer than 99 % are killed.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
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
    *(
        "division/views/part.py",
        "division/views/parts.py",
        "division/views/divide.py",
        "division/views/import_batch.py",
    ),
    *("division/views/apportionment.py", "web/api/parts.py", "web/api/talk.py", "web/api/apportionments.py"),
    *("web/api/access.py", "web/views/tokens.py", "web/views/security.py", "web/views/accounts.py"),
    *("ledger/views/reading.py", "mechanisms/listing/views.py", "directory/tokens.py"),
)
"""Files in which only the lines that name a right, a hand or a desk do."""
RIGHTS = (
    *("may(", "may_", "given_by", "received_by", "desk", "officer", "needs(", "login_required", "hands_of", "holds("),
    *(
        ".objects",
        "is_of_post",
        "confirms",
        "state",
        "issued",
        "Permission",
        "authenticat",
        "revoked",
        "expires",
        "seen_with",
    ),
)
LEFT_OUT = {
    **dict.fromkeys(("giver", "receiver", "_place", "_state", "__str__", "rests"), "tells what something is called"),
    **dict.fromkeys(("settings", "_told", "_tell", "_failed"), "PostgreSQL alone: tests/division/test_row_security.py"),
    "check": "asked at the start of the program and by no request: tests/mechanisms/test_scope.py",
}
"""Functions that are no access checks, or not ones of a request, with the reason."""
_STRANGER = "a stranger is not active either"
_CLOSED = "an account that is closed is signed in no more, and its token is not in force: locks before this one"
EQUIVALENT = {
    ("zhiheng/directory/scope.py", "not officer.is_active"): _STRANGER,
    ("zhiheng/directory/scope.py", "not isinstance(officer, Officer)"): _CLOSED,
    ("zhiheng/directory/scope.py", "not isinstance(officer, Officer) and (not officer.is_active)"): _CLOSED,
    (
        "zhiheng/directory/permissions.py",
        "officer.is_active and permission in GRANTED.get(officer.role, ())",
    ): _STRANGER,
    (
        "zhiheng/directory/permissions.py",
        "isinstance(officer, Officer) and permission in GRANTED.get(officer.role, ())",
    ): _CLOSED,
}
"""Mutants that nobody can feel, by their file and what then stands there, with the reason; none of them is run."""
KILLED_AT_LEAST = 0.99


@dataclass(frozen=True)
class Mutant:
    """One change of one file: where, what stood there, what stands there now, and the whole new source."""

    path: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  →  {self.after}"


def main(arguments: Sequence[str] = ()) -> int:
    """Make the mutants, run them, tell who survived."""
    parser = argparse.ArgumentParser(prog="benchmarks canary-mutants", description=__doc__)
    parser.add_argument("--seed", default="2026-11-22")
    parser.add_argument("--sample", type=int, default=0, help="so many of them, drawn by the seed; 0 is all")
    parser.add_argument("--only", default="", help="files whose path holds this")
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args(list(arguments))
    mutants = sorted(all_mutants(chosen.only), key=lambda one: sha256(f"{chosen.seed}{one}".encode()).digest())
    drawn = mutants[: chosen.sample or None]
    print(f"seed {chosen.seed}: {len(drawn)} of {len(mutants)} mutants", flush=True)
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
    found = [mutant for path in WHOLE if only in path for mutant in mutants_of(path, lambda line: True)]
    named = lambda line: any(right in line for right in RIGHTS)  # noqa: E731
    found += [mutant for path in GUARDS if only in path for mutant in mutants_of(path, named)]
    return list({str(one): one for one in found if (one.path, one.after) not in EQUIVALENT}.values())


def mutants_of(path: str, wanted: Callable[[str], bool]) -> Iterator[Mutant]:
    """The mutants of a file of the package, at the lines that are wanted."""
    source = (ROOT / "zhiheng" / path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    deciding = {id(node) for node in _deciding(tree)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in deciding:
            continue
        before = ast.unparse(node) if isinstance(node, ast.expr) else ""
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.expr) and not wanted(before):
            continue
        for turn in range(len(list(changes(deepcopy(node))))):
            other = deepcopy(tree)
            same = list(ast.walk(other))[number]
            told = list(changes(same, turn))[turn]
            yield Mutant(f"zhiheng/{path}", line, before or told[0], told[1], ast.unparse(other))


def _deciding(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands in functions, and the table of grants; outside of them stand columns and constraints."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name not in LEFT_OUT:
            left = {id(inner) for one in ast.walk(node) if _is_left_out(one) for inner in _left_with(one)}
            yield from (inner for inner in ast.walk(node) if id(inner) not in left)
    yield from (inner for node in tree.body if isinstance(node, ast.AnnAssign) for inner in ast.walk(node))


def _is_left_out(node: ast.AST) -> bool:
    """A function that is named there; a new row, which no query gives; one mapping laid over another."""
    if isinstance(node, ast.BinOp):
        return any(isinstance(side, ast.Dict) for side in (node.left, node.right))
    if isinstance(node, ast.Attribute):
        return node.attr in ("create", "bulk_create")
    return isinstance(node, ast.FunctionDef) and node.name in LEFT_OUT


def _left_with(node: ast.AST) -> Iterator[ast.AST]:
    """A mapping is left out without what it is made of."""
    return iter([node]) if isinstance(node, ast.BinOp) else ast.walk(node)


SWAPS: dict[type, type] = {
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And},
}
SCOPED = {"Part", "Comment", "Attachment", "Apportionment", "Quota", "ImportBatch", "ImportRow", "SavedView", "Token"}
Mine = Callable[[], bool]


def changes(node: ast.AST, do: int | None = None) -> Iterator[tuple[str, str]]:
    """What can be changed of a node, each told as before and after; the one numbered ``do`` is done."""
    places = count()

    def mine() -> bool:
        return next(places) == do

    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        yield from _of_a_condition(node, mine)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and isinstance(node.operand, ast.Call):
        if mine():
            node.operand = ast.BoolOp(ast.Or(), [node.operand, ast.Constant(True)])
        yield "", "False"
    elif isinstance(node, ast.Call):
        yield from _of_a_call(node, mine)
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


def _of_a_condition(node: ast.Compare | ast.BoolOp | ast.BinOp, mine: Mine) -> Iterator[tuple[str, str]]:
    """A comparison turned round; a condition without one of its terms, or with the other connection."""
    if isinstance(node, ast.Compare):
        if type(node.ops[0]) in SWAPS:
            was = ast.unparse(node)
            if mine():
                node.ops[0] = SWAPS[type(node.ops[0])]()
            yield was, f"not ({was})"
    elif isinstance(node, ast.BoolOp):
        terms, op = node.values, node.op
        for place in range(len(terms)):
            left = [value for at, value in enumerate(terms) if at != place]
            if mine():
                node.values = left
            yield "", ast.unparse(ast.BoolOp(op, left) if len(left) > 1 else left[0])
        if mine():
            node.op = SWAPS[type(op)]()
        yield "", ast.unparse(ast.BoolOp(SWAPS[type(op)](), terms))
    elif isinstance(node.op, ast.BitOr | ast.BitAnd) and not _is_a_type(node):
        for side in (node.left, node.right):
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


def _of_a_call(node: ast.Call, mine: Mine) -> Iterator[tuple[str, str]]:
    """A condition of Q without one of its terms; a set of grants without one, or with one more."""
    name = ast.unparse(node.func)
    if name == "Q":
        for keyword in list(node.keywords):
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
