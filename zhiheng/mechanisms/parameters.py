"""Dated, cited values of the law (limits, sums, shares): YAML beside the system that they rule, read once and checked.

``systems/<name>/parameters/*.yaml`` maps each name to a label and its versions:

    complaint.accept:
      label: 受理期限
      label_en: Time to accept or refuse
      versions:
      - {days: 7, unit: working, from: 2014-03-15, reference: "消费者权益保护法第46条", certain: true}

``from`` and ``to`` are both in force. A version holds a limit (``days``, ``unit``, and ``rolls: false`` where the law
lets it end on a day of rest) or one ``value``. ``certain: false`` asks for a ``note`` that says what is not known.
Which version rules is decided by the date of the event that sets it running, never by the day of asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from zhiheng.mechanisms.calendar.counting import Limit, Uncountable, Unit

Scalar = int | float | str | bool | date

SYSTEMS = Path(__file__).resolve().parents[1] / "systems"
NAME = re.compile(r"[a-z]\w*\.[a-z]\w*")
REQUIRED = {"from": date, "reference": str, "certain": bool}
OPTIONAL = {"to": date, "note": str, "days": int, "unit": str, "rolls": bool, "value": Scalar}


class Undeclared(ValueError):
    """A parameter file that cannot be taken as it stands; one line: file, name, place, what is wrong."""


class NotInForce(LookupError):
    """No version of a parameter rules on a day; ``message_zh`` and ``message_en`` say since when or until when."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


@dataclass(frozen=True)
class Version:
    """What a parameter says from ``begins`` to ``ends`` (both included; None: still), and the text that says so."""

    holds: Limit | Scalar
    begins: date
    ends: date | None
    reference: str
    certain: bool
    note: str

    @property
    def limit(self) -> Limit:
        """The limit; TypeError where the version holds a plain value."""
        if not isinstance(self.holds, Limit):
            raise TypeError(f"{self.reference}: a value, not a limit")
        return self.holds

    @property
    def value(self) -> Scalar:
        """The plain value; TypeError where the version holds a limit."""
        if isinstance(self.holds, Limit):
            raise TypeError(f"{self.reference}: a limit, not a value")
        return self.holds


@dataclass(frozen=True)
class Parameter:
    """A value of the law under its name ``<system>.<what>``, with its versions in order of time."""

    name: str
    label: str
    label_en: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version that rules what happened on a day; raises NotInForce where none does."""
        for version in self.versions:
            if version.begins <= day and (version.ends is None or day <= version.ends):
                return version
        spans_zh = "、".join(f"{each.begins}起" + (f"至{each.ends}" if each.ends else "") for each in self.versions)
        spans_en = ", ".join(
            f"from {each.begins}" + (f" to {each.ends}" if each.ends else "") for each in self.versions
        )
        raise NotInForce(
            f"{self.label}({self.name})在 {day} 没有生效的规定,生效期:{spans_zh}",
            f"{self.name} is not in force on {day}; it is {spans_en}",
        )


@cache
def parameters(below: Path = SYSTEMS) -> Mapping[str, Parameter]:
    """Every parameter of every system by its name, in order of names; raises Undeclared for the first wrong one."""
    found: dict[str, Parameter] = {}
    for path in sorted(below.glob("*/parameters/*.yaml")):
        for parameter in read(path):
            if parameter.name in found:
                raise Undeclared(f"{path.name}: {parameter.name}: 与另一文件中的参数同名")
            found[parameter.name] = parameter
    return MappingProxyType(dict(sorted(found.items())))


def read(path: Path) -> Iterator[Parameter]:
    """The parameters of one file; raises Undeclared with file, name and place."""
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_Once)
    except (yaml.YAMLError, ValueError) as error:
        raise Undeclared(f"{path.name}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise Undeclared(f"{path.name}: 应为“参数名: 内容”的列表")
    for name, given in content.items():
        where = f"{path.name}: {name}"
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise Undeclared(f"{where}: 名称应为“系统.事项”,用小写英文字母")
        yield _parameter(name, given, where)


class _Once(yaml.SafeLoader):
    """A key that stands twice in one mapping is an error, not the last one's win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise Undeclared(f"第 {node.start_mark.line + 1} 行起:{'、'.join(sorted(twice))} 写了两次")
        return super().construct_mapping(node, deep=deep)


def _parameter(name: str, given: Any, where: str) -> Parameter:
    _keys(given, {"label": str, "label_en": str, "versions": list}, {}, where)
    places = [f"{where}: versions 第 {number} 项" for number in range(1, len(given["versions"]) + 1)]
    versions = sorted(map(_version, given["versions"], places), key=lambda version: version.begins)
    if not versions:
        raise Undeclared(f"{where}: versions 是空的")
    for earlier, later in pairwise(versions):
        if earlier.ends is None or earlier.ends >= later.begins:
            raise Undeclared(f"{where}: 自 {earlier.begins} 与自 {later.begins} 的两个版本生效期重叠")
    return Parameter(name, given["label"], given["label_en"], tuple(versions))


def _version(given: Any, where: str) -> Version:
    _keys(given, REQUIRED, OPTIONAL, where)
    begins, ends, note = given["from"], given.get("to"), given.get("note", "")
    if ends is not None and ends < begins:
        raise Undeclared(f"{where}: to({ends})早于 from({begins})")
    if not given["certain"] and not note:
        raise Undeclared(f"{where}: certain 为 false 时要在 note 写明不确定之处")
    return Version(_held(given, where), begins, ends, given["reference"], given["certain"], note)


def _held(given: Mapping[str, Any], where: str) -> Limit | Scalar:
    keys = given.keys() & {"days", "unit", "rolls", "value"}
    if keys == {"value"}:
        value: Scalar = given["value"]
        return value
    if keys - {"rolls"} != {"days", "unit"}:
        raise Undeclared(f"{where}: 要么写 days 和 unit,要么只写 value")
    try:
        return Limit(given["days"], Unit(given["unit"]), rolls=given.get("rolls", True))
    except Uncountable as error:
        raise Undeclared(f"{where}: {error.message_zh}") from None
    except ValueError:
        raise Undeclared(f"{where}: unit 应为 {'、'.join(Unit)} 之一") from None


def _keys(given: Any, required: Mapping[str, Any], optional: Mapping[str, Any], where: str) -> None:
    """Every required key stands, none that is unknown, each with a value of its kind that is not empty."""
    if not isinstance(given, dict):
        raise Undeclared(f"{where}: 应为“键: 值”的内容")
    if missing := required.keys() - given.keys():
        raise Undeclared(f"{where}: 缺少 {'、'.join(sorted(missing))}")
    kinds = {**required, **optional}
    for key, value in given.items():
        if key not in kinds:
            raise Undeclared(f"{where}: 不认识的键 {key}")
        # YAML's true is an int for Python, and a moment is a date
        mistaken = kinds[key] in (int, date) and type(value) is not kinds[key]
        if not isinstance(value, kinds[key]) or mistaken or value == "":
            raise Undeclared(f"{where}: {key} 的值 {value!r} 不是所要求的类型")
