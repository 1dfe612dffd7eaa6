"""Photographs and PDF files, which every phone makes and every office opens: told by content, refused if they act."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext

from zhiheng.mechanisms.active_content import refuse_active
from zhiheng.mechanisms.evidence.models import LARGEST
from zhiheng.plan.unreadable import Unreadable

BEGINNINGS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf"}
"""How JPEG, PNG and PDF begin, with the ending that each is kept under. By content; a name tells nothing but perhaps of

whom: 王小明13800138000.jpg.
"""
ACCEPT = "image/jpeg,image/png,application/pdf"


def ending_of(data: bytes) -> str:
    """The ending under which a file is kept; StopIteration for one that ``wrong`` refuses."""
    return next(name for begins, name in BEGINNINGS.items() if data.startswith(begins))


def wrong(file: UploadedFile[bytes]) -> str:
    """What is wrong with one file, in the reader's language; its content is read once and put back to the beginning."""
    data = file.read(LARGEST + 1)
    file.seek(0)
    if not data.startswith(tuple(BEGINNINGS)):
        return gettext("只收照片(JPG、PNG)和 PDF 文件。")
    try:
        refuse_active(data)
    except Unreadable as refusal:
        return refusal.message_en if get_language() == "en" else refusal.message_zh
    return ""
