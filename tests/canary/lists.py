"""The lists by hand: what there is, whose it is, who may see it and who may do what with it.

They are worked out from nothing: what ``seen_from`` and the permissions say is what they try.
"""

from __future__ import annotations

from typing import Any

from tests.canary.people import ALL, AT_THE_POST, EVERY, OFFICE
from zhiheng.ledger.models import Reading

CITY = frozenset({"city", "city-reviewer"})
OTHERS, COUNTY_UNIT = frozenset({"other-city", "other-county"}), frozenset({"county", "unit"})

# name: giver, receiver, leading unit, state, parent, and who may see it
PARTS: dict[str, tuple[str, str, str, str, str, frozenset[str]]] = {
    "to-city": ("hebei", "shijiazhuang", "shichang", "accepted", "", EVERY | CITY | {"lead"}),
    "to-other-city": ("hebei", "tangshan", "shichang", "issued", "", EVERY | {"other-city", "lead"}),
    "to-own-way": ("hebei", "dingzhou", "gongxin", "issued", "", EVERY | {"own-way", "unit"}),
    "to-around-it": ("hebei", "baoding", "", "issued", "", EVERY | {"around-it"}),
    "draft-to-city": ("hebei", "shijiazhuang", "shichang", "draft", "", EVERY),
    "by-unit": ("shichang", "shijiazhuang", "gongxin", "issued", "", EVERY | CITY | {"lead", "unit"}),
    "draft-by-unit": ("shichang", "tangshan", "gongxin", "draft", "", ALL | {"lead"}),
    "to-unit": ("hebei", "gongxin", "", "issued", "", EVERY | {"unit"}),
    "draft-to-unit": ("hebei", "gongxin", "", "draft", "", EVERY),
    "to-county": ("shijiazhuang", "shijiazhuang-changan", "gongxin", "accepted", "to-city", EVERY | CITY | COUNTY_UNIT),
    "draft-to-sibling": ("shijiazhuang", "shijiazhuang-qiaoxi", "", "draft", "to-city", ALL | CITY),
    "to-other-county": ("tangshan", "tangshan-lunan", "", "issued", "to-other-city", EVERY | OTHERS),
    "unissued-withdrawn": ("hebei", "tangshan", "shichang", "withdrawn", "", EVERY),
    # Overseen by the city, and given by somebody else.
    "past-the-city": ("hebei", "shijiazhuang-changan", "", "issued", "", EVERY | CITY | {"county"}),
    # Of the first mark alone, and of another plan.
    "draft-of-a-mark": ("hebei", "handan", "shichang", "draft", "", EVERY),
    "of-nobody": ("hebei", "tangshan", "", "issued", "", EVERY | {"other-city"}),
    "to-city-unit": ("shijiazhuang", "zq-bureau", "", "issued", "", EVERY | CITY | {"city-unit"}),
    "draft-by-city-unit": ("zq-bureau", "shijiazhuang-changan", "", "draft", "", ALL | {"city-unit"}),
}  # fmt: skip
GIVERS = {
    "hebei": OFFICE | {"province"},
    "shichang": {"lead"},
    "gongxin": {"unit"},
    "shijiazhuang": {"city"},
    "tangshan": {"other-city"},
    "zq-bureau": {"city-unit"},
}
"""Who does the acts of a giving post."""
RECEIVERS = {
    "shijiazhuang": {"city"},
    "tangshan": {"other-city"},
    "dingzhou": {"own-way"},
    "baoding": {"around-it"},
    "gongxin": {"unit"},
    "shijiazhuang-changan": {"county"},
    "shijiazhuang-qiaoxi": {"sibling"},
    "tangshan-lunan": {"other-county"},
    "zq-bureau": {"city-unit"},
}
"""Who does the acts of a receiving post."""

