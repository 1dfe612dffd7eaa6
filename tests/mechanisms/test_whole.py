"""Half a request is no request."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import UnreadablePostError

from zhiheng.mechanisms.whole import whole

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="thing"\r\n\r\nwhole\r\n--b--\r\n'


def request(body: bytes, length: int, content_type: str = FORM) -> WSGIRequest:
    """The request that an application gets when ``body`` came of ``length`` announced bytes."""
    seen: list[Any] = []
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_TYPE": content_type}
    environ |= {"CONTENT_LENGTH": str(length), "wsgi.input": BytesIO(body)}
    whole(lambda given, start: seen.append(given) or [])(environ, None)
    return WSGIRequest(seen[0])


@pytest.mark.parametrize(("content_type", "body"), [(FORM, b"thing=whole"), (BOUNDARY, PART)])
def test_a_whole_form_is_read(content_type: str, body: bytes) -> None:
    assert request(body, len(body), content_type).POST["thing"] == "whole"


@pytest.mark.parametrize(("content_type", "body"), [(FORM, b"thing=whole&b=1"), (BOUNDARY, PART)])
def test_a_form_that_breaks_off_anywhere_is_not_read_as_a_shorter_one(content_type: str, body: bytes) -> None:
    read = []
    for length in range(len(body)):
        try:
            read.append(request(body[:length], len(body), content_type).POST)
        except UnreadablePostError:
            continue
    assert read == []


def test_what_comes_after_the_announced_length_is_not_read() -> None:
    assert request(b"thing=whole&more=1", len(b"thing=whole")).POST.dict() == {"thing": "whole"}


def test_lines_are_read_one_by_one_until_the_end() -> None:
    asked = request(b"a\nb\n", 4)
    assert [asked.readline(), asked.readline(), asked.readline()] == [b"a\n", b"b\n", b""]
    broken = request(b"a\n", 4)
    assert broken.readline() == b"a\n"
    with pytest.raises(UnreadablePostError):
        broken.readline()
