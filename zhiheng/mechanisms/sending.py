"""How a file is sent: its type, its name, its fingerprint, and nothing twice to a reader who has it already."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from zhiheng.mechanisms.sheets import disposition

JSON = "application/json; charset=utf-8"


def send(
    request: HttpRequest, content: bytes, *, content_type: str, name: str = "", fingerprint: str = ""
) -> HttpResponse:
    """The content as a response; 304 when the reader names its ETag (RFC 9110).

    ``name`` makes it a download. ``fingerprint`` stands for the content where its bytes change without meaning
    anything, as the times inside an .xlsx do.
    """
    etag = f'"{hashlib.sha256(fingerprint.encode() if fingerprint else content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    # Kept by the reader, but asked about before each use: a new edition shows at once.
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    if name:
        response["Content-Disposition"] = disposition(name)
    sent = get_conditional_response(request, etag=etag, response=response)
    return response if sent is None else sent


def send_json(request: HttpRequest, value: Any, *, content_type: str = JSON) -> HttpResponse:
    """A value as JSON that people can read: Chinese as it is, two spaces."""
    content = json.dumps(value, ensure_ascii=False, indent=2).encode()
    return send(request, content + b"\n", content_type=content_type)
