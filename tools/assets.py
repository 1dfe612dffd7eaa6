"""Take the few front-end files that the pages need from npm into ``zhiheng/static/vendor``.

That folder is git-ignored and packed into the wheel. ``python tools/assets.py`` installs the locked packages of
``package-lock.json`` (without running their scripts) and copies the files of FILES and ICONS; ``--dev`` installs the
packages of the browser tests too. Nothing happens when all is up to date. ``make`` and the build hook of the wheel use
this same door; it needs only the standard library and npm.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "zhiheng" / "static" / "vendor"

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.LICENSE.txt": "@tabler/core/LICENSE",
    "tabler-icons.LICENSE.txt": "@tabler/icons/LICENSE",
}
"""Name in the vendor folder → path below node_modules."""

ICONS = (
    "alert-triangle",
    "arrow-left",
    "building",
    "building-community",
    "calendar-due",
    "chart-bar",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-check",
    "clock",
    "download",
    "external-link",
    "file-spreadsheet",
    "file-text",
    "filter",
    "help-circle",
    "home",
    "info-circle",
    "language",
    "list-check",
    "list-tree",
    "login",
    "logout",
    "map-pin",
    "menu-2",
    "message-report",
    "minus",
    "printer",
    "quote",
    "search",
    "settings",
    "table",
    "target",
    "user",
    "users",
    "x",
)
"""Outline icons for inline use; a page that needs another adds its name here."""

SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)")


def fingerprint(dev: bool) -> str:
    """What an installed ``node_modules`` must be made from: the lock file, and whether with the test packages."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    return f"{digest} {'dev' if dev else 'run'}"


def install(dev: bool) -> None:
    """Run ``npm ci`` unless ``node_modules`` was made from this lock file; a full folder serves the portal too."""
    marker = MODULES / ".zhiheng"
    enough = {fingerprint(dev), fingerprint(True)}
    if marker.exists() and marker.read_text() in enough:
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm was not found: install Node.js 20 or later (with npm) and try again.")
    command = [npm, "ci", "--ignore-scripts", "--loglevel=error", *([] if dev else ["--omit=dev"])]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"npm ci ended with {done.returncode}; its own words are above.")
    marker.write_text(fingerprint(dev))


def wanted() -> dict[str, str]:
    """Every file of the vendor folder with the file of ``node_modules`` that it is a copy of."""
    return FILES | {f"icons/{name}.svg": f"@tabler/icons/icons/outline/{name}.svg" for name in ICONS}


def copy() -> int:
    """Copy what is wanted, without pointers to source maps (collectstatic would miss them); count those written."""
    written = 0
    for name, source in wanted().items():
        content = SOURCE_MAP.sub(b"", (MODULES / source).read_bytes())
        target = VENDOR / name
        if target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written += 1
    return written


def up_to_date() -> bool:
    """Whether the vendor folder was already filled from this lock file and this list."""
    return all((VENDOR / name).exists() for name in wanted()) and stamp().exists() and stamp().read_text() == key()


def stamp() -> Path:
    """The note that says what the vendor folder was filled from."""
    return VENDOR / ".made-from"


def key() -> str:
    """The lock file and this script, as one digest."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


def main() -> None:
    """Fill the vendor folder; ``--dev`` also installs what the browser tests need."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dev", action="store_true", help="install the packages of the browser tests as well")
    dev = parser.parse_args().dev
    if dev or not up_to_date():
        install(dev)
    if not up_to_date():
        copy()
        stamp().write_text(key())


if __name__ == "__main__":
    main()
