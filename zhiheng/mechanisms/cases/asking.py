"""What a transition is told, made into values: one way for the page, the API and a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.utils.dateparse import parse_date
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.declaring import Ask


class NotSo(Exception):
    """What was said is not right: (name, words) for each, in the reader's language; nothing was written."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(words for _, words in self.problems))


def cleaned(asks: Sequence[Ask], said: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every Ask, None for what may be left out and was; NotSo with all that is wrong at once.

    What comes from a form is text; JSON may bring true, false and numbers.
    """
    values: dict[str, Any] = {}
    problems = []
    for ask in asks:
        try:
            values[ask.name] = _value(ask, said.get(ask.name))
        except ValueError as problem:
            problems.append((ask.name, str(problem)))
    if problems:
        raise NotSo(problems)
    return values


def _value(ask: Ask, given: Any) -> Any:
    if isinstance(given, bool):
        given = "yes" if given else "no"
    text = str("" if given is None else given).replace("\x00", "").strip()
    if not text:
        if ask.required:
            raise ValueError(gettext("请填写“%(label)s”。") % {"label": ask.label})
        return None
    return READ[ask.kind](ask, text)


def _text(ask: Ask, text: str) -> str:
    if len(text) > ask.longest:
        words = {"label": ask.label, "most": ask.longest, "now": len(text)}
        raise ValueError(gettext("“%(label)s”最多 %(most)d 个字，现在是 %(now)d 个。") % words)
    return text


def _choice(ask: Ask, text: str) -> str:
    if text not in dict(ask.choices):
        raise ValueError(gettext("“%(label)s”没有这一项，请从列出的里面选。") % {"label": ask.label})
    return text


def _yes_no(ask: Ask, text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(gettext("“%(label)s”请选是或否。") % {"label": ask.label})
    return text == "yes"


def _date(ask: Ask, text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ValueError(gettext("“%(label)s”要写成 2026-11-22 这样的日期。") % {"label": ask.label})
    return found


def _number(ask: Ask, text: str) -> str:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValueError(gettext("“%(label)s”要填数字。") % {"label": ask.label})
    return str(found)


def _region(ask: Ask, text: str) -> Any:
    found = apps.get_model("directory", "Region").objects.filter(slug=text).first()
    if found is None:
        raise ValueError(gettext("“%(label)s”没有这个地区。") % {"label": ask.label})
    return found


READ = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _date,
    "number": _number,
    "region": _region,
}
