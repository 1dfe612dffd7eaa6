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
    read: list[tuple[int, float]] = []
    began = time.perf_counter()
    try:
        _run(texts, drawn, chosen.count, read)
    except Exception as failure:  # whatever the reader raised is the finding
        print(f"FAILED after {len(read)} texts: {type(failure).__name__}: {failure}")
        return 1
    characters, slowest = sum(length for length, _ in read), max(seconds for _, seconds in read)
    print(
        f"{len(read)} texts, {characters:,} characters, {time.perf_counter() - began:.0f} s, slowest {slowest:.2f} s: "
        "0 crashes, 0 hangs, 0 broken promises"
    )
    return 0


def _run(texts: dict[str, str], drawn: int, count: int, read: list[tuple[int, float]]) -> None:
    """Draw and check the texts; ``read`` takes (characters, seconds) of each."""

    @seed(drawn)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(text=mutated(texts))
    def check(text: str) -> None:
        began = time.perf_counter()
        wrong = broken_promises(text)
        read.append((len(text), time.perf_counter() - began))
        assert wrong == [], f"{wrong}\n{text!r}"

    check()
