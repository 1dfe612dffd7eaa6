"""Programs of officers: each sends its token and, when it writes, a new key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.factories.uploading import KEYS
from zhiheng.directory.models import Officer, Region, Token, Unit
from zhiheng.directory.tokens import make, new_secret
from zhiheng.mechanisms.scope import everywhere


class Program:
    """Asks the interface in the name of an officer."""

    def __init__(self, officer: Officer, scope: str = Token.WRITE) -> None:
        self.officer, self.client, now = officer, Client(raise_request_exception=False), timezone.now()
        self.secret = new_secret()
        with everywhere():
            last = timezone.localdate(now) + timedelta(days=1)
            self.token = make(self.secret, name="程序", scope=scope, expires=last, by=officer, at=now)

    def get(self, address: str, language: str = "zh") -> Any:
        return self.client.get(address, headers=self.headers(language))

    def post(self, address: str, body: Any, key: str = "", language: str = "zh", method: str = "post") -> Any:
        headers = self.headers(language) | {"idempotency-key": key or f"a-program-of-tests-{next(KEYS)}"}
        return getattr(self.client, method)(address, body, content_type="application/json", headers=headers)

    def patch(self, address: str, body: Any, language: str = "zh") -> Any:
        return self.post(address, body, language=language, method="patch")

    def send(self, address: str, file: Any) -> Any:
        """A file, as multipart/form-data."""
        headers = self.headers("zh") | {"idempotency-key": f"a-program-of-tests-{next(KEYS)}"}
        return self.client.post(address, {"file": file}, headers=headers)

    def headers(self, language: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}", "accept-language": language}


def program(username: str, role: str, *, region: str = "", unit: str = "", scope: str = Token.WRITE) -> Program:
    """The program of somebody at a post; region and unit by their ids in the directory."""
    place = {
        "region": Region.objects.get(slug=region) if region else None,
        "unit": Unit.objects.get(slug=unit) if unit else None,
    }
    officer, _ = Officer.objects.get_or_create(
        username=username, defaults={"display_name": f"{username}某", "role": role, **place}
    )
    return Program(officer, scope)
