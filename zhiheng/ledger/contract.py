"""A plan as the contract ``zhiheng.plan/1`` with its text, and back: how a reading is kept until it is confirmed.

Pure: this is what the confined child runs on an uploaded file, before anything of the web or the database is loaded.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhiheng.mechanisms.active_content import refuse_active
from zhiheng.plan import model, parse
from zhiheng.plan.files import extract
from zhiheng.plan.unreadable import Unreadable

DOOR = "zhiheng.ledger.contract:read_upload"
MAX_CHARACTERS = 300_000
"""A plan of a province has ten to fifty thousand characters; a text of this length is read in about two seconds."""
_DENOMINATORS = 10_000
"""Shares in plans are percentages and simple fractions; the contract writes them as JSON numbers."""


def read_upload(path: Path) -> dict[str, Any]:
    """Read an uploaded document: ``{"plan": contract, "text": extracted text}``. Raises ``Unreadable``."""
    refuse_active(path.read_bytes())
    text = _storable(extract(path))
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            f"文件有 {len(text)} 字，超过 {MAX_CHARACTERS} 字的上限；请只上传行动方案本身",
            f"the document has {len(text)} characters, more than {MAX_CHARACTERS}: upload the plan alone",
        )
    plan = parse(text)
    return {"plan": plan.to_dict(), "text": plan.text}


def _storable(text: str) -> str:
    """The text without what no database keeps: zero characters and halves of surrogate pairs, which a PDF may give."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def plan_from(contract: dict[str, Any], text: str) -> model.Plan:
    """The plan that a contract and its text hold; ``plan_from(plan.to_dict(), plan.text) == plan``."""
    issued, period, coverage = contract["issued"], contract["period"], contract["coverage"]
    return model.Plan(
        title=contract["title"],
        issuer=contract["issuer"],
        number=contract["number"],
        issued=date.fromisoformat(issued) if issued else None,
        period=(period[0], period[1]) if period else None,
        sections=tuple(model.Section(**row | {"span": _span(row)}) for row in contract["sections"]),
        tasks=tuple(_task(row) for row in contract["tasks"]),
        targets=tuple(_target(row) for row in contract["targets"]),
        funding=tuple(_funding(row) for row in contract["funding"]),
        deadlines=tuple(
            model.Deadline(row["clause"], row["what"], date.fromisoformat(row["date"]), _span(row))
            for row in contract["deadlines"]
        ),
        units=tuple(contract["units"]),
        coverage=model.Coverage(
            coverage["characters"],
            coverage["read"],
            tuple(model.Unread(_span(row), row["why"]) for row in coverage["unread"]),
        ),
        text=text,
    )


def _span(row: dict[str, Any], name: str = "span") -> model.Quote:
    start, end = row[name]
    return model.Quote(start, end)


def _task(row: dict[str, Any]) -> model.Task:
    assignments = tuple(
        model.Assignment(
            _span(a),
            _span(a, "mark"),
            tuple(model.UnitMention(u["name"], u["role"], _span(u)) for u in a["units"]),
        )
        for a in row["assignments"]
    )
    return model.Task(**row | {"span": _span(row), "assignments": assignments})


def _target(row: dict[str, Any]) -> model.Target:
    value = None if row["value"] is None else Decimal(str(row["value"]))
    return model.Target(**row | {"span": _span(row), "value": value, "units": tuple(row["units"])})


def _funding(row: dict[str, Any]) -> model.Funding:
    share = None if row["share"] is None else Fraction(row["share"]).limit_denominator(_DENOMINATORS)
    return model.Funding(**row | {"span": _span(row), "share": share})
