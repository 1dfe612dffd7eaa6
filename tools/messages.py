"""Translations without GNU gettext: pages are in Chinese, ``zhiheng/locale/en`` holds the English of every sentence.

``compile``  .po → .mo, only when the .po is newer (``make run`` does it);
``update``   collect the sentences of all templates and modules into the .po files, keeping what is translated;
``check``    fail when a sentence is missing from a catalogue, untranslated or marked fuzzy, naming each.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "zhiheng"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {"_": None, "gettext_noop": None}
for suffix in ("", "_lazy"):
    KEYWORDS[f"gettext{suffix}"] = None
    KEYWORDS[f"ngettext{suffix}"] = (1, 2)
    KEYWORDS[f"pgettext{suffix}"] = ((1, "c"), 2)
    KEYWORDS[f"npgettext{suffix}"] = ((1, "c"), 2, 3)


PURE = (
    "zhiheng/division/apportioning.py",
    "zhiheng/mechanisms/identifiers.py",
    "zhiheng/supervision/progress.py",
)
"""Rooms that know nothing of Django: their Chinese sentences are message ids that the pages translate."""
CHINESE = re.compile(r"[\u3400-\u9fff]")


def catalogues() -> list[Path]:
    """The .po files of the package, in order of their paths."""
    return sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Write each .mo that is older than its .po; count those written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        # Under another name first: two processes may compile at once, and a reader never sees half a file.
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as stream:
            write_mo(stream, catalogue)
        unfinished.replace(target)
        written += 1
    return written


def sources() -> Iterator[tuple[str, bytes]]:
    """Every module and template of the package as Python-like source, with its path below the repository."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            yield name, path.read_bytes()
        elif {"templates", "components"} & set(path.parts):
            yield name, templatize(path.read_text(encoding="utf-8"), origin=name).encode()


def sentences(module: str) -> Iterator[str]:
    """The Chinese constants of a pure module, without its docstrings, its patterns and the pieces of its f-strings."""
    tree = ast.parse(module)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    spoken |= {id(said) for call in calls if ast.unparse(call.func) == "re.compile" for said in call.args}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in parts | spoken:
            continue
        if CHINESE.search(node.value):
            yield node.value


def collect() -> Catalog:
    """All sentences marked for translation, with the files (not the lines: they move) that use them."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for name in PURE:
        for sentence in sentences((ROOT / name).read_text(encoding="utf-8")):
            found.add(sentence, locations=[(name, 1)])
    for name, source in sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            if message and message != ("", ""):
                found.add(message, locations=[(name, 0)], context=context)
    return found


def update() -> None:
    """Bring every catalogue to the sentences of today; new ones come untranslated, unused ones go."""
    today = collect()
    for path in catalogues():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parts[-3])
        today.creation_date = catalogue.creation_date
        catalogue.update(today, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            write_po(stream, catalogue, sort_output=True, include_lineno=False, width=120)


def gaps() -> list[str]:
    """One line for each sentence that a reader of another language would meet in Chinese."""
    today, lines = collect(), []
    if not (PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").exists():
        lines.append("zhiheng/locale/en/LC_MESSAGES/django.po: there is no English catalogue")
    for path in catalogues():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parts[-3])
        name = path.relative_to(ROOT).as_posix()
        for message in today:
            if not message.id:
                continue
            known = catalogue.get(message.id, message.context)
            where = message.locations[0][0] if message.locations else "?"
            if known is None:
                lines.append(f"{name}: not in the catalogue: {message.id!r} ({where})")
            elif not known.string or (isinstance(known.string, tuple) and not all(known.string)):
                lines.append(f"{name}: not translated: {message.id!r} ({where})")
            elif known.fuzzy:
                lines.append(f"{name}: fuzzy: {message.id!r} ({where})")
    return lines


def main() -> None:
    """One of compile, update, check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("compile", "update", "check"))
    match parser.parse_args().what:
        case "compile":
            compile_all()
        case "update":
            update()
        case "check":
            missing = gaps()
            print("\n".join(missing) or f"{len(catalogues())} catalogue(s) complete")
            sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
