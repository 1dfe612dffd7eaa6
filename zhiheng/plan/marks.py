"""Responsibility marks: (责任单位:A、B) (A、B负责) (A牵头,B配合) (A、B), 【…】, 牵头单位:A on a line of its own.

A mark is found, its units are read with their roles, and a rule such as 列第一位者为牵头单位,下同 is carried on from
where it stands. Where the document names no lead, the role stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhiheng.plan.grids import UNITS, Grid
from zhiheng.plan.model import Quote, Role, UnitMention
from zhiheng.plan.text import Spans, brackets
from zhiheng.plan.units import TAIL, Name, carried, closed, is_department, looks_like_unit, names

_LEAD_KEY = r"(?:第一)?(?:牵头|主办|主责|主管|主要责任|主要负责)(?:负责|责任)?(?:单位|部门|处室|机构|方)"
_HELP_KEY = r"(?:配合|协办|参与|参加|协作|协同|支持|协助)(?:责任)?(?:单位|部门|处室|机构)"
_DUTY_KEY = (
    r"(?:(?:主要)?责任|负责|实施|落实|承办|完成|组织实施|工作|执行|承担|推进)(?:实施)?(?:单位|部门|主体|机构)"
    r"(?:及分工|和分工)?|责任分工|任务分工|职责分工|分工"
)
_PERSON_KEY = r"(?:市|县|区|省|牵头|分管|责任|包联|联系|包抓)+领导|责任人|负责人|责任科室|牵头科室|联系人"
_TIME_KEY = r"(?:完成|工作|办结|落实|实施|整改)?(?:时限|时间|期限|进度)(?:要求)?"
_KEY = re.compile(
    rf"\s*(?:(?P<lead>{_LEAD_KEY})|(?P<help>{_HELP_KEY})|(?P<duty>{_DUTY_KEY})|(?P<person>{_PERSON_KEY})"
    rf"|(?P<time>{_TIME_KEY}))\s*(?::|为:?|-(?=\S))\s*"
)
_UNIT_KEY = re.compile(rf"(?:{_LEAD_KEY}|{_HELP_KEY}|{_DUTY_KEY})\s*:")
_TIMED = re.compile(r"[0-9]+[年月日]|长期|持续|全年|底前")
_ETC = re.compile(
    r"等(?:(?:各|其他|有关|相关|省直|市直|区直|县直|中直|省级|市级|责任|成员|职能)*(?:部门|单位|机构|方面|地方)?"
    r"(?:(?:和|及|与|、|以及)(?:各|有关|相关)*(?:单位|部门|企业|机构|地方|地区))*)$"
)
_RULE = re.compile(
    r"(?:列|排|排列|排名)(?:在)?(?:第一位?|首位|最前面?|前面?|第1位?)(?:位)?(?:者|的)?(?:责任|有关)?(?:部门|"
    r"单位)?[,]?(?:者|均)?(?:为|是)"
    r"(?:该项工作的?)?(?:牵头|主办|主责|第一责任)|第一个(?:责任)?(?:单位|部门)(?:者)?(?:为|是)牵头"
)
_REMARK = re.compile(r"下同|不再|均涉及|均需|^\s*(?:以下|以上|排名|具体任务)|逐一列出|详见")
_NAME_LIMIT = 40
_AFTER = re.compile(r"[ \t]*(?:[。;,!]|$|\n)")


@dataclass(frozen=True)
class Mark:
    """A mark as found: its characters, its units, and the words of a time limit written inside it."""

    span: Quote
    units: tuple[UnitMention, ...]
    kind: str
    times: tuple[Quote, ...] = ()
    own_line: bool = False


@dataclass
class _Reading:
    """What one mark has said so far, piece by piece."""

    units: list[tuple[Name, Role | None, bool]] = field(default_factory=list)
    pending: list[Name] = field(default_factory=list)
    times: list[Quote] = field(default_factory=list)
    verbal: bool = False

    def settle(self, role: Role | None, guided: bool = False) -> None:
        """Give the names that wait the role that their verb or their key says."""
        self.units.extend((name, role, guided) for name in self.pending)
        self.pending.clear()


def find_marks(norm: str, tables: tuple[Grid, ...] | list[Grid] = ()) -> list[Mark]:
    """All marks in document order; roles follow a lead rule from the place where the document states it."""
    pairs = brackets(norm)
    rows = [m for grid in tables if grid.units for m in _row_marks(norm, grid)]
    taken = Spans.of((m.span.start, m.span.end) for m in rows)
    found = [m for m in (_bracketed(norm, s, e) for s, e in pairs if s not in taken) if m is not None]
    found.extend(m for m in _keyed_lines(norm, Spans.of(pairs)) if m.span.start not in taken)
    found.extend(rows)
    found.sort(key=lambda m: m.span)
    return _ruled(norm, found)


def _row_marks(norm: str, grid: Grid) -> list[Mark]:
    """The mark of each row of a table of tasks: its unit cells, each with the role of its column, and its time cell."""
    found = []
    for _, cells in grid.rows:
        reading = _Reading()
        used = [i for i in grid.units if i < len(cells) and cells[i].words]
        for at in used:
            head = UNITS.fullmatch(grid.header[at].words)
            role: Role | None = "lead" if head and head["lead"] else "support" if head and head["help"] else None
            cell = _read(norm, cells[at].start, cells[at].end)
            names = [(n, r or role, g) for n, r, g in cell.units if len(n.name) <= _NAME_LIMIT]
            reading.units.extend(names)
        if not reading.units:
            continue
        last = used[-1]
        if grid.time is not None and last < grid.time < len(cells) and cells[grid.time].words:
            last = grid.time
        found.append(_mark(reading, cells[used[0]].start, cells[last].end, "cell"))
    return found


def _bracketed(norm: str, start: int, end: int) -> Mark | None:
    """Read one bracket; None where it says anything but who is responsible."""
    keyed = _KEY.match(norm, start + 1, end - 1)
    if keyed and not keyed["time"]:
        reading = _read(norm, start + 1, end - 1)
        return _mark(reading, start, end, "keyed") if reading.units or reading.times else None
    reading = _read(norm, start + 1, end - 1)
    if not reading.units or any(not looks_like_unit(n.name) for n, _, _ in reading.units):
        return None
    if reading.verbal:
        return _mark(reading, start, end, "verbal")
    left = norm[start - 1] if start else "\n"
    closed = _AFTER.match(norm, end) is not None
    if left in "。;!?\n" or closed and (left == "”" or end >= len(norm) or norm[end] == "\n"):
        sure = [is_department(n.name) for n, _, _ in reading.units]
        if all(sure) and (left in "。;!?\n" or len(sure) > 1 or norm[start + 1] in "省市区县各"):
            return _mark(reading, start, end, "bare")
    return None


def _mark(reading: _Reading, start: int, end: int, kind: str, own_line: bool = False) -> Mark:
    led = any(role == "lead" for _, role, _ in reading.units)
    full = closed(carried([n for n, _, _ in reading.units]))
    units = []
    for name, (_, role, guided) in zip(full, reading.units, strict=True):
        said: Role | None = "joint" if led and role is None and not guided else role
        units.append(UnitMention(name.name, said, Quote(name.start, name.end)))
    return Mark(Quote(start, end), tuple(units), kind, tuple(reading.times), own_line)


def _keyed_lines(norm: str, shut: Spans) -> list[Mark]:
    """Marks without brackets: a key with a colon that opens a line or a sentence, to the end of that."""
    found: list[Mark] = []
    for match in _UNIT_KEY.finditer(norm):
        start = match.start()
        before = norm[max(0, start - 1) : start]
        if start in shut or (found and start < found[-1].span.end) or (before and before not in "\n。;! \t)、"):
            continue
        stop = norm.find("\n", start)
        end = len(norm) if stop < 0 else stop
        full_stop = norm.find("。", start, end)
        end = full_stop if full_stop >= 0 else end
        reading = _read(norm, start, end)
        if not reading.units:
            continue
        own = not norm[norm.rfind("\n", 0, start) + 1 : start].strip()
        if own and found and found[-1].own_line and not norm[found[-1].span.end : start].strip("。; \t\n"):
            found[-1] = _joined(found[-1], _mark(reading, start, end, "line", own))
        else:
            found.append(_mark(reading, start, end, "line", own))
    return found


def _joined(first: Mark, second: Mark) -> Mark:
    """牵头单位:A and 配合单位:B on two lines are one mark."""
    units = first.units + second.units
    if any(u.role == "lead" for u in units):
        units = tuple(replace(u, role=u.role or "joint") for u in units)
    return replace(first, span=Quote(first.span.start, second.span.end), units=units, times=first.times + second.times)


def _pieces(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The content of a mark cut at ; , and 。 outside inner brackets, and before each new key."""
    shut = Spans.of((start + s, start + e) for s, e in brackets(norm[start:end]))
    cuts = [at for at in range(start, end) if norm[at] in ",;。\n" and at not in shut]
    keys = [m.start() for m in _KEY.finditer(norm, start, end) if m.start() > start and m.start() not in shut]
    edges = sorted({start, *(c + 1 for c in cuts), *keys, end})
    return [
        (a, b - 1 if norm[b - 1] in ",;。\n" and b - 1 in cuts else b)
        for a, b in zip(edges, edges[1:], strict=False)
        if norm[a:b].strip(" ,;。\n\t")
    ]


