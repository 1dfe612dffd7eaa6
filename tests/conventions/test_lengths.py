"""Short enough to read at once: files under 400 lines, functions under 35, whatever their kind."""

from __future__ import annotations

import ast

from tests.conventions.tree import files, listed, name, source, tree_of

FILE_LINES = 400
FUNCTION_LINES = 35


def long_functions(module: ast.Module) -> list[str]:
    """Functions of too many lines, counted from ``def`` to the last one, docstring included, decorators not."""
    return [
        f"{node.name} has {length} lines"
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) >= FUNCTION_LINES
    ]


def test_files_are_under_400_lines() -> None:
    lengths = {name(path): len(source(path).splitlines()) for path in files(".py", ".html", ".css", ".js")}
    long = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines >= FILE_LINES]
    assert not long, listed(long)


def test_functions_are_under_35_lines() -> None:
    long = [f"{name(path)}: {long}" for path in files(".py") for long in long_functions(tree_of(path))]
    assert not long, listed(long)


def test_a_function_of_35_lines_is_found() -> None:
    of_lines = "def f():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)
    assert long_functions(ast.parse(of_lines)) == ["f has 35 lines"]
    assert long_functions(ast.parse(of_lines.removesuffix("    x = 1\n"))) == []
