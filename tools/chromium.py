"""Find a Chromium for the browser tests, without root where possible, and tell its place.

Order: the CHROMIUM environment variable; the one that a locked npm package carries (x86-64 Linux); one installed on
the machine; on Debian as root, ``apt-get install chromium``. The npm packages hold brotli-packed programs, unpacked
once into ``var/chromium/<version>`` by Node. Old ones (81, 86, 92) stand for the browsers of government offices.

``python tools/chromium.py [VERSION]`` prints the path, or ends with 1 and the reason.
"""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWEST = 153
OLD = (81, 86, 92)
CACHE = Path(os.environ.get("ZHIHENG_CHROMIUM_CACHE", ROOT / "var" / "chromium"))

UNPACK = """
const zlib = require('zlib'), fs = require('fs'), path = require('path'), {pipeline} = require('stream/promises');
const [from, to] = process.argv.slice(1);
(async () => {
  for (const name of fs.readdirSync(from).filter((name) => name.endsWith('.br'))) {
    await pipeline(fs.createReadStream(path.join(from, name)), zlib.createBrotliDecompress(),
                   fs.createWriteStream(path.join(to, name.slice(0, -3))));
  }
})();
"""


class NoChromiumError(Exception):
    """Why this machine has no such Chromium, in one sentence."""


def packed(version: int) -> Path | None:
    """The folder of the npm package that carries this version, when it is installed and fits the machine."""
    folder = ROOT / "node_modules" / f"chromium-{version}" / "bin"
    fits = sys.platform == "linux" and platform.machine() in {"x86_64", "AMD64"}
    return folder if fits and (folder / "chromium.br").exists() else None


def unpack(version: int) -> Path:
    """Unpack the npm package's program and libraries (once, whoever asks first); the program's path.

    Raises NoChromiumError when the package is not there or Node is missing.
    """
    folder = CACHE / str(version)
    program = folder / "chromium"
    if program.exists():
        return program
    source, node = packed(version), shutil.which("node")
    if source is None or node is None:
        raise NoChromiumError(f"Chromium {version}: node_modules/chromium-{version} (x86-64 Linux) or node is not here")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            unfinished = folder / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            subprocess.run([node, "-e", UNPACK, str(source), str(unfinished)], check=True)
            for archive in unfinished.glob("*.tar"):
                shutil.unpack_archive(archive, unfinished)
                archive.unlink()
            (unfinished / "chromium").chmod(0o755)
            for part in sorted(unfinished.iterdir(), key=lambda part: part.name == "chromium"):
                part.rename(folder / part.name)
            unfinished.rmdir()
    return program


def starts(program: Path) -> bool:
    """Whether the program runs here at all (its libraries are found)."""
    try:
        done = subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--version"],
            env=environment(program),
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def environment(program: Path) -> dict[str, str]:
    """The environment to start a program with: one from npm brings its libraries along and finds them first."""
    inside = os.environ.copy()
    if CACHE in program.parents:
        libraries = f"{program.parent}:{program.parent / 'lib'}"
        inside["LD_LIBRARY_PATH"] = ":".join(filter(None, (libraries, inside.get("LD_LIBRARY_PATH"))))
    return inside


def by_apt() -> Path | None:
    """Debian's Chromium, installed now; only as root on a machine with apt-get."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
        if subprocess.run([apt, "-qq", *command], stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    found = shutil.which("chromium")
    return Path(found) if found else None


def modern() -> Path:
    """The Chromium that the browser tests drive; NoChromiumError names what was tried."""
    if given := os.environ.get("CHROMIUM"):
        if not Path(given).exists():
            raise NoChromiumError(f"CHROMIUM={given} does not exist")
        return Path(given)
    tried = ["CHROMIUM is not set"]
    try:
        carried = unpack(NEWEST)
        if starts(carried):
            return carried
        tried.append(f"the npm package's Chromium {NEWEST} does not start here")
    except NoChromiumError as error:
        tried.append(str(error))
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return Path(found)
    tried.append("none is installed")
    if found_now := by_apt():
        return found_now
    raise NoChromiumError("; ".join([*tried, "apt-get could not install one (it needs root)"]))


def old(version: int) -> Path:
    """One of the old Chromiums; NoChromiumError when it is not carried for this machine or does not start."""
    program = unpack(version)
    if not starts(program):
        raise NoChromiumError(f"Chromium {version} does not start on this machine")
    return program


if __name__ == "__main__":
    try:
        print(old(int(sys.argv[1])) if len(sys.argv) > 1 else modern())
    except NoChromiumError as error:
        sys.exit(str(error))
