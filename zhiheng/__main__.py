"""``python -m zhiheng DOOR …``: one console command for auditors and IT staff.

Each door is a module with ``main(arguments) -> exit status``, a thin front of a pure function. A door is loaded only
when it is chosen: reading a plan needs neither Django nor a database.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

DOORS = {
    "plan": ("zhiheng.plan.__main__", "读取政府行动方案,列出任务、目标、责任单位和资金 · read a government plan"),
    "due": ("zhiheng.mechanisms.calendar.door", "计算法定期限的届满日 · when a legal limit ends"),
    "estimate": ("zhiheng.mechanisms.estimate.door", "按抽样设计估计均值或比例 · an estimate by its design"),
    "aql": ("zhiheng.mechanisms.acceptance.door", "GB/T 2828.1 一次抽样方案 · a sampling plan by AQL"),
    "draw-verify": ("zhiheng.mechanisms.draw.door", "核对随机抽取 · compute a draw again"),
    "verify": ("zhiheng.indicators.verifying", "按快照核对公布的数值 · compute a published value again"),
}
"""Name of a door → the module behind it and one line of help; a new door is a line here."""


def version() -> str:
    """The version of this installation; of the checkout when the package runs without being installed."""
    try:
        return metadata.version("zhiheng")
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parent.parent / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the door that the first argument names and return its exit status (2: not understood or not readable)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="zhiheng",
        description="质衡 · Zhiheng",
        epilog="\n".join(f"  {name:<13}{about}" for name, (_, about) in DOORS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"zhiheng {version()}")
    parser.add_argument("door", choices=DOORS, metavar="|".join(DOORS), help="命令 · command")
    # what follows the door is the door's own: its options must not be taken for ours
    chosen = parser.parse_args(given[:1])
    module = importlib.import_module(DOORS[chosen.door][0])
    status: int = module.main(given[1:])
    return status


if __name__ == "__main__":
    sys.exit(main())
