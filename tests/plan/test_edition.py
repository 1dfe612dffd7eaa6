"""The edition in brief says what the document says, in our own words."""

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhiheng import data, plan
from zhiheng.plan import edition
from zhiheng.plan.compare import compare
from zhiheng.plan.model import Plan, Target

NAME = "hebei-2023-2027"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "plan"
DOCUMENT = SHARED / f"{NAME}.txt"
BRIEF = edition.load(NAME)
EXTRAS = edition.translations(NAME)
LONGEST_SHARED_RUN = 12

needs_document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="../shared/plan/hebei-2023-2027.txt (the document itself) is not here"
)
needs_keys = pytest.mark.skipif(
    not (SHARED / f"{NAME}.targets.csv").exists(), reason="../shared/plan/hebei-2023-2027.*.csv (the keys) is not here"
)


@pytest.fixture(scope="module")
def document() -> Plan:
    return plan.read(DOCUMENT)


def typed(target: Target) -> Target:
    """The target without its place in the text."""
    return replace(target, span=BRIEF.targets[0].span)


@needs_document
def test_the_document_gives_the_same_outline_and_tasks(document: Plan) -> None:
    def outline(plan: Plan) -> list[Any]:
        return [(s.id, s.number, s.heading, s.level, s.parent) for s in plan.sections]

    assert outline(document) == outline(BRIEF)
    assert [(t.id, t.heading, t.section) for t in document.tasks] == [(t.id, t.heading, t.section) for t in BRIEF.tasks]


@needs_document
def test_the_document_gives_the_same_units_for_each_assignment(document: Plan) -> None:
    def duties(plan: Plan) -> list[Any]:
        return [(t.id, [[(u.name, u.role) for u in a.units] for a in t.assignments]) for t in plan.tasks]

    assert duties(document) == duties(BRIEF)
    assert document.units == BRIEF.units


@needs_document
@pytest.mark.parametrize("place", range(49))
def test_the_document_gives_the_same_target(document: Plan, place: int) -> None:
    assert len(document.targets) == 49
    assert typed(document.targets[place]) == typed(BRIEF.targets[place])


@needs_document
def test_the_document_gives_the_same_sums_and_deadlines(document: Plan) -> None:
    def sums(plan: Plan) -> list[Any]:
        return [(f.clause, f.amount_fen, f.share, f.cap_fen, f.per) for f in plan.funding]

    assert sums(document) == sums(BRIEF)
    assert [(d.clause, d.date) for d in document.deadlines] == [(d.clause, d.date) for d in BRIEF.deadlines]


@needs_document
def test_nothing_but_words_changes_from_the_edition_to_the_document(document: Plan) -> None:
    """Whoever imports the document over the edition keeps every row: the keys made of names are the same."""
    assert [change for change in compare(BRIEF, document) if change.field != "words"] == []


@needs_document
def test_the_document_has_the_same_front_matter(document: Plan) -> None:
    for name in ("title", "issuer", "number", "issued", "period"):
        assert getattr(document, name) == getattr(BRIEF, name)


@needs_document
def test_no_summary_repeats_the_document() -> None:
    """Runs of more than 12 characters that both have, names and headings apart."""
    words = flat(DOCUMENT.read_text(encoding="utf-8"))
    names = [s.heading for s in BRIEF.sections] + [note.name for note in EXTRAS.indicators] + [BRIEF.title]
    for name in names:
        words = words.replace(flat(name), "\n")
    summaries = [*EXTRAS.summaries.values(), *EXTRAS.assignment_summaries.values()]
    for summary in map(flat, summaries):
        for start in range(len(summary) - LONGEST_SHARED_RUN):
            assert summary[start : start + LONGEST_SHARED_RUN + 1] not in words


def flat(words: str) -> str:
    """Text with punctuation of one width, so that a copied run is not hidden by a comma."""
    return words.translate(str.maketrans("，；：（）", ",;:()"))