# name: proposing post, proposer, year, state, regions with a quota, and who may see the proposal
PROPOSALS: dict[str, tuple[str, str, int, str, dict[str, frozenset[str]], frozenset[str]]] = {
    "proposed": ("hebei", "office", 2024, "proposed", {"shijiazhuang": EVERY, "tangshan": EVERY}, EVERY),
    "approved": (
        "hebei",
        "office",
        2025,
        "approved",
        {
            "shijiazhuang": EVERY | CITY | {"lead"},
            "tangshan": EVERY | {"other-city", "lead"},
            "dingzhou": EVERY | {"own-way", "lead"},
        },
        EVERY | CITY | {"lead", "other-city", "own-way"},
    ),
    "of-unit": ("gongxin", "unit", 2026, "proposed", {"baoding": ALL | {"unit"}}, ALL | {"unit"}),
    # Made by somebody who has left the post since, and by a unit beside whose region it stands.
    "of-who-left": ("hebei", "around-it", 2023, "proposed", {"handan": EVERY}, EVERY),
    "of-city-unit": (
        "zq-bureau",
        "city-unit",
        2026,
        "proposed",
        {"shijiazhuang-qiaoxi": ALL | {"city-unit"}},
        ALL | {"city-unit"},
    ),
    "of-city": ("shijiazhuang", "city", 2026, "proposed", {"shijiazhuang-changan": ALL | CITY}, ALL | CITY),
}
RECEIVING = {"proposed": CITY | {"other-city", "lead"}}
"""Who sees a proposal from its approval on, and not before."""
EARLY = ("of-city", "tangshan-lunan", EVERY | OTHERS | CITY | {"lead"})
"""A quota that is issued though its proposal is not, and who sees the quota: nobody who could not sees the proposal."""
BATCHES = {
    "of-office": ("hebei", "office", EVERY),
    "of-lead": ("shichang", "lead", frozenset({"lead"})),
    "of-city": ("shijiazhuang", "city", CITY),
    "of-other-city": ("tangshan", "other-city", frozenset({"other-city"})),
    "of-city-unit": ("zq-bureau", "city-unit", frozenset({"city-unit"})),
}
"""Name: the post that handed it in, who did, and who may see it."""

READINGS: dict[str, tuple[str, str, frozenset[str], frozenset[str], dict[str, Any]]] = {
    "in-hand": (
        "office",
        Reading.READ,
        frozenset({"office"}),
        AT_THE_POST,
        {"withdraw": {"office"}, "correct": {"office"}, "take over": {"office2"}, "begun": {"office"}},
    ),
    "taken over": (
        "office",
        Reading.READ,
        AT_THE_POST,
        AT_THE_POST,
        {"withdraw": {"office2"}, "correct": {"office2"}, "take over": {"office"}, "begun": AT_THE_POST},
    ),
    "handed-in": (
        "office",
        Reading.AWAITING,
        ALL,
        ALL,
        {"withdraw": {"office"}, "confirm": ALL - AT_THE_POST, "waiting": ALL - AT_THE_POST, "begun": {"office"}},
    ),
    "returned": (
        "office",
        Reading.RETURNED,
        ALL,
        ALL,
        {act: {"office"} for act in ("withdraw", "correct", "waiting", "begun")} | {"take over": {"office2"}},
    ),
    # Its uploader has another post by now: they see it as who confirms does, and it is no more theirs.
    "left-behind": ("elsewhere", Reading.RETURNED, ALL, ALL, {"take over": AT_THE_POST}),
    # What somebody did and wrote stays with them, in 已办.
    "of-former": ("former", Reading.READ, frozenset(), AT_THE_POST | {"former"}, {"take over": AT_THE_POST}),
}
"""Name: who uploaded it, its state, who may see it, who may see what it is called, and who does what."""
IMPORTS = (
    ("lead", "guopin", "二(一)1", "邯郸市", True),
    ("unit", "guopin", "二(一)1", "邯郸市", False),
    ("office", "guopin", "二(二)3", "邯郸市", True),
    # Two marks, and the row does not say which.
    ("office", "guopin", "二(一)1", "邢台市", False),
    ("office", "zq-nobody", "一(一)", "邯郸市", True),
    ("city", "guopin", "二(一)1", "新华区", True),
    ("other-city", "guopin", "二(一)1", "古冶区", False),
)
"""Who pastes a row of which plan and task for whom, and whether it becomes a part."""
DONE = {"to-county": "city", "by-unit": "lead", "to-around-it": "own-way", "of-who-left": "around-it"}
"""Whose act is on what: it stands in their own 已办 as long as they see the thing, and in nobody else's."""
