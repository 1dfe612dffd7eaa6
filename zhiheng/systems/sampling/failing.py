"""不合格项目: what of a batch failed, as tables print it in one cell: 项目║检验结果║标准值;项目║检验结果║标准值.

The bar has many look-alikes, results hold semicolons of their own (①80000;②90000), and some tables give names alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhiheng.mechanisms.workbooks.typed import Wrong

BAR = "║"
BARS = "║‖∥｜|│┃丨￤¦ǁ‗"
_BAR = re.compile(rf"[ \t\u3000]*(?:\|\||｜｜|丨丨|││|[{re.escape(BARS)}])[ \t\u3000]*")
_BETWEEN = (re.compile(r"\s*[;；]?\s*\n\s*"), re.compile(r"\s*[;；]\s*"), re.compile(r"\s*、\s*"))
"""What stands between the standard of one item and the name of the next, the surest first."""
_AROUND = ";；、,，\n\t \u3000"
_NONE = re.compile(r"[-/—无]*")


@dataclass(frozen=True)
class Item:
    """One item that failed: its name, what was measured, and what the standard allows; the last two may be unknown."""

    name: str
    result: str = ""
    standard: str = ""

    def __str__(self) -> str:
        return BAR.join((self.name, self.result, self.standard)) if self.result or self.standard else self.name


def items_of(cell: str) -> tuple[Item, ...]:
    """The items of a cell, none of a blank one or a stroke. Raises ``Wrong`` where it cannot be told what is what."""
    text = _BAR.sub(BAR, cell.replace("\r", "\n")).strip(_AROUND)
    if _NONE.fullmatch(text):
        return ()
    lines = [line.strip(_AROUND) for line in text.split("\n") if line.strip(_AROUND)]
    if len(lines) > 1 and all(line.count(BAR) == 1 for line in lines):
        found = [Item(*line.split(BAR)) for line in lines]
    elif BAR not in text:
        found = [Item(name) for name in _names(text)]
    else:
        found = list(_chain(text.split(BAR)))
    if not all(item.name for item in found):
        zh = "有一个不合格项目没有名称；请写成 项目║检验结果║标准值"
        raise Wrong(zh, "an item has no name: write item║result║standard")
    return tuple(found)


def written(items: Sequence[Item]) -> str:
    """The items as they are kept, each on a line of its own; beside items with values a bare name has its bars too."""
    valued = any(item.result or item.standard for item in items)
    return "\n".join(BAR.join((item.name, item.result, item.standard)) if valued else item.name for item in items)


def _chain(parts: Sequence[str]) -> Iterator[Item]:
    """Name, result, standard-and-next-name, result, … : of k items there are 2k+1 parts."""
    if len(parts) == 2:
        yield Item(parts[0].strip(), parts[1].strip())
        return
    if len(parts) % 2 == 0:
        raise _unclear()
    name = parts[0].strip(_AROUND)
    for place in range(1, len(parts) - 2, 2):
        standard, following = _parted(parts[place + 1])
        yield Item(name, parts[place].strip(), standard)
        name = following
    yield Item(name, parts[-2].strip(), parts[-1].strip(_AROUND))


def _parted(text: str) -> tuple[str, str]:
    for between in _BETWEEN:
        if found := list(between.finditer(text)):
            return text[: found[-1].start()].strip(), text[found[-1].end() :].strip(_AROUND)
    raise _unclear()


def _names(text: str) -> Iterator[str]:
    """Names alone, parted where no bracket is open: 苯甲酸及其钠盐(以苯甲酸计)、糖精钠."""
    depth, name = 0, ""
    for sign in text:
        depth += (sign in "(（[【") - (sign in ")）]】")
        if depth <= 0 and sign in _AROUND.replace(" ", ""):
            yield name.strip()
            name = ""
        else:
            name += sign
    yield name.strip()


def _unclear() -> Wrong:
    return Wrong(
        "分不清哪些是项目、哪些是结果；请写成 项目║检验结果║标准值，几个项目之间用分号或者换行",
        "item, result and standard cannot be told apart: write item║result║standard; item║result║standard",
    )
