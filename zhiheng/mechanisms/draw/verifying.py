"""A draw as a file, and whether it is right: recomputed from the file alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zhiheng.mechanisms.draw.drawing import ALGORITHM, commitment, picked, seed_of
from zhiheng.mechanisms.draw.freezing import NotDrawable, freeze, frozen_hash, tidy

FEWEST = 2
HEX = re.compile(r"[0-9a-f]{64}")
FORMAT = "zhiheng.draw/1"


def recipe_of(frozen: Mapping[str, Any], shares: Sequence[Mapping[str, str]], result: Sequence[str]) -> dict[str, Any]:
    """The file of a draw: the frozen list and its hash, the shares ({"party", "commitment", "secret"}), the result."""
    return {
        "format": FORMAT,
        "frozen": dict(frozen),
        "hash": frozen_hash(frozen),
        "shares": [dict(share) for share in shares],
        "picked": list(result),
    }


def verify(recipe: Mapping[str, Any], *, roster: Iterable[str] = (), committed: str = "") -> list[str]:
    """What is wrong with a recipe, a sentence each; nothing when it is right.

    ``roster``: ids that should have been in the list, as known from elsewhere (a register): who is neither in it nor
    left out with a reason is named. ``committed``: the hash of the frozen list that was published before the draw.
    """
    try:
        return list(_problems(recipe, roster, committed))
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        return [f"文件不是一次抽取的配方({type(wrong).__name__}: {wrong})"]


def _problems(recipe: Mapping[str, Any], roster: Iterable[str], committed: str) -> Iterator[str]:
    frozen, shares = recipe["frozen"], recipe["shares"]
    if recipe["format"] != FORMAT or frozen["algorithm"] != ALGORITHM:
        yield f"算法不是 {ALGORITHM}：{frozen['algorithm']}"
        return
    yield from _of_list(frozen, roster)
    own = frozen_hash(frozen)
    if recipe["hash"] != own or (committed and committed != own):
        yield f"名单在冻结之后改过：应为 {committed or recipe['hash']}，现在是 {own}"
    yield from _of_shares(own, shares)
    missing = [share["party"] for share in shares if not share["secret"]]
    if missing:
        yield f"没有揭示，抽取无效：{'、'.join(missing)}"
        return
    drawn = picked(frozen, seed_of(own, [share["secret"] for share in shares]))
    if list(recipe["picked"]) != drawn:
        yield f"结果不是由名单和揭示值得出的：应为 {'、'.join(drawn)}，文件写 {'、'.join(recipe['picked'])}"


def _of_list(frozen: Mapping[str, Any], roster: Iterable[str]) -> Iterator[str]:
    try:
        again = freeze(frozen["purpose"], frozen["items"], frozen["excluded"], frozen["k"], replaces=frozen["replaces"])
    except NotDrawable as wrong:
        yield wrong.message_zh
        return
    if again != dict(frozen):
        yield "名单没有按规则整理：编号应为 NFKC、按字节排序"
    known = {item["id"] for item in frozen["items"]} | {one["id"] for one in frozen["excluded"]}
    if hidden := sorted(set(map(tidy, roster)) - known):
        yield f"不在名单里，也没有写明排除理由：{'、'.join(hidden)}"


def _of_shares(frozen: str, shares: Sequence[Mapping[str, str]]) -> Iterator[str]:
    parties = [share["party"] for share in shares]
    if len(set(parties)) < max(FEWEST, len(parties)):
        yield f"参与方少于 {FEWEST} 个，或者同一方参与了两次"
    if len({share["commitment"] for share in shares}) < len(shares):
        yield "两个参与方的承诺值相同：照抄的承诺"
    for share in shares:
        if share["secret"] and not HEX.fullmatch(share["secret"]):
            yield f"{share['party']} 的揭示值不是 32 个字节"
        elif share["secret"] and commitment(frozen, share["party"], share["secret"]) != share["commitment"]:
            yield f"{share['party']} 的揭示值与承诺不符"