def _read(norm: str, start: int, end: int) -> _Reading:
    """Read the content of a mark piece by piece: key, names, verb."""
    reading = _Reading()
    key = ""
    role: Role | None = None
    for a, b in _pieces(norm, start, end):
        if _RULE.search(norm, a, b) or _REMARK.search(norm, a, b):
            continue
        match = _KEY.match(norm, a, b)
        if match:
            reading.settle(role)
            key = match.lastgroup or ""
            role = "lead" if key == "lead" else "support" if key == "help" else None
            a = match.end()
        if key == "time":
            reading.times.append(Quote(a, b))
        elif key != "person":
            _piece(norm, a, b, reading, role)
    reading.settle(role)
    return reading


def _piece(norm: str, start: int, end: int, reading: _Reading, role: Role | None) -> None:
    """One run of names: each verb closes the names before it."""
    for name in names(norm, start, end):
        words, verbs = name.name, ""
        if _TIMED.search(re.sub(r"\([^()]*\)", "", words)):
            reading.times.append(Quote(name.start, name.end))
            continue
        met = re.search(r"(?:会同|商)(?=[\u4e00-\u9fff]{2})", words)
        if met and looks_like_unit(words[: met.start()]) and looks_like_unit(_stripped(words[met.end() :])[0]):
            reading.pending.append(Name(words[: met.start()], name.start, name.start + met.start()))
            reading.settle("lead")
            words = words[met.end() :]
            name = Name(words, name.start + met.end(), name.end)
        words, verbs = _stripped(words)
        if words:
            reading.pending.append(Name(words, name.start, name.start + len(words)))
        if verbs:
            reading.verbal = True
            reading.settle(_role_of(verbs) or role, "指导" in verbs)


