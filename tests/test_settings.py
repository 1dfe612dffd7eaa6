"""What the environment switches on, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROVIDER = {
    "ZHIHENG_OIDC_ISSUER": "https://sso.example",
    "ZHIHENG_OIDC_CLIENT_ID": "zhiheng",
    "ZHIHENG_OIDC_CLIENT_SECRET": "secret",
    "ZHIHENG_OIDC_AUTHORIZE": "https://sso.example/authorize",
    "ZHIHENG_OIDC_TOKEN": "https://sso.example/token",
    "ZHIHENG_OIDC_JWKS": "https://sso.example/jwks",
}
ASKED = """
import django; django.setup()
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
call_command("check", fail_level="WARNING", verbosity=0)
try: print(reverse("oidc_authentication_init"))
except NoReverseMatch: print("no such address")
from django.conf import settings
print(settings.IDLE_TIME, settings.TRUSTED_PROXIES, settings.AUTHENTICATION_BACKENDS[-1])
"""


def told(tmp_path: Path, **environment: str) -> tuple[int, str]:
    """Exit status and words of a process that reads the settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    clean |= {"ZHIHENG_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhiheng.settings"}
    command = [sys.executable, "-c", ASKED]
    done = subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_without_a_word_there_is_no_single_sign_on(tmp_path: Path) -> None:
    status, words = told(tmp_path)
    assert status == 0 and "no such address" in words
    assert "0:30:00 0 django.contrib.auth.backends.ModelBackend" in words


def test_naming_a_provider_opens_its_address(tmp_path: Path) -> None:
    status, words = told(tmp_path, ZHIHENG_IDLE_MINUTES="10", ZHIHENG_PROXIES="1", **PROVIDER)
    assert status == 0 and "/sso/\n0:10:00 1 zhiheng.web.sso.Provider" in words


@pytest.mark.parametrize("missing", [name for name in PROVIDER if name != "ZHIHENG_OIDC_ISSUER"])
def test_a_provider_named_by_half_is_said_at_once(tmp_path: Path, missing: str) -> None:
    half = {name: value for name, value in PROVIDER.items() if name != missing}
    status, words = told(tmp_path, **half)
    assert status != 0 and missing in words
