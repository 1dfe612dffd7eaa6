"""One noun for one idea, and no room for what has no name: docs/glossary.md fixes both."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.db.models import Model

from tests.conventions.tree import ROOT, files, listed, name, source, tree_of

NO_ROOM = {"service", "services", "manager", "managers", "helper", "helpers", "util", "utils", "common", "misc"}
NO_CLASS = re.compile(r"(Manager|Handler|Processor|Base|Utils?|Helper|Service)$")

MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhiheng.")]


def glossary() -> dict[str, str]:
    """The English nouns of the glossary with their Chinese: its tables begin with these two columns."""
    rows = re.findall(r"^\| ([A-Z][A-Za-z ]*?) \| ([^|]+?) \|", source(ROOT / "docs/glossary.md"), re.MULTILINE)
    return {english: chinese for english, chinese in rows if english != "Noun"}


def nameless_classes(module: ast.Module) -> list[str]:
    """Classes named after nothing in the field."""
    return [node.name for node in ast.walk(module) if isinstance(node, ast.ClassDef) and NO_CLASS.search(node.name)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_in_the_glossary_under_its_two_names(model: type[Model]) -> None:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).capitalize()
    assert glossary().get(words) == str(model._meta.verbose_name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_called_the_same_in_singular_and_plural(model: type[Model]) -> None:
    """Chinese has no plural; without the line Django would make one up with an s."""
    assert str(model._meta.verbose_name) == str(model._meta.verbose_name_plural)


def test_no_chinese_word_stands_for_two_nouns() -> None:
    words = list(glossary().values())
    assert sorted(words) == sorted(set(words))


def test_no_module_is_a_place_without_a_name() -> None:
    modules = [*files(".py", below="zhiheng"), *files(".py", below="tests")]
    nameless = [name(path) for path in modules if NO_ROOM & {path.stem, *path.relative_to(ROOT).parts}]
    assert not nameless, listed(nameless)


def test_no_class_is_a_manager_handler_processor_base_or_utils() -> None:
    modules = files(".py", below="zhiheng")
    nameless = [f"{name(path)}: {bad}" for path in modules for bad in nameless_classes(tree_of(path))]
    assert not nameless, listed(nameless)


def test_a_nameless_class_is_found() -> None:
    assert nameless_classes(ast.parse("class PlanManager: ...\nclass Plan: ...")) == ["PlanManager"]
