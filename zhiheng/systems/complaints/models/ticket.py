"""What somebody without an account holds of a case: the link on the receipt."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.scope import Desk, Scoped

BYTES = 24
"""Of chance in a link: 192 bits, which nobody tries out."""


class Ticket(Scoped):
    """查询凭证: the hash of a secret link that opens one case, as who filed it sees it.

    The link itself is shown once and kept nowhere: whoever has the database cannot follow anybody's case by it. Number
    and phone are no substitute: a firm may know both, and they open what may be read and not what may be done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.CASCADE, related_name="tickets")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    at = models.DateTimeField("发放时间")

    class Meta:
        verbose_name = "查询凭证"
        verbose_name_plural = "查询凭证"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """With its case."""
        return Case.seen_from(desk, "case__")


def hand_out(case: Case, *, at: datetime) -> str:
    """A new link's token for a case; asked from the desk of that case."""
    token = secrets.token_urlsafe(BYTES)
    Ticket.objects.create(case=case, sha256=digest(token), at=at)
    return token


def digest(token: str) -> str:
    """What is kept of a token. No salt: there is too much chance in it for anybody to look it up."""
    return hashlib.sha256(token.encode()).hexdigest()
