"""Documents that say something of the code are held to it: a file they name exists, a version is the version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import check  # tools/check.py
import pytest

from tests.conventions.tree import ROOT, files, listed, name, source

DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *files(".md", below="docs")]
DECISIONS = [path for path in files(".md", below="docs/adr") if path.name != "README.md"]
DECISION_LINES = 40
ENDINGS = {".json", ".csv", ".xlsx", ".po", ".md", ".txt", ".html"}
MADE = re.compile(r"^(var|node_modules|\.venv|zhiheng/static/vendor)(/|$)|\.mo$|^\.\.")
"""What make brings, and what lies beside the repository: named in documents, not in git."""


def named_files(text: str) -> list[str]:
    """Paths in backticks that look like files or folders of this repository, and relative links."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    paths = [span for span in spans if re.fullmatch(r"\.?\w[\w.-]*(?:/[\w.{}*<>-]+)*/?", span)]
    suffixed = re.compile(r"\.(py|md|toml|txt|yaml|html|css|js|json|po|svg)$|/$")
    return [path for path in paths if suffixed.search(path) and path not in ENDINGS and not re.search(r"[{}*<>]", path)]


def links(text: str) -> list[str]:
    """Targets of Markdown links that stay in the repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target.split("#")[0] for target in targets if not re.match(r"https?:|#", target)]


def exists(path: str, document: Path) -> bool:
    """Whether a path leads to something, from the root or the document's folder; a bare name, to any file of it."""
    if "/" not in path and any(known.name == path for known in files(".py", ".md", ".html", ".css", ".yaml", ".toml")):
        return True
    return bool(MADE.match(path)) or any((room / path).exists() for room in (ROOT, document.parent))


def test_the_documents_of_the_house_are_there() -> None:
    missing = [name(path) for path in [*DOCUMENTS, ROOT / "CHANGELOG.md", ROOT / "LICENSE"] if not path.exists()]
    assert not missing, listed(missing)
    assert {"tour.md", "glossary.md"} <= {path.name for path in DOCUMENTS}


def test_every_file_that_a_document_names_exists() -> None:
    lost = [
        f"{name(document)}: {path}"
        for document in DOCUMENTS
        for path in [*named_files(source(document)), *links(source(document))]
        if not exists(path, document)
    ]
    assert not lost, listed(lost)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_begins_with_the_two_commands(readme: str) -> None:
    commands = re.findall(r"^make \w+", source(ROOT / readme), re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", source(ROOT / "Makefile"), re.MULTILINE))
    wanted = {
        (name(document), target)
        for document in DOCUMENTS
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", source(document), re.MULTILINE)
    }
    lost = [f"{document}: make {target}" for document, target in sorted(wanted) if target not in targets]
    assert wanted
    assert not lost, listed(lost)


def test_every_setting_of_the_environment_is_told_in_the_readme() -> None:
    known = set(re.findall(r"ZHIHENG_[A-Z_]+|DATABASE_URL", source(ROOT / "zhiheng/settings.py")))
    told = source(ROOT / "README.md")
    assert not [variable for variable in sorted(known) if variable not in told]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_listed(decision: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", decision.name)
    assert len(source(decision).splitlines()) <= DECISION_LINES
    assert f"]({decision.name})" in source(ROOT / "docs/adr/README.md")


def test_decisions_are_numbered_once_and_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_has_the_version_of_the_project() -> None:
    version = tomllib.loads(source(ROOT / "pyproject.toml"))["project"]["version"]
    heads = re.findall(r"^## \[?([^\]\s]+)", source(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert {"Unreleased", version} & set(heads[:2])


def test_no_lock_file_names_a_host() -> None:
    assert check.locks_name_no_host()


def test_a_lost_file_is_found() -> None:
    text = "See `docs/lost.md`, `zhiheng/settings.py` and [the tour](docs/tour.md), not `import this`."
    assert named_files(text) == ["docs/lost.md", "zhiheng/settings.py"]
    assert not exists("docs/lost.md", ROOT / "README.md")
    assert links(text) == ["docs/tour.md"]
