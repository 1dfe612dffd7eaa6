"""Print how the plan reader does against the answer keys of ../shared/plan: ``python -m benchmarks.plan_scores``.

The Hebei line counts what was asked for; each example has one line of F1 figures from the scorer beside the keys.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

from zhiheng.plan import parse

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "plan"


def scorer() -> ModuleType:
    """The scorer that lies beside the keys."""
    spec = importlib.util.spec_from_file_location("plan_score", FOLDER / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {FOLDER}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hebei() -> None:
    """Counts of the Hebei plan against the numbers that the keys and the text give."""
    text = (FOLDER / "hebei-2023-2027.txt").read_text(encoding="utf-8")
    plan = parse(text)
    with (FOLDER / "hebei-2023-2027.targets.csv").open(encoding="utf-8-sig", newline="") as file:
        keys = list(csv.DictReader(file))
    with (FOLDER / "hebei-2023-2027.money.csv").open(encoding="utf-8-sig", newline="") as file:
        sums = list(csv.DictReader(file))
    marks = [a for t in plan.tasks for a in t.assignments]
    right = sum(
        k["clause"] == t.clause and (t.value is None or k["value"].split(" ")[0] == f"{t.value}")
        for k, t in zip(keys, plan.targets, strict=False)
    )
    promised = sum(s is not None for f in plan.funding for s in (f.share, f.amount_fen, f.cap_fen))
    print(
        f"hebei-2023-2027: tasks {len(plan.tasks)}/27, marks {len(marks)}/{text.count('(责任单位:')}, "
        f"pairs {sum(len(m.units) for m in marks)}/103, units {len(plan.units)}/24, "
        f"targets {right}/{len(keys)}, sums {promised}/{len(sums)}, unread {len(plan.coverage.unread)}"
    )


def examples() -> None:
    """One line for each example."""
    score = scorer().score
    for document in sorted((FOLDER / "examples").glob("*.txt")):
        key = json.loads(document.with_name(document.stem + ".gold.json").read_text(encoding="utf-8"))
        found = score(parse(document.read_text(encoding="utf-8")).to_dict(), key)
        print(
            f"{document.stem}: tasks {found['tasks'][0]}/{found['tasks'][1]}, pairs F1 {found['pairs'][2]:.3f}, "
            f"units F1 {found['units'][2]:.3f}, targets F1 {found['targets'][2]:.3f}, "
            f"years {found['years'][0]}/{found['years'][1]}, unread {found['unread']}"
        )


def main() -> int:
    """Print all figures; without ../shared/plan, say so."""
    if not FOLDER.exists():
        print("../shared/plan is not here: nothing to score")
        return 0
    hebei()
    examples()
    return 0


if __name__ == "__main__":
    sys.exit(main())
