"""What the doors of ``python -m zhiheng`` have in common: words for wrong arguments, JSON or sentences, exit status."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

NOT_UNDERSTOOD = 2
Answer = tuple[Mapping[str, Any], Sequence[str]]
"""What a door answers: the same as JSON and as sentences."""


class Refused(ValueError):
    """A question that makes no sense; ``message_zh`` and ``message_en`` are a sentence each, for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en


class Parser(argparse.ArgumentParser):
    """Arguments of a door: written out in full, with ``--json``; raises Refused for those it does not understand."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)
        self.add_argument("--json", action="store_true", help="输出 JSON · print JSON")

    def error(self, message: str) -> NoReturn:
        """Raise instead of ending the program."""
        raise Refused(f"参数有误:{message}", f"see {self.prog} --help")


def opened(
    parser: Parser,
    arguments: Sequence[str] | None,
    answer: Callable[[argparse.Namespace], Answer],
    refused: tuple[type[Exception], ...] = (),
) -> int:
    """Print what a door answers, and return 0; or 2 after one line on standard error for what it refuses."""
    # a console of another code page must not stop the answer; JSON is UTF-8 by its standard
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    expected: tuple[type[Exception], ...] = (Refused, *refused)
    try:
        given = parser.parse_args(arguments)
        told, sentences = answer(given)
    except expected as refusal:
        print(f"{parser.prog}: {refusal}", file=sys.stderr)
        return NOT_UNDERSTOOD
    if given.json and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(told, ensure_ascii=False) if given.json else "\n".join(sentences))
    return 0
