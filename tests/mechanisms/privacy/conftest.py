"""What the tests of personal data share: the tables of letters, and a desk that sees them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.mechanisms.privacy.letters import Letter, tables
from zhiheng.mechanisms.scope import everywhere

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def letters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tables, made before the transaction of the first test."""
    with django_db_blocker.unblock(), tables():
        yield


@pytest.fixture
def letter(letters: None, db: None) -> Iterator[Letter]:
    """The letter of 张建国 of Shijiazhuang, saved; the test may see every letter."""
    with everywhere():
        yield Letter.objects.create(
            name="张建国",
            phone="13812341111",
            id_number="130102199003074514",
            address="河北省石家庄市长安区中山东路11号",
            words="买的锅第二天就坏了，请打 13812341111。",
        )
