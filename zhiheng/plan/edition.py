"""An edition in brief (要点版): a plan written as YAML, turned into the same ``Plan`` that the reader gives.

A bundled edition carries the headings, names and figures of a document and our own summaries instead of its sentences.
This module builds the edition's own text from them (a heading, a summary, one sentence for each target and each sum,
the responsibility mark) and ties every row to its characters: an edition opens at the quote like a real document.

Shape of the file (a key that is left out is null)::

    schema: zhiheng.edition/1     edition, edition_en, notice, notice_en     title, title_en, issuer, issuer_en, number,
                                  issued (date), period [first, last]
    indicators: {key: {name, name_en, unit, direction, definition, definition_en, source, certainty, note, note_en}}
    sections:   [{id, heading, heading_en, summary, summary_en, targets: [target], funding: [sum]}]
    tasks:      [{id, heading, heading_en, summary_en, assignments: [{summary, units: [name | {name, role}],
                  targets: [target], funding: [sum], deadlines: [{what, date}]}]}]
    target:     {id, indicator (a key), comparator, value, unit (default: the indicator's), kind, year, cadence,
                 benchmark, per, note}
    sum:        {item, item_en, amount_fen, share ("1/2"), cap_fen, per}

The id of a section or task is its path in the outline ("二(一)1"); parent, level and number follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from zhiheng import data
from zhiheng.plan.model import (
    Assignment,
    Coverage,
    Deadline,
    Funding,
    Plan,
    Quote,
    Section,
    Target,
    Task,
    UnitMention,
)

SCHEMA = "zhiheng.edition/1"
_STEP = re.compile(r"[一二三四五六七八九十百]+|\([一二三四五六七八九十百]+\)|\d+")
_SIGNS = {">=": "≥ ", ">": "＞ ", "<=": "≤ ", "<": "＜ ", "=": ""}
_FEN_PER_WAN = 1_000_000


class EditionError(ValueError):
    """The edition contradicts itself; the message names the row."""


@dataclass(frozen=True)
class IndicatorNote:
    """What an edition says of an indicator besides its targets; ``definition`` stands only where a source gives one."""

    key: str
    name: str
    name_en: str
    unit: str | None
    direction: str
    definition: str | None
    definition_en: str | None
    source: str | None
    certainty: str | None
    note: str | None
    note_en: str | None


@dataclass(frozen=True)
class Extras:
    """What does not fit the reader's contract: the edition's label, English, indicator keys and notes.

    ``headings_en`` and ``summaries_en`` are keyed by section or task id, ``summaries`` by section id,
    ``assignment_summaries`` by task id and the place of the assignment in its task (from 1), ``target_keys`` and
    ``target_notes`` by target id; ``funding_en`` follows the order of ``Plan.funding``. ``key_of_name`` gives the
    stable key of an indicator as the document names it, so that the official document and the edition share one
    ledger.
    """

    label: str
    label_en: str
    notice: str
    notice_en: str
    title_en: str
    issuer_en: str | None
    headings_en: Mapping[str, str]
    summaries: Mapping[str, str]
    summaries_en: Mapping[str, str]
    assignment_summaries: Mapping[tuple[str, int], str]
    indicators: tuple[IndicatorNote, ...]
    key_of_name: Mapping[str, str]
    target_keys: Mapping[str, str]
    target_notes: Mapping[str, str]
    funding_en: tuple[str | None, ...]


def load(source: str | Path) -> Plan:
    """The plan of a bundled edition (by name) or of an edition file (by path).

    Raises EditionError where the file contradicts itself, OSError where there is none.
    """
    return _Writer(_document(source)).plan()


def translations(source: str | Path) -> Extras:
    """English, indicator keys, definitions and notes of an edition, by the ids of its plan."""
    document = _document(source)
    rows = [*document["sections"], *document["tasks"]]
    targets = [target for _, body in _bodies(document) for target in body.get("targets", ())]
    funding = [entry for _, body in _bodies(document) for entry in body.get("funding", ())]
    notes = tuple(_indicator(key, row) for key, row in document["indicators"].items())
    return Extras(
        label=document["edition"],
        label_en=document["edition_en"],
        notice=document["notice"],
        notice_en=document["notice_en"],
        title_en=document["title_en"],
        issuer_en=document.get("issuer_en"),
        headings_en={row["id"]: row["heading_en"] for row in rows},
        summaries={row["id"]: row["summary"] for row in document["sections"]},
        summaries_en={row["id"]: row["summary_en"] for row in rows if "summary_en" in row},
        assignment_summaries={
            (row["id"], place): part["summary"]
            for row in document["tasks"]
            for place, part in enumerate(row["assignments"], 1)
        },
        indicators=notes,
        key_of_name={note.name: note.key for note in notes},
        target_keys={target["id"]: target["indicator"] for target in targets},
        target_notes={target["id"]: target["note"] for target in targets if "note" in target},
        funding_en=tuple(entry.get("item_en") for entry in funding),
    )


def _document(source: str | Path) -> Any:
    if isinstance(source, str) and source in data.bundled_plans():
        document = data.plan_document(source)
    else:
        document = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise EditionError(f"{source}: not an edition of schema {SCHEMA}")
    return document


def _bodies(document: Any) -> list[tuple[str, Any]]:
    """(clause, row) of everything that can hold targets and sums, in the order of the text."""
    sections = [(row["id"], row) for row in document["sections"]]
    tasks = [(row["id"], part) for row in document["tasks"] for part in row["assignments"]]
    ids = [row["id"] for row in document["tasks"]]
    order = {clause: place for place, clause in enumerate(_outline_order([s for s, _ in sections], ids))}
    return sorted([*sections, *tasks], key=lambda pair: order[pair[0]])


def _outline_order(sections: Sequence[str], tasks: Sequence[str]) -> list[str]:
    """Ids of sections and tasks as they stand in the text: every task after the section that holds it."""
    ordered: list[str] = []
    for section in sections:
        ordered.append(section)
        ordered.extend(task for task in tasks if _parent(task) == section)
    return ordered


def _steps(path: str) -> list[str]:
    steps = _STEP.findall(path)
    if "".join(steps) != path:
        raise EditionError(f"{path}: not a path of the outline such as 二(一)1")
    return steps


def _parent(path: str) -> str | None:
    return "".join(_steps(path)[:-1]) or None


def _numeral(path: str) -> str:
    """The number as the document prints it: 一、 (一) 1."""
    last = _steps(path)[-1]
    return f"{last}." if last.isdigit() else last if last.startswith("(") else f"{last}、"


def _indicator(key: str, row: Any) -> IndicatorNote:
    optional = ("definition", "definition_en", "source", "certainty", "note", "note_en")
    return IndicatorNote(
        key=key,
        name=row["name"],
        name_en=row["name_en"],
        unit=row.get("unit"),
        direction=row["direction"],
        **{name: row.get(name) for name in optional},
    )


class _Writer:
    """Writes the edition's text from top to bottom and keeps where each row came to stand."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.parts: list[str] = []
        self.length = 0
        self.sections: list[Section] = []
        self.tasks: list[Task] = []
        self.targets: list[Target] = []
        self.funding: list[Funding] = []
        self.deadlines: list[Deadline] = []

    def plan(self) -> Plan:
        document = self.document
        for line in (document["title"], f"{document['issuer']} {document['issued'].isoformat()}", document["notice"]):
            self.put(f"{line}\n")
        rows = {row["id"]: row for row in [*document["sections"], *document["tasks"]]}
        if len(rows) != len(document["sections"]) + len(document["tasks"]):
            raise EditionError("two rows of the outline share an id")
        sections = [row["id"] for row in document["sections"]]
        order = _outline_order(sections, [row["id"] for row in document["tasks"]])
        if missing := set(rows) - set(order):
            raise EditionError(f"{sorted(missing)}: no section holds these tasks")
        for path in order:
            self.node(path, rows[path])
        text = "".join(self.parts).removesuffix("\n")
        return self.assembled(text)

    def assembled(self, text: str) -> Plan:
        document = self.document
        names = {u.name for t in self.tasks for a in t.assignments for u in a.units}
        first, last = document["period"]
        return Plan(
            title=document["title"],
            issuer=document["issuer"],
            number=document.get("number"),
            issued=document["issued"],
            period=(first, last),
            sections=tuple(self.closed_sections(len(text))),
            tasks=tuple(self.tasks),
            targets=tuple(self.targets),
            funding=tuple(self.funding),
            deadlines=tuple(self.deadlines),
            units=tuple(sorted(names)),
            coverage=Coverage(characters=len(text), read=len(text), unread=()),
            text=text,
        )

    def put(self, words: str) -> Quote:
        """Append words and tell where they stand, without a closing line break."""
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return Quote(start, start + len(words.rstrip("\n")))

    def node(self, path: str, row: Any) -> None:
        head = self.put(f"{_numeral(path)}{row['heading']}\n")
        self.sections.append(Section(path, _numeral(path), row["heading"], len(_steps(path)), _parent(path), head))
        if "assignments" not in row:
            self.put(f"{row['summary']}\n")
            for target in row.get("targets", ()):
                self.put_target(path, target, ())
                self.put("\n")
            return
        assignments = tuple(self.assignment(path, part) for part in row["assignments"])
        span = Quote(head.start, assignments[-1].mark.end)
        self.tasks.append(Task(path, row["heading"], _parent(path) or path, span, assignments))

    def assignment(self, clause: str, part: Any) -> Assignment:
        """One paragraph: summary, targets, sums, mark."""
        wanted = [unit if isinstance(unit, dict) else {"name": unit} for unit in part["units"]]
        names = tuple(unit["name"] for unit in wanted)
        start = self.put(part["summary"]).start
        for target in part.get("targets", ()):
            self.put_target(clause, target, names)
        for entry in part.get("funding", ()):
            self.put_sum(clause, entry)
        for entry in part.get("deadlines", ()):
            span = self.put(f"{entry['date'].isoformat()} 前：{entry['what']}。")
            self.deadlines.append(Deadline(clause, entry["what"], entry["date"], span))
        mark_start = self.put("（责任单位：").start
        mentions = []
        for place, unit in enumerate(wanted):
            if place:
                self.put("、")
            mentions.append(UnitMention(unit["name"], unit.get("role"), self.put(unit["name"])))
        mark = Quote(mark_start, self.put("）\n").end)
        return Assignment(Quote(start, mark.end), mark, tuple(mentions))

    def put_target(self, clause: str, row: Any, units: tuple[str, ...]) -> None:
        if row["indicator"] not in self.document["indicators"]:
            raise EditionError(f"{row['id']}: no indicator {row['indicator']}")
        indicator = self.document["indicators"][row["indicator"]]
        value = row.get("value")
        target = Target(
            id=row["id"],
            clause=clause,
            indicator=indicator["name"],
            comparator=row["comparator"],
            value=None if value is None else Decimal(str(value)),
            unit=row["unit"] if "unit" in row else indicator.get("unit"),
            kind=row["kind"],
            year=row.get("year"),
            cadence=row.get("cadence"),
            benchmark=row.get("benchmark"),
            per=row.get("per"),
            units=units,
            span=self.put(_target_sentence(row, indicator)),
        )
        self.targets.append(target)

    def put_sum(self, clause: str, row: Any) -> None:
        share = row.get("share")
        self.funding.append(
            Funding(
                clause=clause,
                item=row["item"],
                amount_fen=row.get("amount_fen"),
                share=None if share is None else Fraction(share),
                cap_fen=row.get("cap_fen"),
                per=row.get("per"),
                span=self.put(_sum_sentence(row)),
            )
        )

    def closed_sections(self, end: int) -> list[Section]:
        """Sections whose spans run to the next heading that is not below them."""
        closed = []
        for place, section in enumerate(self.sections):
            later = (s.span.start - 1 for s in self.sections[place + 1 :] if s.level <= section.level)
            span = Quote(section.span.start, next(later, end))
            closed.append(Section(section.id, section.number, section.heading, section.level, section.parent, span))
        return closed


