"""10,000 random mutations of plans: none may crash the reader, hang it or lose anything in silence.

Prints the seed, so that a failure can be drawn again, and how many texts of each source were read.
"""

from __future__ import annotations

import argparse
import secrets
import time
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.plan.mutations import broken_promises, mutated, sources


def main(arguments: Sequence[str] = ()) -> int:
    """Run the mutations; 1 after printing the first text (shrunk) whose reading breaks a promise."""
    parser = argparse.ArgumentParser(prog="benchmarks plan-mutations", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args(list(arguments))
    drawn = secrets.randbelow(2**31) if chosen.seed is None else chosen.seed
    texts = sources()
    print(f"seed {drawn}, {chosen.count} mutations of {len(texts)} texts: {', '.join(sorted(texts))}", flush=True)
    lengths: list[int] = []
    slowest = 0.0

    @seed(drawn)
    @settings(
        max_examples=chosen.count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(text=mutated(texts))
    def run(text: str) -> None:
        nonlocal slowest
        began = time.perf_counter()
        wrong = broken_promises(text)
        slowest = max(slowest, time.perf_counter() - began)
        lengths.append(len(text))
        assert wrong == [], f"{wrong}\n{text!r}"

    began = time.perf_counter()
    try:
        run()
    except Exception as failure:  # whatever the reader raised is the finding
        print(f"FAILED after {len(lengths)} texts: {type(failure).__name__}: {failure}")
        return 1
    seconds = time.perf_counter() - began
    print(
        f"{len(lengths)} texts, {sum(lengths):,} characters, {seconds:.0f} s, slowest {slowest:.2f} s: "
        "0 crashes, 0 hangs, 0 broken promises"
    )
    return 0
