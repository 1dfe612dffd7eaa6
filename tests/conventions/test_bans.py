"""What would make a result unrepeatable or an effect invisible is not in the product."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.conventions.tree import files, listed, name, tree_of

PRODUCT = files(".py", below="zhiheng")
DRAW = "zhiheng/mechanisms/draw.py"
"""The one room that may know chance, because its seed is published."""

NAIVE = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "timezone.now"}
"""``timezone.now`` is aware, and belongs at the edge only: pages, commands, never in a rule."""
PURE = (
    "zhiheng/plan/",
    "zhiheng/data/",
    "zhiheng/mechanisms/calendar/counting.py",
    "zhiheng/mechanisms/parameters.py",
    "zhiheng/mechanisms/pinyin.py",
    "zhiheng/supervision/progress.py",
)


def imports(module: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(module: ast.Module) -> Iterator[str]:
    """Every call as its last two names: ``datetime.now``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            yield f"{last}.{node.func.attr}"


def random_orders(module: ast.Module) -> list[int]:
    """Lines that sort rows by chance."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "order_by"
        and any(isinstance(given, ast.Constant) and given.value == "?" for given in node.args)
    ]


def test_no_signal_is_sent_or_received() -> None:
    banned = ("django.db.models.signals", "django.dispatch", "django.core.signals")
    assert_none(PRODUCT, lambda module: (wanted for wanted in imports(module) if wanted.startswith(banned)))


def test_chance_comes_only_from_a_published_seed() -> None:
    modules = [path for path in PRODUCT if name(path) != DRAW]
    banned = re.compile(r"(numpy\.)?random(\.|$)")
    assert_none(modules, lambda module: (wanted for wanted in imports(module) if banned.match(wanted)))
    assert_none(modules, random_orders)


def test_no_clock_without_a_time_zone_is_read() -> None:
    assert_none(PRODUCT, lambda module: (call for call in calls(module) if call in NAIVE - {"timezone.now"}))


def test_a_rule_is_given_the_time() -> None:
    rules = [path for path in PRODUCT if name(path).startswith(PURE)]
    clocks = NAIVE | {"timezone.localdate"}
    assert rules
    assert_none(rules, lambda module: (call for call in calls(module) if call in clocks))


def assert_none(modules: Iterable[Path], rule: Callable[[ast.Module], Iterable[object]]) -> None:
    """A rule finds nothing in some modules; otherwise each finding is told with its module's path."""
    guilty = [f"{name(path)}: {found}" for path in modules for found in rule(tree_of(path))]
    assert not guilty, listed(guilty)


def test_what_is_banned_is_found() -> None:
    module = ast.parse(
        "import random\nfrom django.db.models.signals import post_save\nrows.order_by('?')\ndate.today()"
    )
    assert {"random", "django.db.models.signals.post_save"} <= set(imports(module))
    assert random_orders(module) == [3]
    assert "date.today" in calls(module)


def test_every_test_asserts_something() -> None:
    modules = [path for path in files(".py", below="tests") if path.stem.startswith("test_")]
    assert modules
    known = judges()
    assert_none(modules, lambda module: (t.name for t in written_tests(module) if not asserts(t, known)))


def written_tests(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """The test functions of a module, those inside classes too."""
    yield from (
        node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def asserts(test: ast.FunctionDef, judges: frozenset[str] = frozenset()) -> bool:
    """Whether a test can fail by a judgement of its own: an assert, an expected error, a bound, a call of a judge."""
    for node in ast.walk(test):
        if isinstance(node, ast.Assert | ast.Raise):
            return True
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"raises", "fail"} | judges or called.startswith(("assert_", "django_assert_", "expect")):
                return True
    return False


def judges() -> frozenset[str]:
    """The functions beside the tests that judge for them, by name."""
    functions = (node for path in files(".py", below="tests") for node in ast.walk(tree_of(path)))
    mine = [node for node in functions if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_")]
    return frozenset(function.name for function in mine if asserts(function))


def test_a_test_without_an_assert_is_found() -> None:
    module = ast.parse(
        "def test_a():\n    call()\ndef test_b():\n    assert call()\ndef test_c():\n    with raises(E): f()"
    )
    assert [test.name for test in written_tests(module) if not asserts(test)] == ["test_a"]
