"""Uploads go to disk as they come, and what is announced as larger than any file that is kept is not taken at all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from zhiheng.mechanisms.evidence.models import LARGEST

AROUND = 1 << 20
"""Bytes of a form around its file."""


class CappedUpload(TemporaryFileUploadHandler):
    """A file on disk, never in memory: a confined child reads it by its name. Raises RequestDataTooBig (400)."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *how: Any, **named: Any) -> None:
        if content_length > LARGEST + AROUND:
            raise RequestDataTooBig
        super().handle_raw_input(input_data, META, content_length, *how, **named)
