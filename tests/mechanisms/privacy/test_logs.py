"""What goes wrong tells nobody whom it went wrong for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils.log import DEFAULT_LOGGING

from zhiheng.mechanisms.privacy.logs import HidePersonal

PHONE, CARD = "13812341111", "130102199003074514"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What a handler of ours writes of the records of Django and of the logger «letters»."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(HidePersonal())
    loggers = [logging.getLogger(name) for name in ("django.request", "letters")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.urls("tests.mechanisms.privacy.failing")
def test_an_error_page_and_its_traceback_hold_no_number(log: StringIO) -> None:
    browser = Client(raise_request_exception=False)
    answer = browser.post(f"/fail/?q={PHONE}", {"phone": PHONE, "card": CARD})
    assert answer.status_code == 500
    assert not [number for number in (PHONE, CARD) if number in answer.text + log.getvalue()]
    assert "ValueError: no such person: [号码已隐去] [号码已隐去]" in log.getvalue()


def test_a_message_and_its_values_hold_no_number(log: StringIO) -> None:
    logger = logging.getLogger("letters")
    logger.warning("called %s, %d%%", PHONE, 5)
    logger.warning("%s of two", PHONE, CARD)
    logger.warning("100% of " + CARD, stack_info=True)
    assert "called [号码已隐去], 5%\n" in log.getvalue() and "100% of [号码已隐去]" in log.getvalue()
    assert PHONE not in log.getvalue() and CARD not in log.getvalue()


def test_every_handler_that_is_in_use_hides_numbers() -> None:
    handlers, loggers = settings.LOGGING["handlers"], settings.LOGGING["loggers"]
    assert handlers and all(handler["filters"] == ["hide_personal"] for handler in handlers.values())
    assert set(DEFAULT_LOGGING["loggers"]) <= set(loggers)
    used = {name for logger in (*loggers.values(), settings.LOGGING["root"]) for name in logger["handlers"]}
    assert used == set(handlers)
