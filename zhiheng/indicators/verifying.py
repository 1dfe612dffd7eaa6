"""``python -m zhiheng verify``: compute a published value again from the records it names; no database, no network."""

from __future__ import annotations

import argparse
import hashlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import time
from zoneinfo import ZoneInfo

from zhiheng.indicators.declaring import Definition, definitions
from zhiheng.indicators.snapshot_folder import BrokenSnapshot, Snapshot, in_folder
from zhiheng.indicators.value_file import (
    EDGES,
    NAME,
    REGIONS,
    Counted,
    NoValue,
    Told,
    counted,
    in_words,
    needed,
    read,
    region_named,
)
from zhiheng.mechanisms.console import Answer, Parser, Refused
from zhiheng.mechanisms.console import opened as answered

DIFFERS = 1
"""The exit status of a value that is not confirmed."""
ENTRY = re.compile(r"(?:[a-z_]{1,60}/[0-9a-z*-]{1,7}/)?[0-9a-f]{64}\.(?:json|parquet)")
CHINA = ZoneInfo("Asia/Shanghai")
MOST_BYTES = 2**30
"""What a value file may hold when it is unpacked."""
UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)
"""What a .zip answers that was damaged, is locked, or is packed in a way that Python does not know."""
SAID = {
    "name": ("指标名称", "name"),
    "unit": ("单位", "unit"),
    "formula": ("算法说明", "formula"),
    "source": ("算法来源", "source of the formula"),
    "certain": ("算法是否确定", "certainty of the formula"),
    "region": ("地区名称", "name of the region"),
}
WORDS = {
    "value": ("数值", "value"),
    "numerator": ("分子", "numerator"),
    "denominator": ("分母(记录数)", "denominator (number of records)"),
    "covered": ("覆盖比重", "part of all weights covered"),
    "demonstration": ("含演示数据", "presence of demonstration data"),
}


@dataclass(frozen=True)
class Check:
    """One thing that was compared: whether it holds, and a sentence in each language."""

    holds: bool
    zh: str
    en: str


