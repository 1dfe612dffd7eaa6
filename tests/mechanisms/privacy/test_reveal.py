"""Who opens a sealed text says what for, and is on record before the first word is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.mechanisms.privacy.letters import Letter
from zhiheng.directory.models import Officer, Region
from zhiheng.mechanisms.privacy.models import MOST_WITHIN, Reveal, RevealRefused, reveal, reveals_of
from zhiheng.mechanisms.scope import Desk, at_desk, everywhere

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def tang() -> Officer:
    """唐某, who handles letters in 唐山市."""
    return Officer.objects.create(username="tang", display_name="唐某", role="inspector")


@pytest.fixture
def ours(letter: Letter) -> Letter:
    """The letter, on a desk of 唐山市."""
    letter.region_id = region("tangshan")
    letter.save()
    return letter


def region(slug: str) -> int:
    return Region.objects.get(slug=slug).pk


def desk(by: Officer, slug: str = "tangshan") -> Desk:
    return Desk(officer=by.pk, casework=frozenset({region(slug)}))


def opened(row: Letter, by: Officer, purpose: str = "回访核实", at: datetime = NOON, field: str = "phone") -> str:
    """The words, as an officer of 唐山市 gets them."""
    with at_desk(desk(by)):
        return reveal(row, field, by=by, at=at, purpose=purpose)


def test_the_words_are_given_and_the_record_says_who_what_when_and_why(ours: Letter, tang: Officer) -> None:
    assert opened(ours, tang) == "13812341111"
    record = Reveal.objects.get()
    assert (record.by, record.at, record.purpose) == (tang, NOON, "回访核实")
    assert (record.thing, record.field, record.seen_with, record.region_id) == ("来信", "电话", ours.pk, ours.region_id)
    assert list(reveals_of(ours)) == [record]


@pytest.mark.parametrize("purpose", ["", "  看看  ", "打 13812341111 回访"])
def test_without_a_purpose_nothing_is_opened(ours: Letter, tang: Officer, purpose: str) -> None:
    with pytest.raises(RevealRefused):
        opened(ours, tang, purpose)
    assert not Reveal.objects.exists()


def test_what_lies_on_another_desk_is_not_opened(ours: Letter, tang: Officer) -> None:
    with at_desk(desk(tang, "baoding")), pytest.raises(RevealRefused):
        reveal(ours, "phone", by=tang, at=NOON, purpose="回访核实")
    assert not Reveal.objects.exists()


def test_nothing_is_opened_where_nothing_is_or_nothing_is_sealed(ours: Letter, tang: Officer) -> None:
    Letter.objects.update(address="")
    ours.refresh_from_db()
    with pytest.raises(RevealRefused, match="没有填写"):
        opened(ours, tang, field="address")
    with pytest.raises(TypeError):
        opened(ours, tang, field="title")
    assert not Reveal.objects.exists()


def test_who_opens_one_after_the_other_is_stopped_for_the_rest_of_the_hour(ours: Letter, tang: Officer) -> None:
    for number in range(MOST_WITHIN):
        opened(ours, tang, at=NOON + timedelta(seconds=number))
    with pytest.raises(RevealRefused, match=str(MOST_WITHIN)):
        opened(ours, tang, at=NOON + timedelta(minutes=59))
    assert opened(ours, tang, at=NOON + timedelta(minutes=60)) and Reveal.objects.count() == MOST_WITHIN + 1


def test_a_record_is_never_rewritten_or_deleted(ours: Letter, tang: Officer) -> None:
    opened(ours, tang)
    record = Reveal.objects.get()
    record.purpose = "没有看过"
    for act in (record.save, record.delete):
        with pytest.raises(TypeError, match="never"):
            act()


def test_the_auditor_sees_every_record_the_desk_its_own_and_others_none(ours: Letter, tang: Officer) -> None:
    opened(ours, tang)
    stranger = Officer.objects.create(username="bao", role="inspector")
    seen = {
        "auditor": Desk(officer=stranger.pk, audits=True),
        "same desk": desk(stranger),
        "himself": Desk(officer=tang.pk),
        "other desk": desk(stranger, "baoding"),
        "office": Desk(officer=stranger.pk, whole=True),
    }
    found = {}
    for name, from_there in seen.items():
        with at_desk(from_there):
            found[name] = Reveal.objects.count()
    assert found == {"auditor": 1, "same desk": 1, "himself": 1, "other desk": 0, "office": 0}


def test_row_level_security_says_the_same(ours: Letter, tang: Officer) -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("row-level security is in PostgreSQL alone")
    opened(ours, tang)
    for asked, number in ((desk(tang, "baoding"), 1), (Desk(audits=True), 1), (Desk(whole=True, officer=0), 0)):
        with at_desk(asked), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM privacy_reveal")
            assert cursor.fetchone()[0] == number
    with everywhere():
        assert Reveal.objects.count() == 1
