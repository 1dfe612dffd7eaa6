"""The build hook: a wheel carries the front-end files and the compiled translations, although git does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the same two scripts as ``make`` before files are collected; both do nothing when all is up to date."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill ``zhiheng/static/vendor`` and compile ``zhiheng/locale``; a failure ends the build."""
        for script in ("assets.py", "messages.py"):
            arguments = ["compile"] if script == "messages.py" else []
            subprocess.run([sys.executable, str(Path(self.root, "tools", script)), *arguments], check=True)