def _target_sentence(row: Any, indicator: Any) -> str:
    """One target in words of our own: 到2025年，消费投诉按期办结率 ≥ 95 %。"""
    when = f"到{row['year']}年，" if row.get("year") else "每年，" if row.get("cadence") == "annual" else ""
    each = f"每个{row['per']}，" if row.get("per") else ""
    name, unit = indicator["name"], row["unit"] if "unit" in row else indicator.get("unit")
    amount = f"{row.get('value')} {unit}".strip()
    if row["kind"] == "coverage":
        says = f"（{amount}）" if name.endswith("全覆盖") else f"全覆盖（{amount}）"
    elif row["comparator"] == "qualitative":
        says = "显著提升"
    elif row.get("benchmark"):
        says = f"高于{row['benchmark']}"
    elif row["comparator"] == "hold":
        says = f"稳定在 {amount} 以上"
    elif row["comparator"] == "~":
        says = f" {amount} 左右"
    else:
        says = f" {_SIGNS[row['comparator']]}{amount}"
    return f"{when}{each}{name}{says}。"


def _sum_sentence(row: Any) -> str:
    """One promised sum in words of our own: 主持国家标准制修订：每个项目 20 万元。"""
    says = []
    if row.get("amount_fen") is not None:
        says.append(f"{_wan(row['amount_fen'])} 万元")
    if row.get("share") is not None:
        says.append(f"按核定支出的 {_plain(Fraction(row['share']) * 100)} %")
    if row.get("cap_fen") is not None:
        says.append(f"最高 {_wan(row['cap_fen'])} 万元")
    each = f"每个{row['per']} " if row.get("per") else ""
    return f"{row['item']}：{each}{'，'.join(says)}。"


def _wan(fen: int) -> str:
    return _plain(Fraction(fen, _FEN_PER_WAN))


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(Decimal(number.numerator) / number.denominator)
