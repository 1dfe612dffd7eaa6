"""What somebody has typed so far, between the steps of the form: in the browser's session, sealed, for two hours."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest

from zhiheng.mechanisms.privacy.sealing import Unreadable, open_bytes, seal_bytes

KEY, PLACE = "complaint", "session.complaint"
KEPT_FOR = timedelta(hours=2)
"""Long enough to look for a receipt, short enough for a computer in a library; since 2026-11-22."""

Answers = dict[str, list[str]]


def draft_of(request: HttpRequest, at: datetime) -> Answers:
    """The answers typed in this browser so far, by the names of the fields; none when too much time has passed."""
    held = request.session.get(KEY, "")
    try:
        kept = json.loads(open_bytes(b64decode(held), aad=PLACE) or b"null")
    except (Unreadable, ValueError):
        kept = None
    if not kept or at - datetime.fromisoformat(kept["at"]) > KEPT_FOR:
        return {}
    answers: Answers = kept["answers"]
    return answers


def keep_draft(request: HttpRequest, answers: Mapping[str, list[str]], at: datetime) -> None:
    """Put the answers into the session, sealed: its table lies in the database, where backups and auditors are."""
    kept = json.dumps({"at": at.isoformat(), "answers": answers}).encode()
    request.session[KEY] = b64encode(seal_bytes(kept, aad=PLACE)).decode()


def forget_draft(request: HttpRequest) -> None:
    """Nothing of what was typed stays in this browser."""
    request.session.pop(KEY, None)
