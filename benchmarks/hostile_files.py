"""Files made to hurt, each read as an upload is, in a confined child: how it ends, its processor seconds and megabytes.

Ends with the number that went over two seconds or 300 MB; fails when one does not end as it must.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.ledger.hostile import FILES, Hostile
from zhiheng.ledger.contract import DOOR
from zhiheng.mechanisms.confined import Outcome, Refused, TooHeavy, Value

ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEGABYTES = 2.0, 300


def main(arguments: Sequence[str] = ()) -> int:
    """Print a line a file; 1 when one ended in another way than it must."""
    return report(FILES, DOOR)


def report(files: Sequence[Hostile], door: str) -> int:
    """Read each file through a door and print a line of it; 1 when one ended in another way than it must."""
    wrong, heavy, ended = [], [], Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'file':<38}{'ends':<10}{'CPU s':>8}{'MB':>6}  said")
        for file in files:
            path = Path(folder, file.name)
            path.write_bytes(file.make())
            outcome, seconds, megabytes = measured(path, door)
            ends, said = told(outcome)
            ended[ends] += 1
            print(f"{file.what:<38}{ends:<10}{seconds:>8.2f}{megabytes:>6}  {said[:60]}", flush=True)
            if file.end != "either" and ends != {"refused": "refused", "harmless": "read"}[file.end]:
                wrong.append(file.what)
            if seconds > SECONDS or megabytes > MEGABYTES:
                heavy.append(file.what)
            path.unlink()
    counts = ", ".join(f"{count} {ends}" for ends, count in ended.most_common())
    print(f"{len(files)} files: {counts}; {len(wrong)} ended otherwise than they must{_names(wrong)}")
    print(f"{len(heavy)} took more than {SECONDS:.0f} s of processor or {MEGABYTES} MB{_names(heavy)}")
    return 1 if wrong else 0


def measured(path: Path, door: str = DOOR) -> tuple[Outcome, float, int]:
    """Read one file as an upload is read: the outcome, processor seconds, and megabytes of the child at most.

    A small process between counts only this one child: the system keeps the high-water mark of all children together,
    and counts to a child what its parent held when it was started.
    """
    between = subprocess.run(
        [sys.executable, "-c", _BETWEEN, str(ROOT), str(path), door], capture_output=True, text=True, check=True
    )
    kind, fields, seconds, peak = json.loads(between.stdout)
    return _outcome(kind, fields), seconds, peak


_BETWEEN = """
import json, pathlib, resource, sys
sys.path.insert(0, sys.argv[1])
from zhiheng.mechanisms.confined import confined
outcome = confined(sys.argv[3], pathlib.Path(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([type(outcome).__name__, vars(outcome), used.ru_utime + used.ru_stime, used.ru_maxrss >> 10]))
"""


def told(outcome: Outcome) -> tuple[str, str]:
    """How a file ended, in a word, and what was said or read."""
    if isinstance(outcome, Value):
        if "pages" in outcome.data:
            return "read", f"{sum(len(page['rows']) for page in outcome.data['pages']):,} rows"
        return "read", f"{len(outcome.data['text']):,} characters"
    return ("refused", outcome.message_zh) if isinstance(outcome, Refused) else ("stopped", outcome.reason)


def _outcome(kind: str, fields: dict[str, Any]) -> Outcome:
    kinds: dict[str, type[Value] | type[Refused] | type[TooHeavy]] = {
        "Value": Value,
        "Refused": Refused,
        "TooHeavy": TooHeavy,
    }
    return kinds[kind](**fields)


def _names(files: list[str]) -> str:
    return f" ({', '.join(files)})" if files else ""
