"""What of complaints and reports goes into the snapshot: rounds of clocks and moves, with nothing of any person."""

from __future__ import annotations

from zhiheng.mechanisms.publishing import Publishes, Said

CLOCK = {
    "case": "case",
    **{name: name for name in ("region", "clock", "round", "began", "due_on", "ended", "ended_by")},
    "firm": "case__firm_code",
    "demo": "case__demo",
}
"""A round of a clock, in the month in which it began; ``region`` is the one that had the case then."""
MOVE: dict[str, str | Said] = {
    "case": "case",
    "nth": "nth",
    "transition": "transition",
    "done_on": "on",
    "region": "case__region",
    "firm": "case__firm_code",
    "field": "case__complaint__field",
    "demo": "case__demo",
    "ground": Said("said", "ground", str),
    "solved": Said("said", "solved", bool),
    "satisfaction": Said("said", "satisfaction", int),
}
"""A move; ``region`` is where the case lies now."""
FIELD = {"field": "case__complaint__field"}

OF_COMPLAINTS = (
    Publishes(
        "complaint_clocks", CLOCK | FIELD, day="began", of="cases.CaseClock", where={"case__of_kind": "complaint"}
    ),
    Publishes("complaint_moves", MOVE, day="on", of="cases.CaseMove", where={"case__of_kind": "complaint"}),
)
OF_REPORTS = (Publishes("report_clocks", CLOCK, day="began", of="cases.CaseClock", where={"case__of_kind": "report"}),)
