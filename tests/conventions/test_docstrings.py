"""Every module, public class and public function of the product says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.conventions.tree import files, listed, name, tree_of

SAID_ELSEWHERE = {"Meta", "Command"}
"""A Meta is part of its model; a Command says it in ``help``, where the command line shows it."""


def silent(module: ast.Module) -> Iterator[str]:
    """The public classes and functions of a module that have no docstring; methods belong to their class's."""
    if module.body and not ast.get_docstring(module):
        yield "the module"
    for node in module.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not node.name.startswith("_") and node.name not in SAID_ELSEWHERE and not ast.get_docstring(node):
            yield node.name


def test_public_names_have_docstrings() -> None:
    modules = [*files(".py", below="zhiheng"), *files(".py", below="tools")]
    without = [f"{name(path)}: {public}" for path in modules for public in silent(tree_of(path))]
    assert not without, listed(without)


def test_a_silent_function_is_found() -> None:
    module = ast.parse('"""A module."""\ndef said():\n    "so"\ndef silent_one(): ...\ndef _private(): ...\n')
    assert list(silent(module)) == ["silent_one"]
