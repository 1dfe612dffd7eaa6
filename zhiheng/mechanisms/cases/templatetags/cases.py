"""What templates of cases may load: ``{% load cases %}``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.models import Case, kinds
from zhiheng.mechanisms.cases.shown import label_of
from zhiheng.mechanisms.cases.waiting import Standing, pauses_of, standing

register = template.Library()


@register.simple_tag(takes_context=True)
def standing_of(context: template.Context, case: Case) -> Standing:
    """How a case stands today; the calendar is asked once a page."""
    # The first of its layers is the page's; each template that is included has another.
    page: dict[Any, Any] = context.render_context.dicts[0]
    if "calendar_of_page" not in page:
        page["calendar_of_page"] = calendar_now()
    day: date = context.get("as_of") or timezone.localdate()
    return standing(case, day, page["calendar_of_page"])


@register.simple_tag
def paused(cases: Any) -> dict[Any, tuple[date, str]]:
    """Of the cases of a page whose clock stands still: since when, by what; by their ids."""
    return pauses_of(cases)


@register.filter
def at(known: dict[Any, Any], key: Any) -> Any:
    """What is known under a key; nothing for another."""
    return known.get(key)


@register.filter
def kind_label(case: Case) -> str:
    """The name of the kind of a case in the reader's language."""
    return label_of(kinds()[case.of_kind]._meta)


@register.filter
def in_language(words: str) -> str:
    """Words that were written down in Chinese and have their English in the catalogue, like names of fields."""
    return gettext(words)
