"""Taking in evidence: photographs and PDF files, kept as they came, with their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.evidence.models import LARGEST, FileRefused, keep
from zhiheng.mechanisms.evidence.pictures import ending_of, wrong
from zhiheng.systems.complaints.models.exhibit import Exhibit

MOST = 10
"""Files of one case from each side, since 2026-11-22: receipts, photographs, screenshots; nobody fills a disk."""


def refusal(files: Sequence[UploadedFile], held: int = 0) -> str:
    """Why files cannot be taken beside ``held`` earlier ones, in the reader's language; empty when they can."""
    if held + len(files) > MOST:
        return gettext("证据材料最多 %(most)d 个文件，请挑选最能说明问题的。") % {"most": MOST}
    if sum(file.size or 0 for file in files) > LARGEST:
        return gettext("这次选的文件合计超过 %(size)d MB，请分次提交或压缩图片。") % {"size": LARGEST // 2**20}
    for file in files:
        if words := wrong(file):
            return f"{file.name}：{words}"
    return ""


def exhibit(case: Case, files: Sequence[UploadedFile], *, hand: Hand, by: Any, at: datetime) -> list[Exhibit]:
    """Keep files as evidence of a case, as whoever acts in this capacity; FileRefused, and nothing is kept.

    Asked from a desk that sees the case. The same file twice from one side is one. Its own name

    is not kept.
    """
    known = set(case.exhibits.filter(hand=hand).values_list("file__sha256", flat=True))
    if words := refusal(files, held=len(known)):
        raise FileRefused(words)
    given = []
    for file in files:
        data = file.read()
        file.seek(0)
        if (digest := hashlib.sha256(data).hexdigest()) not in known:
            known.add(digest)
            kept = keep(file, f"材料 {len(known)}.{ending_of(data)}", by=by, at=at)
            given.append(Exhibit.objects.create(case=case, file=kept, hand=hand, by=by, at=at))
    return given
