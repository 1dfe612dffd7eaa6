"""People of the office, and documents that they upload."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories.ledger import FRUIT
from zhiheng.directory.models import Officer, Region
from zhiheng.ledger.models import Reading
from zhiheng.ledger.uploading import begin
from zhiheng.mechanisms.scope import everywhere
from zhiheng.plan import parse

KEYS = count()
"""Every sending is an intention of its own."""
MORNING = datetime(2026, 11, 22, 1, tzinfo=UTC)


def person(username: str, role: str = "office") -> Officer:
    """Somebody in a post, a reviewer in the province's; the same name is the same person."""
    known = Officer.objects.filter(username=username).first()
    region = Region.objects.get(kind=Region.PROVINCE) if role == "reviewer" else None
    return known or Officer.objects.create(username=username, display_name=f"{username}某", role=role, region=region)


def signed_in(username: str, role: str = "office") -> Client:
    """A browser in which that person has signed in."""
    client = Client()
    client.force_login(person(username, role))
    return client


def read_by(username: str, text: str = FRUIT, name: str = "guopin.txt") -> Reading:
    """A document as that person uploaded it and the system read it, without a browser and a child process."""
    plan = parse(text)
    said = {"plan": plan.to_dict(), "text": plan.text}
    with everywhere():
        return begin(said, BytesIO(text.encode()), name, by=person(username), at=MORNING)


def send(client: Client, address: str, **fields: object) -> HttpResponse:
    """Post a form as a browser does, with the key that the page gave it."""
    key = fields.pop("once", None) or f"key-of-a-test-{next(KEYS):08}"
    return client.post(address, {"once": key, **fields})  # type: ignore[return-value]


def file_of(data: bytes | str, name: str = "guopin.txt") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
