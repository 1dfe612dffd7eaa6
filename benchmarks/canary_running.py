"""Runs mutants against the canary: the world is built once, and each mutant is a fork of the process that has it.

A run without any mutant notes for every question of the canary which statements of the mutated files it passes. A
mutant is asked only what passes the changed one: whatever does not is answered as before.
"""

from __future__ import annotations

import ast
import gc
import importlib
import multiprocessing
import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from multiprocessing.connection import wait
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from tests.browser.serving import ROOT

if TYPE_CHECKING:
    from benchmarks.canary_mutants import Mutant
    from tests.canary.campaign import Question

GUARDED_BY = ("for_those_who_may.<locals>.guarded", "decorator.<locals>._view_wrapper")
"""What the decorators of a view put in its place."""
Hits = dict[int, set[tuple[str, int]]]


@dataclass
class Reached:
    """The questions, and by file and line which of them pass it."""

    questions: Sequence[Question]
    by_line: dict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    finders: Counter[int] = field(default_factory=Counter)

    def asked_for(self, mutant: Mutant) -> list[int]:
        """The questions that pass what was changed: first what tells rights, then what has found others."""
        lines, whole_address = passed_by(mutant)
        found = set().union(*(self.by_line[mutant.path, line] for line in lines))
        if whole_address:
            # A guard that is gone is felt by those who did not come past it.
            near = {self.questions[number].address for number in found}
            found = {number for number, question in enumerate(self.questions) if question.address in near}
        granted = mutant.path.endswith("permissions.py")

        def first(number: int) -> tuple[bool, int, bytes]:
            tells = granted and self.questions[number].address == "GET /api/me"
            return not tells, -self.finders[number], sha256(f"{number}".encode()).digest()

        return sorted(found, key=first)


def run(mutants: Sequence[Mutant]) -> list[Mutant]:
    """The survivors. Two at a time, below what else the machine does."""
    os.nice(5)
    with tempfile.TemporaryDirectory(prefix="zh-mutants-") as var:
        os.environ |= {"ZHIHENG_VAR": var, "DATABASE_URL": "sqlite://:memory:"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from benchmarks.canary import settled
        from zhiheng.directory.loading import load_directory

        call_command("migrate", verbosity=0)
        load_directory()
        with settled() as world:
            from tests.canary.campaign import Campaign

            questions, paths = list(Campaign(world).questions()), sorted({mutant.path for mutant in mutants})
            _prepare(questions, paths)
            return list(_surviving(mutants, _reached(questions, paths)))


def _prepare(questions: Sequence[Question], paths: Sequence[str]) -> None:
    """Let this process load once what each of its forks would: a question of every address, and the mutated files."""
    for question in {question.address: question for question in reversed(questions)}.values():
        list(question.ask())
    for path in paths:
        _module(path)
        _functions(path)
    gc.collect()
    gc.freeze()


def _reached(questions: Sequence[Question], paths: Sequence[str]) -> Reached:
    """Ask everything once with every statement noted; a finding without any mutant ends the run."""
    began, reached = time.perf_counter(), Reached(questions)
    halves = [range(start, len(questions), 2) for start in range(2)]
    for _half, hits in side_by_side(lambda half: _noted(questions, half, paths), halves):
        for number, lines in hits.items():
            for line in lines:
                reached.by_line[line].add(number)
    print(f"{len(questions)} questions in {time.perf_counter() - began:.0f} s", flush=True)
    return reached


def _noted(questions: Sequence[Question], numbers: Iterable[int], paths: Sequence[str]) -> Hits:
    passed: set[tuple[str, int]] = set()
    for path in paths:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        module = _module(path)
        module.__dict__["passed_"] = lambda line, path=path: passed.add((path, line))
        for body in [body for node in ast.walk(tree) for body in _bodies(node)]:
            body[:] = [step for statement in body for step in (_note(statement), statement)]
        _replace(path, tree)
    hits: Hits = {}
    for number in numbers:
        passed.clear()
        for finding in questions[number].ask():
            raise RuntimeError(f"without any mutant: {finding}")
        hits[number] = set(passed)
    return hits


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of statements inside of functions."""
    if isinstance(node, ast.FunctionDef):
        for inner in ast.walk(node):
            if isinstance(inner, ast.ClassDef) or (isinstance(inner, ast.FunctionDef) and inner is not node):
                continue
            for name in ("body", "orelse", "finalbody"):
                block = getattr(inner, name, None)
                if isinstance(block, list) and block and not getattr(block[0], "noted", False):
                    for statement in block:
                        statement.noted = True
                    yield block


def _note(statement: ast.stmt) -> ast.stmt:
    note = ast.parse(f"passed_({statement.lineno})").body[0]
    return ast.fix_missing_locations(ast.copy_location(note, statement))


def _surviving(mutants: Sequence[Mutant], reached: Reached) -> Iterator[Mutant]:
    work = ((mutant, reached.asked_for(mutant)) for mutant in mutants)
    for turn, ((mutant, numbers), (found, asked, seconds)) in enumerate(
        side_by_side(lambda one: _tried(one[0], [reached.questions[number] for number in one[1]]), work), 1
    ):
        if found:
            reached.finders[numbers[asked - 1]] += 1 if asked else 0
        told = found or ("SURVIVED" if numbers else "SURVIVED, not reached")
        print(f"{turn:4} {seconds:4.0f} s {asked:5} of {len(numbers):5} {mutant}: {told}", flush=True)
        if not found:
            yield mutant


def _tried(mutant: Mutant, questions: Sequence[Question]) -> tuple[str, int, float]:
    """The first finding with the mutant in place, after how many questions and seconds."""
    began, asked = time.perf_counter(), 0
    put_in_place(mutant)
    for asked, question in enumerate(questions, 1):
        try:
            found = next(question.ask(), None)
        except Exception as error:  # a mutant that breaks the request is noticed as well
            return f"{type(error).__name__}: {error}", asked, time.perf_counter() - began
        if found:
            return str(found), asked, time.perf_counter() - began
    return "", asked, time.perf_counter() - began


def side_by_side(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each item with what the work gave for it, in a fork of this process of its own, two at a time."""
    forks, waiting, running = multiprocessing.get_context("fork"), iter(items), {}
    while True:
        while len(running) < 2 and (item := next(waiting, None)) is not None:
            ours, theirs = forks.Pipe(duplex=False)
            process = forks.Process(target=lambda end, item: end.send(work(item)), args=(theirs, item))
            process.start()
            theirs.close()
            running[ours] = (item, process)
        if not running:
            return
        for ours in wait(list(running)):
            item, process = running.pop(ours)
            result = ours.recv()
            process.join()
            yield item, result


def passed_by(mutant: Mutant) -> tuple[set[int], bool]:
    """The lines whose passing means that a mutant can be felt, and whether it is felt by others at the same address."""
    tree = ast.parse((ROOT / mutant.path).read_text(encoding="utf-8"))
    if mutant.before.startswith("@"):
        view = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.lineno == mutant.line)
        return {statement.lineno for statement in view.body}, True
    blocks = [body for node in ast.walk(tree) for body in _bodies(node)]
    statements = [statement for body in blocks for statement in body]
    if table := _table(mutant):
        return {one.lineno for one in statements if table in ast.unparse(one)}, False
    inside = [one for one in statements if _holds(one, mutant.line)]
    return ({max(one.lineno for one in inside)} if inside else set()), False


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def put_in_place(mutant: Mutant) -> None:
    """Let the functions of this process run what the mutant says."""
    tree = ast.parse(mutant.source)
    if mutant.before.startswith("@"):
        _unguard(mutant)
        return
    values = _module(mutant.path).__dict__
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) == _table(mutant):
            values[_table(mutant)].update(eval(ast.unparse(node.value), values))
    _replace(mutant.path, tree)


