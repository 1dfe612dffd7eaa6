"""Every estimate of the vectors beside R's (package survey, prop.test, binom.test): the largest relative difference.

The vectors lie with the script that made them in ``tests/mechanisms/estimate/survey``; where R is on the machine the
script runs once more, and must give the same files. The control forgets strata, clusters and populations, and must
be found out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mechanisms.estimate.vectors import VECTORS, designs, estimated, pairs, rows
from zhiheng.mechanisms.estimate import clopper_pearson, mean, wilson

ALLOWED = 1e-6
RECORDS = 300_000
"""About the samples of a year of industrial goods in the whole country."""


def main(_: Sequence[str] = ()) -> int:
    """Compare; 1 when a figure is further off than 1e-6, the control is not, or R does not say it again."""
    found = {design["name"]: max(map(_off, pairs(design, result))) for design, result in designs()}
    plain = max(map(_off, _rates()))
    versions = rows("results.csv")[0]["versions"]
    print(f"{len(found)} designs, 8 figures each: at most {max(found.values()):.1e} from {versions}")
    print(f"{len(rows('rates.csv'))} plain rates, Wilson and Clopper–Pearson: at most {plain:.1e} from R")
    blind = max(
        _off((estimated(design | {"strata": "", "clusters": "", "fpc": ""}).se or 0.0, float(result["se"])))
        for design, result in designs()
    )
    print(f"control without the design: a standard error off by up to {blind:.2f}")
    again = _again()
    print({None: "R is not here: not run once more", True: "R run once more: the same files"}.get(again, "R differs"))
    begun = time.perf_counter()
    mean([float(one % 7) for one in range(RECORDS)], strata=[one % 29 for one in range(RECORDS)])
    print(f"a stratified mean of {RECORDS:,} records: {time.perf_counter() - begun:.1f} s")
    return int(max(*found.values(), plain) > ALLOWED or blind < ALLOWED or again is False)


def _off(pair: tuple[float, float]) -> float:
    ours, theirs = pair
    return abs(ours - theirs) / abs(theirs) if theirs else abs(ours)


def _rates() -> Iterator[tuple[float, float]]:
    for row in rows("rates.csv"):
        asked = int(row["passed"]), int(row["tested"])
        for interval, name in ((wilson, "wilson"), (clopper_pearson, "exact")):
            bounds = interval(*asked, level=float(row["level"]))
            yield from zip(bounds, (float(row[f"{name}_lower"]), float(row[f"{name}_upper"])), strict=True)


def _again() -> bool | None:
    """Whether R gives the committed files; None without R, its package survey or the versions that made them."""
    if not (program := shutil.which("Rscript")):
        return None
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(VECTORS, Path(folder) / "survey"))
        done = subprocess.run(
            [program, "survey.R"], cwd=copy, capture_output=True, env={"LC_ALL": "C.UTF-8"}, timeout=300
        )
        if done.returncode or rows("results.csv")[0]["versions"] not in (copy / "results.csv").read_text("utf-8"):
            return None
        return all((copy / path.name).read_bytes() == path.read_bytes() for path in VECTORS.glob("*.csv"))


if __name__ == "__main__":
    raise SystemExit(main())