def _stripped(words: str) -> tuple[str, str]:
    """A name without 等有关部门 and without its closing verbs; the verbs apart."""
    tail = TAIL.search(words)
    verbs = tail.group() if tail else ""
    words = words[: tail.start()] if tail else words
    etc = _ETC.search(words)
    if etc:
        words = words[: etc.start()]
    words = re.sub(r"^由", "", words) if words.startswith("由") else words
    return words, verbs


def _role_of(verbs: str) -> Role | None:
    """The role that the closing verbs of a list give; 负责 alone gives none."""
    if "牵头" in verbs or "主办" in verbs:
        return "lead"
    if re.search(r"配合|参与|参加|协助|协同|协办|支持", verbs):
        return "support"
    return None


def _ruled(norm: str, found: list[Mark]) -> list[Mark]:
    """Apply 列第一位者为牵头单位: from its mark on, or to the whole document when it stands outside the marks."""
    rule = _RULE.search(norm)
    if rule is None:
        return found
    inside = any(m.span.start <= rule.start() < m.span.end for m in found)
    since = next((m.span.start for m in found if m.span.end > rule.start()), 0) if inside else 0
    return [_led(m) if m.span.start >= since else m for m in found]


def _led(mark: Mark) -> Mark:
    if not mark.units or any(u.role in {"lead", "support"} for u in mark.units):
        return mark
    first, rest = mark.units[0], mark.units[1:]
    units = (replace(first, role="lead"), *(replace(u, role="joint") for u in rest))
    return replace(mark, units=units)
