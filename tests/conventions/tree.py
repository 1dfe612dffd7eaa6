"""The files that the tests of the code base walk over: ours, not those that were fetched, compiled or generated."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FETCHED = {"node_modules", "vendor", "var", "build", "dist", "__pycache__", "migrations", "artifacts"}


@cache
def files(*suffixes: str, below: str = "") -> tuple[Path, ...]:
    """Every file of ours with one of these suffixes (".py"), below a folder of the repository, in order of its path."""
    found = (path for path in _walk(ROOT / below) if path.suffix in suffixes)
    return tuple(sorted(found))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in FETCHED and (not path.name.startswith(".") or path.name == ".ci"):
                yield from _walk(path)
        elif not path.name.startswith("."):
            yield path


def name(path: Path) -> str:
    """A path as a person would write it: below the repository, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def source(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(source(path), filename=str(path))


def templates() -> tuple[Path, ...]:
    """Every template of the package."""
    return tuple(path for path in files(".html", below="zhiheng") if "templates" in path.parts)


def template_name(path: Path) -> str:
    """The name that a template is loaded by: web/home.html."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def listed(findings: Iterable[object]) -> str:
    """Findings one a line, so that a failed test names them all."""
    return "\n" + "\n".join(map(str, findings))
