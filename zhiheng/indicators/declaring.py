"""What a definition is: one short function over tables of a snapshot, with its unit, its clause and its editorial life.

The names of the function's parameters are its lineage: each is a table that some model publishes, but for ``on``, the
day on which it is asked, for what has no end yet.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from types import CodeType
from typing import Any, Literal

from zhiheng.indicators.shapes import Facts
from zhiheng.mechanisms.parameters import Version, parameters

Words = Any
"""Words in the reader's language (``gettext_lazy``)."""
ASKED_ON = "on"
ROOM = "zhiheng.indicators"
COUNTED_BY = ("shapes", "weighing", "tree", "computing")


@dataclass(frozen=True)
class Definition:
    """指标算法: ``facts`` is the function, ``words`` its formula, ``source`` where that comes from.

    It is not ``certain`` where no official formula was found. ``clause`` is the item of the plan that asks for the
    number, ``indicator`` its name there where the plan promises a value. ``why`` it matters, what it does not say
    (``silent``), when somebody looks at it again (``review``). ``better``: which way is good.
    """

    key: str
    name: Words
    unit: str
    clause: str
    words: Words
    source: Words
    certain: bool
    why: Words
    silent: Words
    review: date
    facts: Callable[..., Facts]
    indicator: str = ""
    better: Literal["higher", "lower", ""] = "higher"
    apart: Mapping[str, Words] | None = None
    """By what it may be asked apart besides the region, and what that is called."""
    parameters: tuple[str, ...] = ()
    """The dated parameters that decide what is counted (``mechanisms.parameters``)."""

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables it reads, in the order of its parameters."""
        return tuple(name for name in inspect.signature(self.facts).parameters if name != ASKED_ON)

    @cached_property
    def by_day(self) -> bool:
        """Whether it counts otherwise on another day of asking; else the day chooses nothing but the tree."""
        return ASKED_ON in inspect.signature(self.facts).parameters

    @cached_property
    def code(self) -> str:
        """The function as it is written, then what it calls of the definitions' own room."""
        own = _written(self.facts)
        others = (text for name, text in _deciding(self.facts).items() if name.startswith(f"{ROOM}.definitions"))
        return "\n\n".join([own, *(text for text in others if text != own)])

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with the function, what it calls and counts with, its parameters."""
        rules = [f"{name} {each.begins} {each.ends} {each.holds}" for name, each in self.rules]
        deciding = [*_deciding(self.facts).values(), *_counting(), *rules]
        return hashlib.sha256("\n".join(deciding).encode()).hexdigest()[:12]

    @property
    def rules(self) -> list[tuple[str, Version]]:
        """The versions of its parameters, each with the name of its parameter."""
        return [(name, version) for name in self.parameters for version in parameters()[name].versions]

    def over(self, tables: Mapping[str, Any], on: date) -> Facts:
        """Its facts over opened tables, as known on a day."""
        given: dict[str, Any] = {name: tables[name] for name in self.tables}
        if self.by_day:
            given[ASKED_ON] = on
        return self.facts(**given)


def _written(function: Callable[..., Any]) -> str:
    """The source of a function without its decorators, which are words."""
    lines = inspect.getsource(function).splitlines(keepends=True)
    return "".join(lines[next(nth for nth, line in enumerate(lines) if line.lstrip().startswith("def ")) :])


def _deciding(function: Callable[..., Any]) -> dict[str, str]:
    """The sources of a function and of all functions of this room that it leads to, with the constants they name."""
    found: dict[str, str] = {}
    waiting: list[Any] = [function]
    while waiting:
        one = waiting.pop()
        key = f"{one.__module__}.{one.__qualname__}"
        if key in found:
            continue
        found[key] = _written(one)
        for name in _names(one.__code__):
            named = one.__globals__.get(name)
            if inspect.isfunction(named) and named.__module__.startswith(ROOM):
                waiting.append(named)
            elif isinstance(named, (str, int, tuple)):
                found[f"{one.__module__}.{name}"] = f"{name} = {named!r}\n"
    return dict(sorted(found.items()))


@cache
def _counting() -> tuple[str, ...]:
    """The sources of the modules that make one number of facts, whole: which lines decide it is not guessed."""
    return tuple(inspect.getsource(import_module(f"{ROOM}.{name}")) for name in COUNTED_BY)


def _names(code: CodeType) -> set[str]:
    """What a function names, also within what it writes in one line."""
    return set(code.co_names).union(*(_names(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


_KNOWN: dict[str, Definition] = {}


def indicator(**declared: Any) -> Callable[[Callable[..., Facts]], Definition]:
    """Declare the function below as the definition of an indicator; its key is the name of the function."""

    def declare(facts: Callable[..., Facts]) -> Definition:
        found = Definition(key=facts.__name__, facts=facts, **declared)
        if _KNOWN.get(found.key, found).facts.__module__ != facts.__module__:
            raise ValueError(f"two definitions are called {found.key}")
        _KNOWN[found.key] = found
        return found

    return declare


def definitions() -> dict[str, Definition]:
    """Every definition by its key, in the order of the files of ``definitions``."""
    import_module("zhiheng.indicators.definitions")  # declares them all; their words are Django's, this room is not
    return dict(_KNOWN)