@needs_keys
def test_the_targets_are_those_of_the_key_made_by_hand() -> None:
    signs = {"≥": ">=", "≥ (达到)": ">=", "stable ≥": "hold", "keep ≥": "hold", "= (reach)": "=", "=": "="}
    signs |= {"≈ (左右)": "~", "> nation": ">", "显著提升": "qualitative"}
    with (SHARED / f"{NAME}.targets.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(BRIEF.targets) == 49
    for row, target in zip(rows, BRIEF.targets, strict=True):
        assert (row["id"], row["clause"], signs[row["comparator"]]) == (target.id, target.clause, target.comparator)
        number = "".join(letter for letter in row["value"].split(" ")[0] if letter in "0123456789.")
        assert (float(number) if number else None) == (None if target.value is None else float(target.value))
        year = next((int(y) for y in ("2023", "2025", "2027") if y in row["when"].split(" over ")[0][-8:]), None)
        assert year == target.year
        if row["units"] not in ("–", "same three"):
            assert tuple(row["units"].split("、")) == target.units


@needs_keys
def test_the_eight_sums_are_those_of_the_key_made_by_hand() -> None:
    with (SHARED / f"{NAME}.money.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found: list[tuple[str, Fraction]] = []
    for sum_ in BRIEF.funding:
        if sum_.amount_fen is not None:
            found.append((sum_.clause, Fraction(sum_.amount_fen, 1_000_000)))
        if sum_.share is not None:
            found.append((sum_.clause, sum_.share * 100))
        if sum_.cap_fen is not None:
            found.append((sum_.clause, Fraction(sum_.cap_fen, 1_000_000)))
    assert found == [(row["clause"], Fraction(row["value"].split(" ")[0])) for row in rows]


def test_the_edition_has_27_tasks_53_marks_103_mentions_24_units_and_49_targets() -> None:
    assignments = [assignment for task in BRIEF.tasks for assignment in task.assignments]
    mentions = [unit for assignment in assignments for unit in assignment.units]
    assert (len(BRIEF.tasks), len(assignments), len(mentions)) == (27, 53, 103)
    assert (len(BRIEF.units), len(BRIEF.targets), len(BRIEF.funding)) == (24, 49, 7)


def test_every_row_opens_at_its_own_words() -> None:
    text = BRIEF.text
    for task in BRIEF.tasks:
        assert task.heading in task.span.of(text)
        for assignment in task.assignments:
            assert task.span.holds(assignment.span) and assignment.span.holds(assignment.mark)
            assert assignment.mark.of(text).startswith("（责任单位：") and assignment.mark.of(text).endswith("）")
            assert [unit.span.of(text) for unit in assignment.units] == [unit.name for unit in assignment.units]
    for target in BRIEF.targets:
        assert target.indicator in target.span.of(text)
        assert target.value is None or str(target.value) in target.span.of(text)
    for funding in BRIEF.funding:
        assert funding.item in funding.span.of(text) and "元" in funding.span.of(text)
    for section in BRIEF.sections:
        assert section.heading in section.span.of(text)


def test_a_section_reaches_to_the_end_of_what_it_holds() -> None:
    spans = {section.id: section.span for section in BRIEF.sections}
    for section in BRIEF.sections:
        if section.parent:
            assert spans[section.parent].holds(section.span)
    for task in BRIEF.tasks:
        assert spans[task.section].holds(task.span)


def test_summaries_are_short_and_stand_for_every_section_and_assignment() -> None:
    places = {(task.id, place) for task in BRIEF.tasks for place in range(1, len(task.assignments) + 1)}
    assert set(EXTRAS.assignment_summaries) == places
    assert set(EXTRAS.summaries) | {task.id for task in BRIEF.tasks} == {s.id for s in BRIEF.sections}
    assert max(map(len, EXTRAS.assignment_summaries.values())) <= 60


def test_everything_has_english() -> None:
    ids = {section.id for section in BRIEF.sections}
    assert set(EXTRAS.headings_en) == set(EXTRAS.summaries_en) == ids
    assert all(note.name_en for note in EXTRAS.indicators)
    assert all(EXTRAS.funding_en) and len(EXTRAS.funding_en) == len(BRIEF.funding)
    for note in EXTRAS.indicators:
        assert (note.definition is None) == (note.definition_en is None) == (note.source is None)
        assert (note.note is None) == (note.note_en is None)


def test_every_indicator_has_one_key_and_a_definition_says_where_it_comes_from() -> None:
    assert {EXTRAS.key_of_name[target.indicator] for target in BRIEF.targets} == set(EXTRAS.key_of_name.values())
    assert len(EXTRAS.key_of_name) == len(EXTRAS.indicators) == 30
    for note in EXTRAS.indicators:
        assert note.definition is None or note.certainty in ("known", "believed")


def changed(tmp_path: Path, change: dict[str, Any]) -> Path:
    """The bundled edition with some of its rows replaced, as a file."""
    path = tmp_path / "edition.yaml"
    path.write_text(yaml.safe_dump({**data.read_yaml("plans", f"{NAME}.yaml"), **change}, allow_unicode=True), "utf-8")
    return path


def test_an_edition_file_outside_the_program_reads_the_same(tmp_path: Path) -> None:
    assert edition.load(changed(tmp_path, {})) == BRIEF


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": "other/1"}, "not an edition"),
        ({"indicators": {}}, "T01: no indicator high-tech-value-added-share"),
        ({"sections": []}, "no section holds these tasks"),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused_with_the_row(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(edition.EditionError, match=complaint):
        edition.load(changed(tmp_path, change))


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    sections = data.read_yaml("plans", f"{NAME}.yaml")["sections"]
    with pytest.raises(edition.EditionError, match="share an id"):
        edition.load(changed(tmp_path, {"sections": [*sections, sections[0]]}))