def _table(mutant: Mutant) -> str:
    """The table of its module that a mutant changes; empty when it changes a function."""
    tree = ast.parse((ROOT / mutant.path).read_text(encoding="utf-8"))
    tables = (node for node in tree.body if isinstance(node, ast.AnnAssign) and _holds(node, mutant.line))
    return next((ast.unparse(node.target) for node in tables), "")


def _replace(path: str, tree: ast.Module) -> None:
    """Give every function of a file its new code; they are told apart by their names and their order."""
    file = str(ROOT / path)
    new = dict(_codes(compile(tree, file, "exec")))
    old = {code: key for key, code in _codes(compile((ROOT / path).read_text(encoding="utf-8"), file, "exec"))}
    for function in _functions(path):
        if function.__code__ in old:
            function.__code__ = new.get(old[function.__code__], function.__code__)


@cache
def _functions(path: str) -> list[FunctionType]:
    """The functions of this process that a file made."""
    known = [one for one in gc.get_objects() if type(one) is FunctionType]
    return [one for one in known if one.__code__.co_filename == str(ROOT / path)]


def _codes(code: CodeType, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], CodeType]]:
    """Every code inside of a code, with its names and its number among those of its name."""
    seen: Counter[str] = Counter()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            key = (*path, inner.co_name, seen[inner.co_name])
            seen[inner.co_name] += 1
            yield key, inner
            yield from _codes(inner, key)


def _unguard(mutant: Mutant) -> None:
    """Let the view be answered without asking who asks."""
    name, guard = mutant.after.partition(" ")[0], "needs" if mutant.before.startswith("@needs") else "login"
    view = _module(mutant.path).__dict__[name]
    wanted = GUARDED_BY[0] if guard == "needs" else GUARDED_BY[1]
    while not view.__code__.co_qualname.endswith(wanted):
        view = view.__wrapped__
    free = view.__code__.co_freevars
    inner = "view" if "view" in free else "view_func"
    source = (
        f"def outer({', '.join(free)}):\n def passed(request, *args, **kwargs):\n"
        f"  ({', '.join(free)},)\n  return {inner}(request, *args, **kwargs)\n return passed"
    )
    scope: dict[str, Any] = {}
    exec(source, scope)
    view.__code__ = scope["outer"](*free).__code__


def _module(path: str) -> Any:
    return importlib.import_module(path.removesuffix(".py").replace("/", "."))
