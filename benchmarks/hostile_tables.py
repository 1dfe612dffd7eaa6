"""Tables made to hurt, each read as an import is, in a confined child; beside it what bare openpyxl makes of them.

Ends with the number that went over two seconds or 300 MB; fails when one does not end as it must, or when the control,
openpyxl in a process of the same limits, has trouble with none.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hostile_files import MEGABYTES, SECONDS, report
from tests.mechanisms.workbooks.hostile import CELLS, TABLES
from zhiheng.mechanisms.workbooks.fields import DOOR

_BARE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 21))
import openpyxl
cells = sum(1 for row in openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows() for cell in row)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([cells, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10]))
"""


def main(arguments: Sequence[str] = ()) -> int:
    """Both; 1 when a file ended in another way than it must or the control found nothing."""
    failed = report(TABLES, DOOR)
    troubled = [file.what for file in CELLS if bare(file.make())]
    print(f"control, bare openpyxl: died, or took over {SECONDS:.0f} s of processor or {MEGABYTES} MB, on ", end="")
    print(f"{len(troubled)} of {len(CELLS)} made of cells ({', '.join(troubled)})")
    return 1 if failed or not troubled else 0


def bare(data: bytes) -> bool:
    """Whether openpyxl alone dies on a workbook, or takes more than it may."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(data)
        ended = subprocess.run(
            [sys.executable, "-c", _BARE, file.name], capture_output=True, text=True, check=False, timeout=120
        )
    if ended.returncode:
        return "MemoryError" in ended.stderr or ended.returncode < 0
    _, seconds, megabytes = json.loads(ended.stdout)
    return bool(seconds > SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
