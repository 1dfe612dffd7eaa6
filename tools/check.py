"""``make check``: everything that can be judged without running the tests. All checks run; any failure ends with 1."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCKS = ("requirements-bootstrap.txt", "requirements.txt", "requirements-dev.txt", "package-lock.json")

PRODUCTION = {
    "ZHIHENG_HTTPS": "1",
    "ZHIHENG_HOSTS": "zhiheng.example",
    # Long and varied as a real one must be; it signs nothing but this check.
    "ZHIHENG_SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
}


def run(*command: str, **environment: str) -> bool:
    """Run one command of the virtualenv with its words on the screen; whether it was content."""
    program = [str(BIN / command[0]), *command[1:]]
    return subprocess.run(program, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


def locks_name_no_host() -> bool:
    """A lock file holds names, versions and hashes; a registry's address in it would bind everybody to one host."""
    address = re.compile(
        r"--(?:extra-)?index-url|--find-links|\"resolved\"|@\s*https?://|^\s*#.*https?://", re.MULTILINE
    )
    guilty = [name for name in LOCKS if address.search((ROOT / name).read_text(encoding="utf-8"))]
    for name in guilty:
        print(f"{name} names a host: make it with `make lock`")
    return not guilty


def locks_fit() -> bool:
    """Each requirement of pyproject.toml has its pinned and hashed line in the lock file."""
    import tomllib

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }
    complaints = []
    for name, requirements in wanted.items():
        locked = dict(
            re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE)
        )
        for requirement in map(Requirement, requirements):
            version = locked.get(canonicalize_name(requirement.name))
            if version is None or version not in requirement.specifier:
                complaints.append(f"{name}: {requirement} is locked as {version}: run `make lock`")
    print("\n".join(complaints), end="\n" if complaints else "")
    return not complaints


CHECKS: dict[str, Callable[[], bool]] = {
    "ruff check": lambda: run("ruff", "check", "--quiet", "."),
    "ruff format": lambda: run("ruff", "format", "--check", "--quiet", "."),
    "mypy": lambda: run("mypy", "--no-error-summary"),
    "import-linter": lambda: run("lint-imports", "--no-logo"),
    "migrations up to date": lambda: run("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "manage.py check --deploy": lambda: run(
        "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION
    ),
    "lock files name no host": locks_name_no_host,
    "lock files fit pyproject.toml": locks_fit,
    "translations complete": lambda: run("python", "tools/messages.py", "check"),
    "the API keeps its description": lambda: run("python", "-m", "benchmarks", "api-check"),
}


def main() -> None:
    """Run the checks named on the command line, or all, and tell the failed ones at the end."""
    chosen = [name for name in CHECKS if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    failed = []
    for name in chosen:
        print(f"── {name}", flush=True)
        begun = time.monotonic()
        if not CHECKS[name]():
            failed.append(name)
        print(f"   {'FAILED' if name in failed else 'ok'} in {time.monotonic() - begun:.1f} s", flush=True)
    if failed:
        sys.exit(f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}")
    print(f"all {len(chosen)} checks passed")


if __name__ == "__main__":
    main()
