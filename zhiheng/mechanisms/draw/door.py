"""``python -m zhiheng draw-verify``: whether a draw came about as its file says, for anybody, without the system."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from zhiheng.mechanisms.console import Answer, Parser, Refused, opened
from zhiheng.mechanisms.draw.verifying import verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Recompute a draw from its recipe and print what is wrong, or that nothing is.

    Returns 0 for a right one, 1 for a wrong one, 2 after one line on standard error when the file cannot be read.
    """
    parser = Parser("zhiheng draw-verify", "核对随机抽取 · compute a draw again")
    parser.add_argument("file", type=Path, metavar="FILE", help="抽取文件 · the file of a draw")
    parser.add_argument("--frozen", default="", metavar="SM3", help="抽取之前公布的冻结值 · hash published before")
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="应在名单上的编号,一行一个 · ids that should be in it"
    )
    wrong: list[str] = []

    def answer(given: argparse.Namespace) -> Answer:
        told, lines, found = _answer(given)
        wrong.extend(found)
        return told, lines

    status = opened(parser, arguments, answer, ())
    return status or int(bool(wrong))


def _answer(given: argparse.Namespace) -> tuple[dict[str, object], list[str], list[str]]:
    roster = _read(given.roster).split() if given.roster else []
    try:
        recipe = json.loads(_read(given.file))
    except ValueError:
        raise Refused(f"{given.file.name} 不是 JSON 文件", f"{given.file.name} is no JSON") from None
    wrong = verify(recipe, roster=roster, committed=given.frozen)
    told = {"right": not wrong, "problems": wrong, "picked": [] if wrong else recipe["picked"]}
    return told, wrong or [f"抽取无误:{'、'.join(recipe['picked'])}", "The draw is right."], wrong


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(f"读不了 {path.name}:{problem}", f"{path.name} cannot be read") from None
