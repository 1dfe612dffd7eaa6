"""What a decision may say by the law of a day: the lists of ``parameters/grounds.yaml`` and ``categories.yaml``."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language

from zhiheng.mechanisms.parameters import NotInForce, Parameter, Version, parameters

Choices = tuple[tuple[str, str], ...]


def choices(family: str, on: date) -> Choices:
    """The grounds of a family (refusal, termination, remedy, exclusion, category) in force on a day, in their order."""
    found = [(key, parameter, version) for key, parameter in _of(family) if (version := _version(parameter, on))]
    return tuple((key, words(family, key)) for key, _, _ in sorted(found, key=lambda each: int(str(each[2].value))))


def cited(family: str, on: date) -> Choices:
    """The same, each with the article that it stands on."""
    return tuple((key, f"{label}（{reference(family, key, on)}）") for key, label in choices(family, on))


@cache
def ever(family: str) -> Choices:
    """All that a family ever had, with words that are found when they are shown."""
    found_later = lazy(words, str)
    return tuple((key, found_later(family, key)) for key, _ in _of(family))


def words(family: str, key: str) -> str:
    """What a ground says, in the reader's language; nothing for no ground."""
    if not key:
        return ""
    parameter = parameters()[f"{family}.{key}"]
    return parameter.label_en if get_language() == "en" else parameter.label


def reference(family: str, key: str, on: date) -> str:
    """The article that a ground stood on on a day."""
    return parameters()[f"{family}.{key}"].on(on).reference


def _of(family: str) -> list[tuple[str, Parameter]]:
    begins = f"{family}."
    return [(name.removeprefix(begins), each) for name, each in parameters().items() if name.startswith(begins)]


def _version(parameter: Parameter, on: date) -> Version | None:
    try:
        return parameter.on(on)
    except NotInForce:
        return None
