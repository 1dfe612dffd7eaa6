"""Which bureau a complaint belongs to."""

from __future__ import annotations

import pytest

from zhiheng.systems.complaints.routing import Trader, Why, competent

PLACE, DOMICILE, PLATFORM = "正定县", "桥西区", "路北区"


@pytest.mark.parametrize(
    ("trader", "known", "expected"),
    [
        (Trader.SHOP, {"place": PLACE}, (PLACE, Why.PLACE)),
        (Trader.SHOP, {"domicile": DOMICILE}, (DOMICILE, Why.DOMICILE)),
        (Trader.SHOP, {"place": PLACE, "domicile": DOMICILE}, (PLACE, Why.PLACE)),
        (Trader.SHOP, {"place": PLACE, "domicile": DOMICILE, "received": DOMICILE}, (DOMICILE, Why.FIRST)),
        (Trader.SHOP, {"place": PLACE, "domicile": DOMICILE, "received": PLATFORM}, (PLACE, Why.PLACE)),
        (Trader.SHOP, {"place": PLACE, "domicile": PLACE, "received": PLACE}, (PLACE, Why.PLACE)),
        (Trader.SHOP, {"platform": PLATFORM}, (None, Why.UNKNOWN)),
        (Trader.PLATFORM, {"place": PLACE, "domicile": DOMICILE}, (DOMICILE, Why.DOMICILE)),
        (Trader.PLATFORM, {"place": PLACE}, (None, Why.UNKNOWN)),
        (Trader.OWN_SITE, {"domicile": DOMICILE}, (DOMICILE, Why.DOMICILE)),
        (Trader.ON_PLATFORM, {"place": PLACE, "platform": PLATFORM}, (PLACE, Why.PLACE)),
        (Trader.ON_PLATFORM, {"place": PLACE, "platform": PLATFORM, "received": PLATFORM}, (PLATFORM, Why.FIRST)),
        (Trader.ON_PLATFORM, {"platform": PLATFORM}, (PLATFORM, Why.UNREACHABLE)),
        (Trader.ON_PLATFORM, {"place": PLACE, "platform": PLATFORM, "reachable": False}, (PLATFORM, Why.UNREACHABLE)),
        (Trader.ON_PLATFORM, {"place": PLACE, "reachable": False}, (PLACE, Why.PLACE)),
        (Trader.ON_PLATFORM, {}, (None, Why.UNKNOWN)),
    ],
)
def test_who_is_competent(trader: Trader, known: dict[str, object], expected: tuple[str | None, Why]) -> None:
    found = competent(trader, **known)  # type: ignore[arg-type]
    assert (found.place, found.why) == expected
