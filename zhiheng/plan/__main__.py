"""``python -m zhiheng.plan FILE [--json]``: read a plan and print what it asks."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from zhiheng.plan import read
from zhiheng.plan.printed import lines
from zhiheng.plan.unreadable import Unreadable

UNREADABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a plan for people, or as the contract ``zhiheng.plan/1`` with ``--json``.

    Returns 0, or 2 after one line on standard error when the file cannot be read.
    """
    parser = argparse.ArgumentParser(
        prog="zhiheng plan", description="读取政府行动方案(.txt、.docx、.html、文字版 .pdf)· read a government plan"
    )
    parser.add_argument("file", metavar="FILE", help="方案文件 · the document")
    parser.add_argument("--json", action="store_true", help="输出 JSON(zhiheng.plan/1)· print the JSON contract")
    chosen = parser.parse_args(arguments)
    # a console of another code page must not stop the output; JSON is UTF-8 by its standard
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **({"encoding": "utf-8"} if chosen.json else {}))
    try:
        plan = read(chosen.file)
    except Unreadable as refusal:
        print(f"zhiheng plan: {refusal}", file=sys.stderr)
        return UNREADABLE
    try:
        if chosen.json:
            print(json.dumps(plan.to_dict(), ensure_ascii=False, indent=1))
        else:
            print("\n".join(lines(plan)))
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader (head, less) has seen enough; Python must not complain again when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
