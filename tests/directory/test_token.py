"""Chen's program has a token: what it is worth, and until when."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django_scopes.exceptions import ScopeError

from tests.factories.uploading import MORNING, person
from zhiheng.directory.models import Officer, Token
from zhiheng.directory.scope import desk_of
from zhiheng.directory.tokens import LONGEST, make, new_secret, revoke, token_of
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import at_desk, everywhere

TODAY = date(2026, 11, 22)


@pytest.fixture
def chen(hebei: object) -> Officer:
    return person("chen", "liaison")


def made_by(officer: Officer, expires: date = TODAY, scope: str = Token.READ) -> tuple[Token, str]:
    secret = new_secret()
    with at_desk(desk_of(officer, TODAY)):
        return make(secret, name="月报程序", scope=scope, expires=expires, by=officer, at=MORNING), secret


def test_the_secret_is_not_kept_only_its_hash(chen: Officer) -> None:
    token, secret = made_by(chen)
    kept = [str(value) for value in vars(token).values()]
    assert secret.startswith("zh_") and len(secret) == 46
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in value for value in kept)


def test_the_secret_opens_until_the_end_of_its_last_day(chen: Officer) -> None:
    token, secret = made_by(chen, TODAY + timedelta(days=2))
    for days, opens in ((0, True), (2, True), (3, False)):
        assert (token_of(secret, MORNING + timedelta(days=days)) == token) is opens


@pytest.mark.parametrize("wrong", ["", "zh_", "Bearer", "zh_" + "A" * 43, "\ud800", "\x00"])
def test_a_wrong_secret_opens_nothing(chen: Officer, wrong: str) -> None:
    _, secret = made_by(chen)
    assert token_of(wrong, MORNING) is None
    # The right beginning, by which the row is found, is not enough.
    assert token_of(secret[:-1] + ("A" if secret[-1] != "A" else "B"), MORNING) is None


def test_a_revoked_one_is_dead_at_once_and_revoking_twice_is_revoking_once(chen: Officer) -> None:
    token, secret = made_by(chen)
    revoke_at = MORNING + timedelta(minutes=1)
    with at_desk(desk_of(chen, TODAY)):
        revoke(token, by=chen, at=revoke_at)
        revoke(token, by=chen, at=revoke_at + timedelta(hours=1))
        assert Token.objects.get().revoked_at == revoke_at
        assert [line.field for line in history_of(token)] == ["撤销时间", "访问令牌"]
    assert token_of(secret, revoke_at) is None


def test_it_ends_with_the_account(chen: Officer) -> None:
    _, secret = made_by(chen)
    Officer.objects.filter(pk=chen.pk).update(is_active=False)
    assert token_of(secret, MORNING) is None


@pytest.mark.parametrize("days", [-1, LONGEST.days + 1])
def test_a_last_day_in_the_past_or_more_than_a_year_away_is_refused(chen: Officer, days: int) -> None:
    with pytest.raises(ValueError, match="within a year"):
        made_by(chen, TODAY + timedelta(days=days))
    made_by(chen, TODAY + LONGEST)


def test_everybody_sees_only_their_own_and_without_a_desk_there_is_no_answer(chen: Officer) -> None:
    token, _ = made_by(chen)
    with at_desk(desk_of(person("wang", "office"), TODAY)):
        assert not Token.objects.exists()
    with pytest.raises(ScopeError):
        Token.objects.exists()
    with everywhere():
        assert Token.objects.get() == token


def test_nothing_says_when_it_was_used(chen: Officer) -> None:
    token, secret = made_by(chen)
    before = {name: str(value) for name, value in vars(token).items() if not name.startswith("_")}
    token_of(secret, MORNING + timedelta(hours=3))
    with everywhere():
        after = vars(Token.objects.get())
    assert {name: str(after[name]) for name in before} == before
