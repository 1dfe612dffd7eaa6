"""What stands around a number on its pages and in its files: measure, source, formula, clause."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from zhiheng.ledger.exports import LICENCE
from zhiheng.ledger.models import Document, Indicator
from zhiheng.mechanisms.sheets import file_name
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.promises import clause_of
from zhiheng.web.numbers.withheld import reader, sees_all


def subtitle(found: Found) -> str:
    """Measure, place, unit and time, as they stand below the title of a drawing."""
    asked = found.asked
    first, last = asked.ends()
    words = {"name": asked.definition.name, "place": asked.place, "unit": found.measure or "—"}
    return gettext("%(name)s，%(place)s，单位：%(unit)s，%(first)s–%(last)s") % {**words, "first": first, "last": last}


def source(found: Found) -> str:
    """Where a drawing comes from: the records of a snapshot, 演示数据 or not."""
    words = {"snapshot": found.snapshot.hash[:12], "day": found.asked.on.isoformat()}
    if found.asked.definition.by_day:
        told = gettext("来源：质衡业务记录，快照 %(snapshot)s，%(day)s 所知") % words
    else:
        told = gettext("来源：质衡业务记录，快照 %(snapshot)s") % words
    return f"{told} · {gettext('演示数据')}" if found.demo else told


def picture_name(found: Found, ending: str = "png") -> str:
    """The name of a file of a number: what it is, where, 演示数据 or not."""
    demo = [gettext("含演示数据")] if found.demo else []
    return file_name([str(found.asked.definition.name), found.asked.place, *demo], ending)


def around(found: Found) -> dict[str, Any]:
    """The words of the plan that ask for a number, and its page in the ledger, for a template."""
    clauses = clause_of(found.asked.definition, found.promises)
    indicator: Indicator | None = found.promises[0].indicator if found.promises else None
    if indicator:
        indicator.ledger = found.promises[0].ledger
    digest = bool(clauses) and clauses[0].document.form == Document.DIGEST
    return {"clauses": clauses, "indicator": indicator, "digest": digest}


def about(request: HttpRequest, found: Found) -> dict[str, Any]:
    """What is to be known of a number before it is used elsewhere, as data."""
    definition, asked = found.asked.definition, found.asked
    return {
        "definition": definition.key,
        "name": str(definition.name),
        "unit": str(definition.unit),
        "indicator": definition.indicator or None,
        "formula": str(definition.words),
        "source": str(definition.source),
        "certain": definition.certain,
        "why_it_matters": str(definition.why),
        "what_it_does_not_say": str(definition.silent),
        "next_review": definition.review.isoformat(),
        "better": definition.better or None,
        "version": definition.version,
        "code": definition.code,
        "clause": definition.clause,
        "words_of_the_plan": [row.quote for row in clause_of(definition, found.promises)],
        "tables": list(definition.tables),
        "snapshot": found.snapshot.hash,
        "as_known_on": asked.on.isoformat() if definition.by_day else None,
        "regions_as_of": asked.on.isoformat(),
        "everything_shown": sees_all(definition, reader()),
        "demo": found.demo,
        "licence": LICENCE,
        "address": request.build_absolute_uri(asked.address()),
    }
