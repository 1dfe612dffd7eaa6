"""Run every benchmark, or those that are named: ``python -m benchmarks plan-scaling plan-mutations``.

Options after a single name go to that benchmark: ``python -m benchmarks plan-mutations --count 500 --seed 7``.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Sequence

import benchmarks


def names() -> list[str]:
    """The benchmarks there are, by their module names written with dashes."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments name (all of them without arguments); 1 when one of them reports a failure, else 0."""
    wanted = [word for word in arguments if not word.startswith("-")][:1] if _has_options(arguments) else arguments
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    failed = []
    for name in wanted or names():
        module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
        print(f"\n== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        options = list(arguments[arguments.index(name) + 1 :]) if _has_options(arguments) else []
        if module.main(options) if options else module.main():
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return 1 if failed else 0


def _has_options(arguments: Sequence[str]) -> bool:
    return any(word.startswith("-") for word in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
