"""The catalogue of personal data is complete, and nobody opens a sealed text but who says why."""

from __future__ import annotations

import re

from tests.conventions.tree import ROOT, files, listed, name, source
from zhiheng.mechanisms.privacy.rotating import sealed_fields, sealed_models

CATALOGUE = ROOT / "docs/personal-data.md"
OPENERS = {
    "zhiheng/mechanisms/privacy/models.py",  # reveal, after the record
    "zhiheng/mechanisms/cases/models/case_move.py",  # what was written with a move, for the hands that it concerns
    "zhiheng/mechanisms/intake/models.py",  # an import, for the officer who handed it in and nobody else
    "zhiheng/systems/complaints/models/complaint.py",  # the firm reads what it answers to, without name and numbers
    "zhiheng/systems/complaints/consequences.py",  # an ID number is checked, a report split off, a summary searched
}
"""Who may open a sealed text without a record of its own, each with the reason."""


def catalogued() -> dict[str, list[str]]:
    """The rows of the table of sealed fields: field, and label, mask, purpose, level, who, how long."""
    rows = re.findall(r"^\| (\w+\.\w+) \| (.+) \|$", source(CATALOGUE), re.MULTILINE)
    return {field: cells.split(" | ") for field, cells in rows if len(cells.split(" | ")) == 6}


def test_every_sealed_field_is_in_the_catalogue_with_label_and_mask() -> None:
    kept = {
        f"{model.__name__}.{field.name}": [str(field.verbose_name), field.mask]
        for model in sealed_models()
        for field in sealed_fields(model)
    }
    assert kept and {field: cells[:2] for field, cells in catalogued().items()} == kept


def test_every_line_says_what_for_how_delicate_who_and_how_long() -> None:
    for cells in catalogued().values():
        assert all(cells) and cells[3] in {"ordinary", "sensitive"}


def test_a_sealed_text_is_opened_by_nobody_who_does_not_say_why() -> None:
    opening = {name(path) for path in files(".py", below="zhiheng") if re.search(r"\.open\(\)", source(path))}
    assert opening == OPENERS, listed(sorted(opening ^ OPENERS))
