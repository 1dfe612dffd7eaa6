"""G9 in small: numbers are filed, handled and mistyped, and found nowhere; with one column unsealed they are."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings

from tests.leaks import journey
from tests.leaks.inside import ByClient, in_database
from tests.leaks.sealing import unsealed
from tests.leaks.searching import found_in, in_folder
from tests.leaks.seeding import all_needles, people
from tests.leaks.visiting import Answer, Visitor
from zhiheng.directory.models import Officer, Region, Unit
from zhiheng.mechanisms.privacy.logs import HidePersonal

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.leaks.broken")]
SEED = "20261122"


@pytest.fixture
def officers(hebei: object) -> None:
    """Everybody who works with complaints or looks around."""
    for name, role, region, unit in journey.officers():
        Officer.objects.create_user(
            name,
            password=journey.PASSWORD,
            display_name=name,
            role=role,
            region=Region.objects.get(slug=region) if region else None,
            unit=Unit.objects.get(slug=unit) if unit else None,
        )


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What a handler with the filter of the settings writes."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(HidePersonal())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def sign_out(visitor: Visitor) -> None:
    """The session ends, the browser stays."""
    assert isinstance(visitor, ByClient)
    del visitor.client.cookies[settings.SESSION_COOKIE_NAME]


def lived(log: StringIO, most: int = 15) -> dict[str, int]:
    """Where numbers were found after everything that happens with them, by the name of the place."""
    filed, typed = people(2, SEED), people(3, f"{SEED}-typed")
    for person in filed:
        journey.complain(ByClient(), person)
    journey.slip(ByClient(), typed[0])
    journey.work(ByClient(), typed[1])
    journey.keep(ByClient(), typed[2], sign_out)
    found: dict[str, int] = {}

    masked: set[str] = set()

    def told(name: str, answer: Answer) -> None:
        if b"139****" in answer.content:
            masked.add(name)
        if number := found_in(answer.content, all_needles(filed)):
            found[f"{name or 'nobody'} {answer.url}"] = number

    opened = journey.look_around(ByClient, most, told)
    # Who handles the case and who oversees all came to it, and saw the mask; nobody else did.
    assert min(opened.values()) > 2 and masked <= {"demo-inspector", "demo-office"}
    assert "demo-inspector" in masked or most < 10
    needles = all_needles([*filed, *typed])
    found |= in_database(needles) | in_folder(settings.VAR_DIR, needles)
    if number := found_in(log.getvalue().encode(), needles):
        found["log"] = number
    assert "ValueError" in log.getvalue()
    return found


def test_no_number_is_found_anywhere(officers: None, log: StringIO) -> None:
    assert lived(log) == {}


@pytest.mark.parametrize("column", ["complaints_complaint.phone", "cases_casemove.words"])
def test_with_one_column_unsealed_its_numbers_are_found(officers: None, log: StringIO, column: str) -> None:
    with unsealed(column):
        assert sum(lived(log, most=3).values()) > 0


@pytest.mark.parametrize("written", ["{}", "电话：{}。", "a{}b"])
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    text = written.format("13912345678")
    for content in (text.encode(), text.encode("utf-16-le"), text.encode().hex().encode(), b64encode(text.encode())):
        assert found_in(content, ["13912345678"]) == 1
        assert found_in(content, ["13812345678"]) == 0
