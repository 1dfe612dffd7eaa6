"""What a draw is made from, fixed before any chance: the list, the weights, who is left out, how many, by what rule."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from zhiheng.mechanisms.draw.drawing import ALGORITHM, sm3

MOST_WEIGHT = 1000
Frozen = dict[str, Any]


class NotDrawable(ValueError):
    """A list from which nothing can be drawn; ``message_zh`` and ``message_en`` are a sentence each, for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


def tidy(words: str) -> str:
    """An id or a name as it counts: NFKC, white space made one space, nothing around it.

    So that the same firm in full-width letters, or with a space before it, does not stand in a list twice.
    """
    return " ".join(unicodedata.normalize("NFKC", words).split())


def freeze(
    purpose: str,
    items: Iterable[Mapping[str, Any]],
    excluded: Iterable[Mapping[str, str]],
    k: int,
    *,
    replaces: str = "",
) -> Frozen:
    """The frozen list of a draw of ``k`` from ``items`` ({"id", "name", "weight", …}; texts but for the weight).

    ``excluded`` is who is left out, {"id", "why"}; ``replaces`` the hash of the draw that this one takes the place of.
    Raises NotDrawable for an id that is empty, stands twice or is left out as well, a weight that is no whole number of
    1 to 1000, somebody left out without a reason, and k below 1 or above the length of the list.
    """
    lines = sorted((_weighed(_line(item)) for item in items), key=lambda line: str(line["id"]).encode())
    left_out = sorted(
        ({name: tidy(one[name]) for name in ("id", "why")} for one in excluded), key=lambda one: one["id"]
    )
    for one in left_out:
        if not one["why"]:
            raise NotDrawable(f"排除 {one['id']} 没有写理由", f"{one['id']} is left out without a reason")
    ids = [line["id"] for line in lines] + [one["id"] for one in left_out]
    if "" in ids:
        raise NotDrawable("名单中有一项没有编号", "an item has no id")
    if twice := [one for one, times in Counter(ids).items() if times > 1]:
        raise NotDrawable(f"名单中 {'、'.join(twice)} 出现了两次", f"twice in the list: {', '.join(twice)}")
    if not 1 <= k <= len(lines):
        raise NotDrawable(f"名单有 {len(lines)} 项，不能抽取 {k} 项", f"{k} cannot be drawn from {len(lines)}")
    frozen = {"algorithm": ALGORITHM, "purpose": tidy(purpose), "items": lines, "excluded": left_out, "k": k}
    return {**frozen, "replaces": replaces}


def _weighed(line: dict[str, Any]) -> dict[str, Any]:
    if type(line["weight"]) is not int or not 1 <= line["weight"] <= MOST_WEIGHT:
        raise NotDrawable(f"{line['id']} 的权数应为 1 至 1000 的整数", f"the weight of {line['id']} is not 1 to 1000")
    return line


def _line(item: Mapping[str, Any]) -> dict[str, Any]:
    tidied = {name: tidy(value) if isinstance(value, str) else value for name, value in item.items()}
    return {"weight": 1, **tidied, "id": str(tidied.get("id", ""))}


def frozen_hash(frozen: Mapping[str, Any]) -> str:
    """The SM3 of a frozen list, 64 hex: of its JSON in UTF-8 with sorted keys and without spaces."""
    return sm3(json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
