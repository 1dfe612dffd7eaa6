"""Draws: even over 20,000 seeds by χ², a biased sampler found out, one million firms, Python and browser alike.

Each seed is the SM3 of the number of the try, so that every run says the same. The control sorts by the first four bits
of the ticket alone and by place in the list after that: it must fail. The browser's SM3 (zhiheng/static/draw.js) hashes
10,000 tickets in Node, where there is one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scipy.stats import chi2

from zhiheng.mechanisms.draw import ALGORITHM, freeze, picked
from zhiheng.mechanisms.draw.drawing import sm3

TRIES, ITEMS, FIRMS, DRAWN, TICKETS = 20_000, 40, 1_000_000, 3_000, 10_000
LIKELY = (0.001, 0.999)
SCRIPT = Path(__file__).resolve().parents[1] / "zhiheng/static/draw.js"
Sampler = Callable[[Mapping[str, Any], str], list[str]]


def main() -> int:
    """Print what was found; 1 when a draw is not even, the control passes, or the browser hashes otherwise."""
    frozen = freeze("bench", ({"id": f"F{n:02}"} for n in range(ITEMS)), [], 1)
    value, p = evenness(frozen, picked)
    print(f"first of {ITEMS} over {TRIES:,} seeds: chi2({ITEMS - 1}) = {value:.1f}, p = {p:.3f} (wanted {LIKELY})")
    biased, of_biased = evenness(frozen, lopsided)
    print(f"control, four bits of the ticket: chi2 = {biased:.1f}, p = {of_biased:.1e}")
    weighted = freeze("bench", [{"id": "A", "weight": 3}, {"id": "B"}, {"id": "C"}, {"id": "D"}], [], 1)
    first = sum(picked(weighted, sm3("weight", n)) == ["A"] for n in range(TRIES)) / TRIES
    print(f"three tickets of six are first in {first:.1%}")
    print(f"{FIRMS:,} firms, {DRAWN:,} drawn: {seconds():.1f} s of one core")
    alike = in_browser()
    wrong = not LIKELY[0] < p < LIKELY[1] or of_biased > LIKELY[0] or abs(first - 0.5) > 0.02 or alike is False
    return int(wrong)


def evenness(frozen: Mapping[str, Any], sampler: Sampler) -> tuple[float, float]:
    """χ² of who is first over all seeds, and how likely so much or more is by chance."""
    counts = Counter(sampler(frozen, sm3("seed", n))[0] for n in range(TRIES))
    expected = TRIES / ITEMS
    value = sum((counts[item["id"]] - expected) ** 2 / expected for item in frozen["items"])
    return value, float(chi2.sf(value, ITEMS - 1))


def lopsided(frozen: Mapping[str, Any], seed: str) -> list[str]:
    """The control: ties of four bits go to who stands first in the list."""
    keys = ((sm3(ALGORITHM, seed, item["id"], 1)[0], nth, item["id"]) for nth, item in enumerate(frozen["items"]))
    return [min(keys)[2]]


def seconds() -> float:
    """Processor time of a draw from a million, its list frozen before."""
    items = [{"id": f"F{n:07}", "weight": 1} for n in range(FIRMS)]
    began = time.process_time()
    picked({"items": items, "k": DRAWN}, sm3("million"))
    return time.process_time() - began


def in_browser() -> bool | None:
    """Whether the browser's SM3 gives the same tickets; None where there is no Node."""
    if not shutil.which("node"):
        print("the browser's SM3: not tried, there is no node here")
        return None
    texts = [f"{ALGORITHM}\n{sm3(n)}\n企业{n}\n{'长' * (n % 70)}" for n in range(TICKETS)]
    program = f"{SCRIPT.read_text('utf-8')}\nconst given = JSON.parse(require('fs').readFileSync(0));"
    program += "process.stdout.write(JSON.stringify(given.map(sm3)))"
    told = subprocess.run(["node", "-e", program], input=json.dumps(texts).encode(), capture_output=True, check=True)
    same = sum(mine == theirs for mine, theirs in zip(map(sm3, texts), json.loads(told.stdout), strict=True))
    print(f"the browser's SM3 is the same in {same:,} of {TICKETS:,} tickets")
    return same == TICKETS