@dataclass(frozen=True)
class Verdict:
    """What became of a value: the checks in order, what the file says, and what was counted (None: not got to)."""

    told: Told
    checks: tuple[Check, ...]
    found: Counted | None

    @property
    def holds(self) -> bool:
        """Whether the value was counted again and everything is equal."""
        return self.found is not None and all(check.holds for check in self.checks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Say whether a value holds: 0 when everything is equal, 1 when anything is not, 2 when nothing can be read."""
    parser = Parser("zhiheng verify", "按快照重新计算一个公布的数值 · compute a value again from its snapshot")
    parser.add_argument("file", metavar="VALUE-FILE", type=Path, help="数值文件(.zip 或 value.json) · a value file")
    parser.add_argument("--parts", metavar="FOLDER", type=Path, help="快照所在文件夹 · where the snapshot lies")
    held: list[bool] = []

    def answer(given: argparse.Namespace) -> Answer:
        today = datetime.fromtimestamp(time(), CHINA).date()  # the edge, and one that knows nothing of Django
        verdict = verified(given.file, given.parts, today=today)
        held.append(verdict.holds)
        return _answer(verdict)

    status = answered(parser, arguments, answer)
    return status or (0 if held == [True] else DIFFERS)


def verified(file: Path, parts: Path | None = None, *, today: date) -> Verdict:
    """Check a value file against its own manifest and parts, or a folder's; Refused for what is no value file.

    When and why a value was published stands in no snapshot, and is not checked.
    """
    with _unpacked(file) as (folder, damaged):
        try:
            told = read((folder / NAME).read_bytes())
        except (OSError, NoValue) as wrong:
            raise Refused(f"{file} 不是数值文件", "this is no value file") from wrong
        if parts is None and not zipfile.is_zipfile(file):
            raise Refused("只有 value.json 时,请用 --parts 指明快照文件夹", "name its folder by --parts")
        checks = [*damaged, *_possible(told, today), *_manifest(told, parts or folder)]
        if all(check.holds for check in checks):
            return _recounted(told, parts or folder, checks)
        return Verdict(told, tuple(checks), None)


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Path, list[Check]]]:
    """The content of a value file as a folder, with what of the .zip was damaged on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder, damaged = Path(name), list[Check]()
        try:
            if not zipfile.is_zipfile(file):
                (folder / NAME).write_bytes(file.read_bytes())
            else:
                with zipfile.ZipFile(file) as pack:
                    _measured(pack)
                    damaged = [one for entry in pack.infolist() if (one := _unpack(pack, entry, folder))]
        except (OSError, *UNREADABLE) as wrong:
            raise Refused(f"{file} 无法读取", "the file cannot be read") from wrong
        yield folder, damaged


def _measured(pack: zipfile.ZipFile) -> None:
    """Refuse what is too large, or holds something twice: other programs would read the other one."""
    names = [entry.filename for entry in pack.infolist()]
    if sum(entry.file_size for entry in pack.infolist()) > MOST_BYTES:
        raise Refused("包内文件太大", "what is in the file is too large")
    if len(set(names)) != len(names):
        raise Refused("包内有重名的文件", "a name is in the file twice")


def _unpack(pack: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> Check | None:
    if entry.filename != NAME and not ENTRY.fullmatch(entry.filename):
        return Check(False, f"包内有不该有的文件 {entry.filename}。", f"{entry.filename} does not belong in the file.")
    into = folder / entry.filename
    into.parent.mkdir(parents=True, exist_ok=True)
    try:
        into.write_bytes(pack.read(entry))
    except UNREADABLE:
        if entry.filename == NAME:
            raise
        name = Path(entry.filename).name
        return Check(False, f"{name} 的内容被改动或损坏。", f"The bytes of {name} were changed or damaged.")
    return None


def _possible(told: Told, today: date) -> Iterator[Check]:
    """The period is of whole months, and nobody knew anything on a day that is still to come."""
    if not told.period.whole:
        yield Check(False, f"期间 {told.period} 不是整月。", f"The period {told.period} is not of whole months.")
    if told.on > today:
        yield Check(False, f"{told.on} 还没有到,不可能按它所知。", f"{told.on} is still to come.")


def _manifest(told: Told, folder: Path) -> Iterator[Check]:
    """The manifest is there under the name of the snapshot, and its bytes have that hash."""
    path, short = folder / f"{told.snapshot}.json", told.snapshot[:12]
    if not re.fullmatch(r"[0-9a-f]{64}", told.snapshot) or not path.is_file():
        yield Check(False, f"没有快照 {short} 的清单。", f"The manifest of snapshot {short} is not there.")
    elif hashlib.sha256(path.read_bytes()).hexdigest() != told.snapshot:
        yield Check(False, f"清单与快照 {short} 的校验值不符。", f"The manifest does not fit the snapshot {short}.")
    else:
        yield Check(True, f"清单与快照 {short} 的校验值相符。", f"The manifest fits the snapshot {short}.")


def _recounted(told: Told, folder: Path, checks: list[Check]) -> Verdict:
    key = told.definition
    definition = definitions().get(key)
    if definition is None:
        checks.append(Check(False, f"本机没有指标算法 {key}。", f"There is no definition {key} here."))
        return Verdict(told, tuple(checks), None)
    checks.append(_version(definition, told))
    try:
        few = _parts_of(definition, in_folder(folder, told.snapshot, tables=()), told)
        region = region_named(few, told.region)
        found = counted(definition, few, told.period, told.region, told.on)
    except BrokenSnapshot as broken:
        checks.append(Check(False, f"分区缺失或被改动:{broken}。", f"A part is missing or was changed: {broken}."))
        return Verdict(told, tuple(checks), None)
    except Exception as wrong:  # the parts may hold anything: whatever an engine says to it, the answer is a sentence
        checks.append(Check(False, f"记录无法计算:{wrong}。", f"The records cannot be counted: {wrong}."))
        return Verdict(told, tuple(checks), None)
    many = sum(len(months) for months in few.parts.values())
    checks.append(Check(True, f"{many} 个分区的校验值全部相符。", f"The hashes of {many} parts fit."))
    checks += [*_said_of(definition, told, region), _on(definition, told), *_compared(told.counted, found)]
    return Verdict(told, tuple(checks), found)


def _said_of(definition: Definition, told: Told, region: str | None) -> Iterator[Check]:
    """The words for people are those of the definition and of the snapshot's region, and there are no others."""
    if region is None:
        yield Check(False, f"快照里没有地区 {told.region}。", f"The snapshot has no region {told.region}.")
        return
    ours = in_words(definition, region)
    for name, (zh, en) in SAID.items():
        if told.words.get(name) != ours[name]:
            yield Check(
                False,
                f"{zh}不同:文件是“{told.words.get(name)}”,应为“{ours[name]}”。",
                f"The {en} differs: “{told.words.get(name)}” in the file, not “{ours[name]}”.",
            )
    published = told.words.get("published", {})
    more = set(told.words) - {*ours, "published"} | set(published) - {"at", "why"}
    if more:
        yield Check(False, f"文件多出说明 {sorted(more)}。", f"The file says more than it may: {sorted(more)}.")
    if published:
        yield Check(True, "公布的时间和理由不在核对之内。", "When and why it was published is not checked.")
    yield Check(True, f"地区 {told.region} 是{region}。", f"Region {told.region} is {region}.")


def _on(definition: Definition, told: Told) -> Check:
    """What the day of asking did: of most definitions of sampling it chooses the tree of regions, and nothing else."""
    if definition.by_day:
        return Check(True, f"按 {told.on} 所知计算。", f"Counted as known on {told.on}.")
    return Check(
        True,
        f"{told.on} 只决定地区的隶属关系,数值不随查询日变化。",
        f"{told.on} chooses the tree of regions alone; this number does not depend on the day of asking.",
    )


def _version(definition: Definition, told: Told) -> Check:
    ours, theirs = definition.version, told.version
    if ours == theirs:
        return Check(True, f"算法 {definition.key} 的版本是 {ours}。", f"The definition has version {ours}.")
    return Check(
        False,
        f"算法版本不同:文件是 {theirs},本机是 {ours}。",
        f"The definition differs: the file has version {theirs}, this installation {ours}.",
    )


def _parts_of(definition: Definition, snapshot: Snapshot, told: Told) -> Snapshot:
    """The parts that the value needs, each with the hash that the manifest names."""
    lost = {*definition.tables, EDGES, REGIONS} - set(snapshot.parts)
    if lost:
        raise BrokenSnapshot(", ".join(sorted(lost)))
    few = needed(definition, snapshot, told.period, told.on)
    broken = [few.path(table, month).name for table, month in few.broken()]
    if broken:
        raise BrokenSnapshot(", ".join(broken))
    return few


def _compared(said: Counted, found: Counted) -> Iterator[Check]:
    for one in fields(Counted):
        (zh, en), ours, theirs = WORDS[one.name], getattr(found, one.name), getattr(said, one.name)
        if _number(ours) == _number(theirs):
            yield Check(True, f"{zh} {_said(ours)} 相同。", f"The {en} is the same: {_said(ours)}.")
        else:
            yield Check(
                False,
                f"{zh}不同:文件是 {_said(theirs)},重新计算是 {_said(ours)}。",
                f"The {en} differs: {_said(theirs)} in the file, {_said(ours)} when computed again.",
            )


def _number(text: str | int | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _said(number: str | int | None) -> str:
    if isinstance(number, bool):
        return "是(yes)" if number else "否(no)"
    return "—" if number is None else str(number)


def _answer(verdict: Verdict) -> Answer:
    told = verdict.told
    where = f"{told.definition} {told.period} #{told.region}"
    checks = [{"holds": check.holds, "zh": check.zh, "en": check.en} for check in verdict.checks]
    answer = {
        "holds": verdict.holds,
        "definition": told.definition,
        "version": told.version,
        "period": str(told.period),
        "region": told.region,
        "on": told.on.isoformat(),
        "snapshot": told.snapshot,
        "told": asdict(told.counted),
        "found": asdict(verdict.found) if verdict.found else None,
        "checks": checks,
    }
    lines = [f"{'✓' if check.holds else '✗'} {check.zh} {check.en}" for check in verdict.checks]
    end = f"{where} 核对一致 · confirmed" if verdict.holds else f"{where} 核对不一致 · NOT confirmed"
    return answer, [*lines, end]
