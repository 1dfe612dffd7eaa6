"""A promise in words: its date as the document gives it."""

from __future__ import annotations

import pytest
from django.utils import translation

from zhiheng.ledger.models import Target


@pytest.mark.parametrize(
    ("year", "cadence", "chinese", "english"),
    [
        (2025, "", "2025年", "2025"),
        (None, "annual", "每年", "Every year"),
        (None, "every 5 years", "每 5 年", "Every 5 years"),
        (None, "half-yearly", "每半年", "Every half-year"),
        (None, "", "未写期限", None),
    ],
)
def test_the_date_is_told_in_the_readers_language(
    year: int | None, cadence: str, chinese: str, english: str | None
) -> None:
    target = Target(year=year, cadence=cadence)
    assert target.when == chinese
    with translation.override("en"):
        assert english is None or target.when == english


def test_a_cadence_of_the_reader_fits_its_column() -> None:
    column = Target._meta.get_field("cadence")
    assert len("every 100 years") <= (column.max_length or 0)
