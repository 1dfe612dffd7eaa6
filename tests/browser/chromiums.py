"""Real browsers: a modern Chromium through Playwright, old ones by their command line, all with one Chinese font.

No font of the machine is used, so that a picture looks the same everywhere and Chinese is never a row of boxes.
The font is for tests only; the portal serves none.
"""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import chromium

# Without these a Chromium looks for its makers' hosts at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The usual way, and the way of places where a program may not start others.
MANY: tuple[str, ...] = ()
ONE = ("--single-process", "--no-zygote")

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def environment(program: Path, folder: Path) -> dict[str, str]:
    """What a browser is started with: its own libraries, the tests' font, and a home folder that is thrown away."""
    package = importlib.util.find_spec("noto_cjk_sans_otc")
    assert package is not None and package.origin, "noto-cjk-sans-otc is in requirements-dev.txt"
    config = folder / "fonts.conf"
    if not config.exists():
        config.write_text(
            FONTS.format(fonts=Path(package.origin).parent, cache=folder / "font-cache"), encoding="utf-8"
        )
    return chromium.environment(program) | {"FONTCONFIG_FILE": str(config), "HOME": str(folder)}


@dataclass(frozen=True)
class OldChromium:
    """A Chromium of a government office (81, 86 or 92), driven by its command line: one page, one answer."""

    version: int
    program: Path
    folder: Path

    def dump_dom(self, url: str) -> str:
        """The document after its scripts ran, as HTML."""
        return self._run(lambda out: ["--dump-dom"], url, bool)

    def screenshot(self, url: str, path: Path, width: int = 1366, height: int = 768) -> Path:
        """A PNG of the first screen."""
        path.unlink(missing_ok=True)
        self._run(lambda out: [f"--screenshot={path}", f"--window-size={width},{height}"], url, lambda _: path.exists())
        return path

    def _run(self, arguments: Callable[[Path], list[str]], url: str, good: Callable[[str], bool]) -> str:
        """Start it, up to six times: on a busy machine it sometimes hangs or ends before it has answered."""
        words = ""
        for mode in (MANY, ONE) * 3:
            with tempfile.TemporaryDirectory(dir=self.folder) as profile:
                try:
                    done = subprocess.run(
                        [
                            self.program,
                            "--headless",
                            *mode,
                            *QUIET,
                            "--disable-dev-shm-usage",
                            "--hide-scrollbars",
                            f"--user-data-dir={profile}",
                            *arguments(Path(profile)),
                            url,
                        ],
                        env=environment(self.program, self.folder),
                        capture_output=True,
                        timeout=15,
                        check=False,
                    )
                except subprocess.TimeoutExpired as error:
                    words = str(error)
                    continue
            answer = done.stdout.decode(errors="replace")
            if done.returncode == 0 and good(answer):
                return answer
            words = done.stderr.decode(errors="replace")[-2000:]
        raise AssertionError(f"Chromium {self.version} gave no answer for {url} in six attempts: {words}")
