"""抽样单: what a sampler fills in at the counter, photographs and signature with it; or why nothing came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.acting import NotSo, act
from zhiheng.mechanisms.cases.declaring import Ask
from zhiheng.mechanisms.evidence.models import FileRefused, keep
from zhiheng.mechanisms.evidence.pictures import ending_of, wrong
from zhiheng.mechanisms.scope import desk_now, everywhere
from zhiheng.systems.sampling.models import Sample, SampleFile, SamplingPlan

WAYS = (("sample", _("已抽到样品")), ("none_found", _("未抽到样品")), ("refuse", _("被抽样单位拒绝抽检")))
MOST_PHOTOS = 6
"""Photographs of one sheet, since 2026-11-22: the shelf, the goods, both sides of the label, the seals, the stock."""
LARGEST_PHOTO = 500 * 1024
"""Bytes of a photograph or a signature, since 2026-11-22: a phone shrinks them before they are sent."""
FILES = ("photos", "signature")


@dataclass(frozen=True)
class Sheet:
    """One sample that waits to be taken, with what is known of it before anybody goes there.

    ``samplers``: who was drawn for it. ``mine``: the officer is one of them.
    """

    sample: Sample
    samplers: Sequence[str]
    mine: bool
    known: Mapping[str, str] = field(default_factory=dict)


def waiting(officer: Any) -> list[Sheet]:
    """The samples that the desk of now has still to take, the officer's own first, each by its due day and unit."""
    rows = Sample.objects.filter(state="drawn", region__in=desk_now().casework).select_related("region")
    found = sheets_of(rows.order_by("due_on", "firm_name", "number"), officer)
    return sorted(found, key=lambda one: not one.mine)


def sheets_of(samples: Iterable[Sample], officer: Any) -> list[Sheet]:
    """Samples with who was drawn for them; the plan may be the province's, which a county does not read."""
    rows = list(samples)
    with everywhere():
        plans = SamplingPlan.objects.in_bulk({row.plan_id for row in rows})
        drawn = {pk: [line["name"] for line in plan.standing("samplers")] for pk, plan in plans.items()}
    own = {officer.username, officer.display_name} - {""}
    return [_sheet(row, drawn.get(row.plan_id, []), own) for row in rows]


def _sheet(row: Sample, samplers: Sequence[str], own: set[str]) -> Sheet:
    known = {"samplers": "、".join(samplers), "product": row.product_class, "place": row.firm_name}
    return Sheet(row, samplers, bool(own & set(samplers)), known)


def asks_of(sample: Sample, way: str) -> tuple[Ask, ...]:
    """What one way of ending the visit asks for; KeyError for none of the three."""
    return {key: sample.transition(key) for key, _words in WAYS}[way].asks  # type: ignore[union-attr]


def hand_in(
    sample: Sample,
    way: str,
    version: int,
    said: Mapping[str, Any],
    photos: Sequence[UploadedFile],
    signature: UploadedFile | None,
    *,
    by: Any,
    at: datetime,
) -> list[SampleFile]:
    """The sheet and its files in one transaction: all of it or nothing. NotSo, NotNow, Stale as of every act."""
    given = [(SampleFile.PHOTO, photo) for photo in photos]
    given += [(SampleFile.SIGNATURE, signature)] if signature else []
    if problems := list(_refused(photos, signature)):
        raise NotSo(problems)
    with transaction.atomic():
        act(sample, way, version, said, by=by, at=at)
        return [keep_file(sample, kind, file, nth, by=by, at=at) for nth, (kind, file) in enumerate(given, 1)]


def keep_file(sample: Sample, kind: str, file: UploadedFile, nth: int, *, by: Any, at: datetime) -> SampleFile:
    """Keep one file of a sample; its own name, which may tell of a person, is not kept."""
    ending = ending_of(file.read())
    file.seek(0)
    name = f"{dict(SampleFile.KINDS)[kind]} {nth}.{ending}"
    try:
        kept = keep(file, name, by=by, at=at)
    except FileRefused as refused:
        raise NotSo([(FILES[kind == SampleFile.SIGNATURE], str(refused))]) from refused
    return SampleFile.objects.create(sample=sample, kind=kind, file=kept, by=by, at=at)


def _refused(photos: Sequence[UploadedFile], signature: UploadedFile | None) -> Iterable[tuple[str, str]]:
    if len(photos) > MOST_PHOTOS:
        yield "photos", gettext("照片最多 %(most)d 张。") % {"most": MOST_PHOTOS}
    for name, file in [*(("photos", photo) for photo in photos), ("signature", signature)]:
        if file is None:
            continue
        if words := wrong(file):
            yield name, words
        elif (file.size or 0) > LARGEST_PHOTO:
            words = gettext("%(name)s 超过 %(size)d KB，请用页面上的拍照按钮，它会自动缩小。")
            yield name, words % {"name": file.name, "size": LARGEST_PHOTO // 1024}
