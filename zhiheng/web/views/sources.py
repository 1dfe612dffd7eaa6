"""数据来源: of each target of a plan, whether its number is computed here, reported, or waited for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiheng.ledger.exports import flat_table, json_rows, metadata
from zhiheng.ledger.models import Document
from zhiheng.ledger.views.opened import opened, way_to
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, file_name, write_csv
from zhiheng.supervision.sources import WORDS, Source
from zhiheng.supervision.sources import sources as sources_of
from zhiheng.web.views.indicators import downloads

FIELDS = {
    "number": _("目标号"),
    "indicator": _("指标"),
    "promise": _("承诺"),
    "when": _("时间"),
    "source": _("数据来源"),
    "definition": _("指标算法"),
    "units": _("填报单位"),
    "series": _("对照数据"),
    "certain": _("已核实"),
    "note": _("说明"),
}


@require_safe
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The page: one line for each target."""
    ledger, document = opened(slug)
    found = sources_of(ledger, document)
    counts = Counter(source.kind for source in found)
    context: dict[str, Any] = {
        "ledger": ledger,
        "document": document,
        "crumbs": way_to(ledger, (gettext("数据来源"), "")),
        "sources": found,
        "counts": [(str(word), counts[kind]) for kind, word in WORDS.items() if counts[kind]],
        "downloads": downloads("sources_export", [slug], "", ("csv", "json")),
    }
    return render(request, "web/sources.html", context)


@require_safe
def sources_export(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """The same as csv, json or metadata.json."""
    ledger, document = opened(slug)
    rows = source_rows(sources_of(ledger, document))
    if fmt == "csv":
        name = file_name([ledger.label, gettext("数据来源"), timezone.localdate().strftime("%Y%m%d")], "csv")
        return send(request, write_csv(flat_table(FIELDS, rows)), content_type=CSV, name=name)
    about = _about(document, len(rows))
    if fmt == "json":
        return send_json(request, {"metadata": about, "sources": json_rows(rows)})
    if fmt == "metadata.json":
        return send_json(request, about)
    raise Http404(gettext("没有这种格式。"))


def source_rows(found: list[Source]) -> list[dict[str, Any]]:
    """The sources as rows of named fields."""
    return [
        {
            "number": source.target.number,
            "indicator": source.target.indicator.label,
            "promise": source.target.promise,
            "when": source.target.when,
            "source": source.word,
            "definition": source.definition.key if source.definition else None,
            "units": [unit.label for unit in source.units],
            "series": source.series.name if source.series else None,
            "certain": source.certain,
            "note": source.note or None,
        }
        for source in found
    ]


def _about(document: Document, rows: int) -> dict[str, Any]:
    return metadata(document, name="sources", rows=rows, demo=False)
