"""Saving, finding and removing the views of an officer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext

from zhiheng.mechanisms.listing.models import SavedView

MOST = 200
"""Views of one officer over all lists; more than anybody can tell apart."""
LONGEST = SavedView._meta.get_field("query").max_length or 0
LONGEST_LISTING = SavedView._meta.get_field("listing").max_length or 0


class NotSaved(Exception):
    """A view is not saved; the message says why, in the reader's language, ``field`` because of which field."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


def views_of(officer: Any, listing: str) -> list[SavedView]:
    """The views that somebody saved of a list, by name; none for a stranger."""
    return list(SavedView.objects.filter(officer=officer, listing=listing)) if officer.is_authenticated else []


def default_view(officer: Any, listing: str) -> SavedView | None:
    """The view that a list opens with for its officer; None without one, or when it asks for nothing."""
    return next((view for view in views_of(officer, listing) if view.default and view.query), None)


def save(officer: Any, listing: str, name: str, query: str, *, default: bool) -> SavedView:
    """Keep a view under a name, in place of an older one of that name; a new default takes the place of the old.

    NotSaved without a name, when the address is too long, or when the officer has too many.
    """
    name = " ".join(name.replace("\x00", "").split())[:40]
    query = QueryDict(query.replace("\x00", "")).urlencode()
    if not name:
        raise NotSaved("name", gettext("请给视图起一个名称。"))
    if len(query) > LONGEST:
        raise NotSaved("query", gettext("条件太长，没有保存。请减少一两个条件。"))
    with transaction.atomic():
        own = SavedView.objects.filter(officer=officer)
        if own.exclude(listing=listing, name=name).count() >= MOST:
            raise NotSaved("name", gettext("常用视图已有 %(n)d 个，请先删除不用的。") % {"n": MOST})
        if default:
            own.filter(listing=listing, default=True).update(default=False)
        values = {"query": query, "default": default}
        view, _ = own.update_or_create(officer=officer, listing=listing, name=name, defaults=values)
    return view
