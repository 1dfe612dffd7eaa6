"""What a line of the policy says: of an address, of an operation of the interface, of what is posted to either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.canary.world import Kept

EVERYBODY = None


@dataclass(frozen=True)
class Deed:
    """A post: the act on the thing that it needs, and what it sends. ``effect`` False: not asked whether it is done.

    ``refused``: how those are answered who see the thing and may not do it; any refusal that changes nothing without.
    """

    act: str
    fields: Callable[[Kept], Mapping[str, Any]]
    effect: bool = True
    refused: int = 0


@dataclass(frozen=True)
class Policy:
    """Who may open an address, of those who see (or may act on) the thing that it names; and what is posted to it.

    ``get``: False where it only takes posts. ``args``: what stands in the address when it names no thing. ``query``:
    the parameter in which words and ids of others are asked for; ``tail``: what always stands behind the address.
    ``records``: the table in which it is on record that somebody opened it, and whose opening is.
    """

    who: frozenset[str] | None = EVERYBODY
    of: str = ""
    opens: str = ""
    args: tuple[tuple[Any, ...], ...] = ((),)
    get: bool = True
    posts: tuple[Deed, ...] = ()
    query: str = ""
    tail: str = ""
    records: tuple[str, frozenset[str]] = ("", frozenset())


def opened_by_all(*args: tuple[Any, ...], query: str = "") -> Policy:
    """An address for everybody, with what stands in it."""
    return Policy(args=args or ((),), query=query)


@dataclass(frozen=True)
class Operation:
    """The same of an operation of the interface; ``who`` None is everybody.

    ``kind``: what stands in an address for a kind when it names no thing.
    ``holds``: of which things those stand in its list, and no others, on which the person may do an act.
    ``write``: it makes something new and names nothing of anybody's; sent empty it tells nothing and writes nothing.
    """

    who: frozenset[str] | None = EVERYBODY
    of: str = ""
    deed: Deed | None = None
    tail: str = ""
    write: bool = False
    holds: tuple[str, str] = ("", "")
    kind: str = "complaint"
