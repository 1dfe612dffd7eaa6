"""What is announced as too large is refused before it fills the disk."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

from zhiheng.mechanisms.capped_upload import AROUND, CappedUpload
from zhiheng.mechanisms.evidence.models import LARGEST


def test_an_upload_is_taken_up_to_the_largest_file_that_is_kept() -> None:
    upload = CappedUpload(RequestFactory().post("/"))
    upload.handle_raw_input(None, {}, LARGEST + AROUND, b"x")
    with pytest.raises(RequestDataTooBig):
        upload.handle_raw_input(None, {}, LARGEST + AROUND + 1, b"x")
