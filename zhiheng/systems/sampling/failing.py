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
_BETWEEN = (re.compile(r"\s*[;；]?\s*\n\s*"), re.compile(r"\s*[;；]\s*"))
"""What stands between the standard of one item and the name of the next, the surest first."""
_PLACE = r"(?:\d+|[A-Za-zα-ω])['′]?"
_PLACES_BEFORE = re.compile(rf"(?:.*[-(（])?{_PLACE}(?:[,，、]{_PLACE})*")
_PLACES_AFTER = re.compile(rf"\s*{_PLACE}(?:[,，、]{_PLACE})*-")
"""Places in the name of a substance: 2,4-滴, 3-氯-1、2-丙二醇, p,p'-滴滴涕."""
_AROUND = ";；、,，\n\t \u3000"
_NONE = re.compile(r"[-/—无]*|(?:所检项目|均|全部)*(?:合格|符合(?:规定|要求|标准)?)|未检出|未发现不合格(?:项目)?")
_NO_NAME = re.compile(rf"不合格|不符合(?:规定|要求|标准)?|检出|{_NONE.pattern}")


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
    if judged := next((item.name for item in found if _NO_NAME.fullmatch(item.name)), ""):
        zh = f"“{judged}”是结论，不是项目名称；请写成 项目║检验结果║标准值"
        raise Wrong(zh, f"{judged} is a judgement, no item: write item║result║standard")
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
    """A standard and the name that follows. The sign 、 stands within names too: it parts only where it is alone."""
    for between in _BETWEEN:
        if found := list(between.finditer(text)):
            return text[: found[-1].start()].strip(), text[found[-1].end() :].strip(_AROUND)
    parts = list(_names(text, "、"))
    if len(parts) != 2:
        raise _unclear()
    return parts[0], parts[1].strip(_AROUND)


def _names(text: str, signs: str = _AROUND.replace(" ", "")) -> Iterator[str]:
    """Names alone, parted where no bracket is open: 苯甲酸及其钠盐(以苯甲酸计)、糖精钠, and not within 2,4-滴."""
    depth, name = 0, ""
    for at, sign in enumerate(text):
        depth += (sign in "(（[【") - (sign in ")）]】")
        if depth <= 0 and sign in signs and not _of_places(name, sign, text[at + 1 :]):
            yield name.strip()
            name = ""
        else:
            name += sign
    yield name.strip()


def _of_places(before: str, sign: str, after: str) -> bool:
    """Whether a sign stands between the places of a substance's name."""
    return sign in ",，、" and bool(_PLACES_BEFORE.fullmatch(before.strip()) and _PLACES_AFTER.match(after))


def _unclear() -> Wrong:
    return Wrong(
        "分不清哪些是项目、哪些是结果；请写成 项目║检验结果║标准值，几个项目之间用分号或者换行",
        "item, result and standard cannot be told apart: write item║result║standard; item║result║standard",
    )
