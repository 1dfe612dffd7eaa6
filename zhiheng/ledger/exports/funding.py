"""资金 out: the sums that a plan promises, exact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiheng.ledger.models import Document, Funding

FUNDING_FIELDS = {
    "clause": _("条目"),
    "item": _("事项"),
    "amount_fen": _("金额(分)"),
    "amount_yuan": _("金额(元)"),
    "share": _("比例"),
    "cap_yuan": _("上限(元)"),
    "per": _("每"),
    "units": _("责任单位"),
    "start": _("原文起"),
    "end": _("原文止"),
    "address": _("原文地址"),
}


def funding_rows(document: Document) -> list[dict[str, Any]]:
    """The sums of an edition: integer 分, the same in 元, and a share as a fraction ("1/2")."""
    rows = Funding.objects.filter(document=document).select_related("ledger", "clause").prefetch_related("units")
    return [
        {
            "clause": row.clause.key if row.clause else None,
            "item": row.item,
            "amount_fen": row.amount_fen,
            "amount_yuan": yuan(row.amount_fen),
            "share": f"{row.share_numerator}/{row.share_denominator}" if row.share_numerator else None,
            "cap_yuan": yuan(row.cap_fen),
            "per": row.per or None,
            "units": [unit.label for unit in row.units.all()],
            "start": row.start,
            "end": row.end,
            "address": row.quote_url,
        }
        for row in rows
    ]


def yuan(fen: int | None) -> int | float | None:
    """分 as 元; whole where it is whole."""
    return None if fen is None else fen // 100 if fen % 100 == 0 else fen / 100
