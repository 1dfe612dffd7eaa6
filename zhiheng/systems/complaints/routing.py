"""Which bureau is competent for a complaint (第20号令 art. 12, kept by 第121号令, which adds the last rule). Pure.

The county of the trader's actual place of business or domicile. Of the operator of a platform, and of who sells on a
site of its own: the county of its domicile. Of a trader on a platform: its own place, or the domicile of the platform;
where the platform shows no address, or the trader cannot be reached there, the domicile of the platform (new in 2026).
Where two are competent, the one that received it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Place = TypeVar("Place")


class Trader(StrEnum):
    """What kind of trader is complained of."""

    SHOP = "shop"
    PLATFORM = "platform"
    ON_PLATFORM = "on_platform"
    OWN_SITE = "own_site"


class Why(StrEnum):
    """What the competence follows from."""

    PLACE = "place"
    DOMICILE = "domicile"
    PLATFORM = "platform"
    UNREACHABLE = "unreachable"
    FIRST = "first"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Competence(Generic[Place]):
    """The competent place, None when too little is known, and what it follows from."""

    place: Place | None
    why: Why


def competent(
    trader: Trader,
    *,
    place: Place | None = None,
    domicile: Place | None = None,
    platform: Place | None = None,
    reachable: bool = True,
    received: Place | None = None,
) -> Competence[Place]:
    """Who is competent for a complaint about a trader.

    ``place`` is where it does business, ``domicile`` where it is registered, ``platform`` the domicile of the platform
    it sells on, each None when unknown; ``reachable``: whether the address it shows is real; ``received``: who has the
    complaint now.
    """
    if trader in (Trader.PLATFORM, Trader.OWN_SITE):
        return Competence(domicile, Why.DOMICILE) if domicile is not None else Competence(None, Why.UNKNOWN)
    both = [(place, Why.PLACE), (domicile, Why.DOMICILE)]
    if trader is Trader.ON_PLATFORM:
        if platform is not None and (place is None or not reachable):
            return Competence(platform, Why.UNREACHABLE)
        both = [(place, Why.PLACE), (platform, Why.PLATFORM)]
    known = [(where, why) for where, why in both if where is not None]
    if not known:
        return Competence(None, Why.UNKNOWN)
    if received is not None and len({where for where, _ in known}) > 1:
        for where, _ in known:
            if where == received:
                return Competence(where, Why.FIRST)
    return Competence(*known[0])
