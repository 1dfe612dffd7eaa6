"""What tests share: a database that holds what ``make run DEMO=0`` leaves (directory and bundled plan), loaded once.

A test that uses ``db`` or ``hebei`` works in a transaction that is rolled back. A test that needs
``transaction=True`` empties the tables at its end; ``hebei`` loads them again when it finds them so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import messages  # tools/messages.py
import pytest
from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from zhiheng.ledger.models import Ledger

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
LOADED_AT = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
"""When the tests' plan was imported; no test depends on the day it runs."""


def pytest_configure() -> None:
    """Settings that only tests may have: no manifest of collected files, and a password hash that costs nothing."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # English pages are made of the sentences of today, also when pytest is called without make.
    messages.compile_all()
    # WhiteNoise warns when it is missing, and warnings are errors.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def load() -> None:
    """Load the directory and the bundled plan, by the same functions as ``manage.py setup``."""
    from zhiheng.directory.loading import load_directory
    from zhiheng.ledger.importing import import_plan
    from zhiheng.ledger.models import Document
    from zhiheng.plan import edition

    load_directory()
    name = "hebei-2023-2027"
    import_plan(
        edition.load(name),
        slug=name,
        form=Document.DIGEST,
        source_name=f"{name}.yaml",
        by=None,
        at=LOADED_AT,
        extras=edition.translations(name),
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database of this run, filled once; on PostgreSQL the tests then work as the server does."""
    from django.db import connection

    from tests.roles import as_the_server

    with django_db_blocker.unblock():
        load()
    if connection.vendor != "postgresql":
        yield
        return
    with as_the_server(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A request for an English page leaves its language in the thread; the next test begins in Chinese."""
    yield
    translation.deactivate()


@pytest.fixture
def hebei(db: None) -> Ledger:
    """The ledger of the bundled Hebei plan (要点版)."""
    from zhiheng.ledger.models import Ledger

    if not Ledger.objects.filter(slug="hebei-2023-2027").exists():
        load()
    return Ledger.objects.get(slug="hebei-2023-2027")


@pytest.fixture
def at_the_office(db: None) -> Iterator[None]:
    """The test itself looks at uploaded plans from a desk of the working group; who signs in has their own."""
    from zhiheng.mechanisms.scope import Desk, at_desk

    with at_desk(Desk(whole=True)):
        yield


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The small app of tests (a kind of case, a kind of register), installed for one module."""
    from tests.small.installing import small_app

    with small_app(django_db_blocker):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of plan documents and answer keys beside the repository; without it the test is skipped."""
    if not (SHARED / "plan").is_dir():
        pytest.skip("../shared/plan (plan documents and answer keys) is not on this machine")
    return SHARED
