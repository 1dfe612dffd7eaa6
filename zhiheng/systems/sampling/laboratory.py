"""检验报告: what a laboratory measured, item by item; the judgement follows from the items and nobody types it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.acting import NotSo, act
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.evidence.pictures import wrong
from zhiheng.mechanisms.scope import desk_now
from zhiheng.systems.sampling.failing import Item, written
from zhiheng.systems.sampling.models import Sample, SampleFile, TestItem
from zhiheng.systems.sampling.sheet import keep_file

ENDS = {"at_lab": ("conclude_pass", "conclude_fail"), "retesting": ("retest_pass", "retest_fail")}
"""The acts that a report is, by the state of the sample: the first conclusion, and the re-test's."""
CELLS = ("name", "method", "standard", "result")
LONGEST = 120
MOST = 60
"""Items of one report, since 2026-11-22: the fullest rules of the five categories ask for about forty."""


@dataclass(frozen=True)
class Line:
    """One line of a report as it was typed; ``judged`` is yes, no or not said."""

    name: str = ""
    method: str = ""
    standard: str = ""
    result: str = ""
    judged: str = ""


def reports(sample: Sample) -> bool:
    """Whether the desk of now is the laboratory that has to conclude."""
    return sample.state in ENDS and Hand.AIDE in sample.hands(desk_now())


def lines_of(said: Mapping[str, Sequence[str]]) -> list[Line]:
    """The lines of a posted form that hold anything."""
    columns = [said.get(name, []) for name in (*CELLS, "judged")]
    lines = [Line(*(cell.replace("\x00", "").strip() for cell in cells)) for cells in zip(*columns, strict=False)]
    return [line for line in lines if any((line.name, line.method, line.standard, line.result))]


def report(
    sample: Sample,
    version: int,
    lines: Sequence[Line],
    said: Mapping[str, Any],
    file: UploadedFile | None,
    *,
    by: Any,
    at: datetime,
) -> Sample:
    """Conclude: the sample fails when one item does. Items, file and conclusion in one transaction.

    ``said`` has report_no and, of what fails, no_retest. NotSo with (lines, file or a field; words).
    """
    if problems := [*_of_lines(lines), *_of_file(file)]:
        raise NotSo(problems)
    with transaction.atomic():
        conclude(sample, version, lines, said, by=by, at=at)
        if file:
            keep_file(sample, SampleFile.REPORT, file, 1, by=by, at=at)
    return sample


def conclude(
    sample: Sample, version: int, lines: Sequence[Line], said: Mapping[str, Any], *, by: Any, at: datetime
) -> None:
    """The conclusion that follows from the items of a report, with them; it fails when one of them does."""
    failing = [Item(line.name, line.result, line.standard) for line in lines if line.judged == "no"]
    told = {**said, "failing_items": written(failing)}
    sample.lines = lines
    with transaction.atomic():
        act(sample, ENDS[sample.state][bool(failing)], version, told, by=by, at=at)
        TestItem.objects.bulk_create(
            TestItem(
                sample=sample,
                report_no=sample.report_no,
                nth=nth,
                passed=line.judged == "yes",
                **{name: getattr(line, name) for name in CELLS},
            )
            for nth, line in enumerate(lines, 1)
        )


def _of_lines(lines: Sequence[Line]) -> list[tuple[str, str]]:
    if not lines:
        return [("lines", gettext("请至少填写一个检验项目。"))]
    if len(lines) > MOST:
        return [("lines", gettext("检验项目最多 %(most)d 个。") % {"most": MOST})]
    found = []
    for nth, line in enumerate(lines, 1):
        if not (line.name and line.result and line.judged in ("yes", "no")):
            found.append(("lines", gettext("第 %(nth)d 项：请填写检验项目、检验结果和是否合格。") % {"nth": nth}))
        if any(len(getattr(line, name)) > LONGEST for name in CELLS):
            found.append(("lines", gettext("第 %(nth)d 项：每格最多 %(most)d 个字。") % {"nth": nth, "most": LONGEST}))
    return found


def _of_file(file: UploadedFile | None) -> list[tuple[str, str]]:
    words = wrong(file) if file else gettext("请附上检验报告(PDF 或者照片)。")
    return [("file", words)] if words else []
