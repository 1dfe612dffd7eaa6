"""How many of a lot are looked at, and how many may fail: single sampling plans of GB/T 2828.1 by AQL. Pure.

The tables and what is certain about them stand in ``zhiheng/data/gb2828.yaml``. The standard's rule: table 1 gives the
lot a letter, table 2 the letter a sample size and a number for each AQL; where an arrow stands, the first plan in its
direction holds with its own sample size; a sample as large as the lot is the whole lot.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from zhiheng.data import read_yaml


class NotTabled(ValueError):
    """What the standard has no plan for; ``message_zh`` and ``message_en`` are a sentence each, for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


@dataclass(frozen=True)
class Acceptance:
    """``sample_size`` items are looked at; at most ``ac`` nonconforming accept the lot, ``re`` or more do not.

    ``code_letter`` is what table 1 gives, ``plan_letter`` where arrows lead, ``table_size`` what it has in the table;
    ``whole_lot``: that is the lot or more, so every item is looked at.
    """

    lot: int
    level: str
    aql: str
    tightened: bool
    code_letter: str
    plan_letter: str
    table_size: int
    ac: int

    @property
    def re(self) -> int:
        """The rejection number: one more than the acceptance number."""
        return self.ac + 1

    @property
    def whole_lot(self) -> bool:
        """Whether a hundred percent are inspected (样本量等于或大于批量)."""
        return self.table_size >= self.lot

    @property
    def sample_size(self) -> int:
        """How many items are taken: no more than there are."""
        return min(self.table_size, self.lot)

    @property
    def per_hundred(self) -> bool:
        """Whether the AQL counts nonconformities per 100 items alone: over 10 it is no percentage of items."""
        return Decimal(self.aql) > 10


def acceptance(lot: int, level: str, aql: str | Decimal, *, tightened: bool = False) -> Acceptance:
    """The plan for a lot of so many items under an inspection level (I, II, III, S-1 … S-4) and an AQL of the series.

    Raises NotTabled for a lot of less than 2 items, a level or an AQL that the standard does not know.
    """
    tables = standard()
    if lot < 2:
        raise NotTabled(f"批量 {lot} 过小:标准从 2 件起", "the standard begins at lots of 2 items")
    level, aql = _level(level, tables["levels"]), _aql(aql, tables["aqls"])
    row = next(letters for upto, letters in tables["lots"].items() if lot <= upto)
    letter = row[tables["levels"].index(level)]
    reached, ac = _followed(letter, aql, "tightened" if tightened else "normal")
    return Acceptance(lot, level, aql, tightened, letter, reached, tables["sizes"][reached], ac)


@cache
def standard() -> Mapping[str, Any]:
    """The tables as they lie in ``gb2828.yaml``, with the words on where they are from and how certain they are."""
    found: Mapping[str, Any] = read_yaml("gb2828.yaml")
    return found


def _followed(letter: str, aql: str, severity: str) -> tuple[str, int]:
    """The letter whose plan holds, and its number: the letter's own, or the first one where the arrow points.

    At the upper and the lower edge of the table an arrow that would lead out of it points the other way.
    """
    letters = [each for each in standard()["sizes"] if each != "S" or severity == "tightened"]
    place = letters.index(letter)
    below, above = letters[place:], letters[place::-1]
    for way in (above, below) if _cell(letter, aql, severity) == "up" else (below, above):
        for each in way:
            found = _cell(each, aql, severity)
            if isinstance(found, int):
                return each, found
    raise AssertionError(f"no plan in column {aql}")


def _cell(letter: str, aql: str, severity: str) -> int | str:
    """What the diagonal of a letter and an AQL holds: an acceptance number, "up" or "down"."""
    tables = standard()
    run, letters, aqls = tables["runs"][severity], list(tables["sizes"]), tables["aqls"]
    place = letters.index(letter) + aqls.index(aql) - aqls.index(run["first"])
    if place < 0 or f"{letter} {aql}" in run.get("down", []):
        return "down"
    ends = run["last"] if letters.index(letter) > letters.index(tables["wide"]) else run["numbers"][-1]
    found: int | str = run["numbers"][place] if place <= run["numbers"].index(ends) else "up"
    return found


def _level(given: str, levels: list[str]) -> str:
    plain = unicodedata.normalize("NFKC", given).strip().upper().replace("S-", "S").replace("S", "S-")
    if plain not in levels:
        raise NotTabled(
            f"没有检验水平“{given}”,应为 {'、'.join(levels)} 之一", f"no such level; there are {', '.join(levels)}"
        )
    return plain


def _aql(given: str | Decimal, aqls: list[str]) -> str:
    try:
        number = Decimal(unicodedata.normalize("NFKC", str(given)).strip().removesuffix("%"))
        return next(each for each in aqls if Decimal(each) == number)
    except (InvalidOperation, StopIteration):
        raise NotTabled(
            f"AQL “{given}”不在标准的系列中,应为 {'、'.join(aqls)} 之一", f"no such AQL; there are {', '.join(aqls)}"
        ) from None
