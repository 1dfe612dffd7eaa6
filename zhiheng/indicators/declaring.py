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
from functools import cached_property
from importlib import import_module
from typing import Any, Literal

from zhiheng.indicators.shapes import Facts

Words = Any
"""Words in the reader's language (``gettext_lazy``)."""
ASKED_ON = "on"


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

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables it reads, in the order of its parameters."""
        return tuple(name for name in inspect.signature(self.facts).parameters if name != ASKED_ON)

    @cached_property
    def code(self) -> str:
        """The function as it is written."""
        return inspect.getsource(self.facts)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with the function and with its formula in words."""
        module = inspect.getmodule(self.facts)
        whole = inspect.getsource(module) if module else self.code
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    def over(self, tables: Mapping[str, Any], on: date) -> Facts:
        """Its facts over opened tables, as known on a day."""
        given: dict[str, Any] = {name: tables[name] for name in self.tables}
        if ASKED_ON in inspect.signature(self.facts).parameters:
            given[ASKED_ON] = on
        return self.facts(**given)


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
