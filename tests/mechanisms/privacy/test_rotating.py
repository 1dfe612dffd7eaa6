"""A new key: everything is sealed with it, nothing is lost, and a broken run goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.mechanisms.privacy.letters import Answer, Letter
from zhiheng.cli.management.commands import rotate_privacy_keys
from zhiheng.mechanisms.privacy.keys import VARIABLE, add_key, keyring
from zhiheng.mechanisms.privacy.rotating import reseal, sealed_models
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db
MANY = 2500


@pytest.fixture
def many(
    letters: None, db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Letter]]:
    """More letters than two batches, under a keyring of their own."""
    settings.VAR_DIR = tmp_path
    with everywhere():
        yield Letter.objects.bulk_create(Letter(phone=f"139{n:08}", words="一" * n) for n in range(MANY))


def keys_in_use() -> set[bytes]:
    """The ids of the keys that seal the letters."""
    texts = Letter.objects.values_list("phone", "words")
    return {bytes(text[1:5]) for row in texts for text in row if text}


def phones() -> list[str]:
    return sorted(letter.phone.open() for letter in Letter.objects.all())


def test_everything_is_sealed_with_the_new_key_and_reads_the_same(many: list[Letter]) -> None:
    before, old = phones(), keyring().newest
    assert keys_in_use() == {old} and len(before) == MANY
    new = add_key()
    batches = list(reseal(Letter))
    assert (len(batches), sum(anew for anew, _ in batches)) == (3, 2 * MANY - 1)
    assert keys_in_use() == {new} and phones() == before
    assert sum(anew for anew, _ in reseal(Letter)) == 0


def test_a_run_that_was_stopped_goes_on(many: list[Letter]) -> None:
    new = add_key()
    stopped = sum(anew for anew, _ in islice(reseal(Letter), 1))
    assert 0 < stopped < 2 * MANY - 1 and len(keys_in_use()) == 2
    assert sum(anew for anew, _ in reseal(Letter)) == 2 * MANY - 1 - stopped
    assert keys_in_use() == {new}


def test_a_table_below_another_is_sealed_anew_as_well(many: list[Letter]) -> None:
    made = Answer.objects.create(phone="13812341111", reply="已换新锅")
    add_key()
    assert list(reseal(Answer)) == [(1, 0)]
    assert Answer.objects.get(pk=made.pk).reply.open() == "已换新锅"


def test_what_nobody_can_open_is_counted_and_left(many: list[Letter]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE letters_letter SET phone = words")
    add_key()
    assert sum(unreadable for _, unreadable in reseal(Letter)) == MANY - 1


def test_the_command_makes_a_key_seals_anew_and_tells(many: list[Letter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotate_privacy_keys, "sealed_models", lambda: [Letter, Answer])
    told = StringIO()
    call_command("rotate_privacy_keys", stdout=told)
    assert f"重新加密 {2 * MANY - 1} 项，无法解密 0 项" in told.getvalue()
    assert keyring().newest.hex() in told.getvalue() and keys_in_use() == {keyring().newest}
    call_command("rotate_privacy_keys", "--resume", stdout=(again := StringIO()))
    assert "重新加密 0 项" in again.getvalue() and len(keyring().keys) == 2


def test_the_command_says_when_something_is_lost(many: list[Letter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotate_privacy_keys, "sealed_models", lambda: [Letter])
    monkeypatch.setenv(VARIABLE, f"index {'1' * 64},{'a' * 8} {'2' * 64}")
    with pytest.raises(CommandError, match=f"{2 * MANY - 1} 项无法解密"):
        call_command("rotate_privacy_keys", "--resume", stdout=StringIO())


def test_keys_of_the_environment_are_not_changed_by_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"index {'1' * 64},{'a' * 8} {'2' * 64}")
    with pytest.raises(CommandError, match=VARIABLE):
        call_command("rotate_privacy_keys")


def test_every_model_with_a_sealed_text_is_found() -> None:
    assert {"CaseMove"} <= {model.__name__ for model in sealed_models()}
