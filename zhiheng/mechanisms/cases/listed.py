"""The lists of a kind of case, from its declaration: that of those who work on it, and the public one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.shown import field_of, is_sealed, kind_of_value, label_of, own_fields, value_of
from zhiheng.mechanisms.cases.waiting import DUE, waiting
from zhiheng.mechanisms.listing.columns import Column, Filter
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sheets import Value

OF_EVERY_CASE = ("number", "firm_name", "firm_code", "state", "due_on", "region", "filed_at", "closed_on")
UNSORTED = {"TextField", "JSONField", "BinaryField"}
WIDTHS = {"text": 18.0, "date": 12.0, "number": 10.0}


def list_of(kind: type[Case]) -> Listing:
    """The list of those who handle, oversee or are concerned by cases of a kind; the newest first."""
    whole = not desk_now().firm
    own = [field.name for field in own_fields(kind, whole=whole) if not is_sealed(field)]
    shown = [name for name in kind.columns if whole or name in OF_EVERY_CASE or name in own]
    further = [name for name in (*OF_EVERY_CASE, *own) if name not in shown]
    return Listing(
        f"case-{kind.kind}"[:40],
        label_of(kind._meta),
        columns=(*_columns(kind, shown, working=True), *_columns(kind, further, working=True, shown=False)),
        filters=tuple(_filters(kind)),
        order=("-filed_at",),
        files="cases_export",
        of=(kind.kind,),
        many=True,
        fetch=partial(_fetched, kind),
    )


def public_list_of(kind: type[Case]) -> Listing:
    """The list of what a kind publishes: the fields that it names, of the cases that it names; the newest first."""
    return Listing(
        f"public-{kind.kind}"[:40],
        label_of(kind._meta),
        columns=tuple(_columns(kind, kind.public)),
        filters=(Filter("q", _("编号或单位名称"), _saying) if "number" in kind.public else FIRMS,),
        order=("-filed_at",),
        files="public_cases_export",
        of=(kind.kind,),
    )


def rows_of(kind: type[Case]) -> QuerySet[Case]:
    """The cases of a kind that the desk of now sees, as the table of all cases has them.

    Among a million the fields of the kind are fetched for the rows of a page alone (``_fetched``).
    """
    rows: QuerySet[Case] = Case.objects.filter(of_kind=kind.kind).select_related("region")
    return rows


def _fetched(kind: type[Case], rows: list[Any]) -> list[Any]:
    """The same cases with the fields of their kind, in the same order."""
    found = kind.objects.select_related(*_related(kind)).in_bulk([row.pk for row in rows])
    return [found[row.pk] for row in rows if row.pk in found]


def published(kind: type[Case]) -> QuerySet[Any]:
    """The cases that a kind shows to everybody; asked ``everywhere``, because a stranger has no desk."""
    return kind.objects.filter(kind.published).select_related(*_related(kind))


def _related(kind: type[Case]) -> list[str]:
    return ["region", *(field.name for field in kind._meta.local_fields if field.is_relation and not field.primary_key)]


def _columns(kind: type[Case], names: Any, *, working: bool = False, shown: bool = True) -> Iterator[Column]:
    """A column for each field. For those who work on it the first leads to the case; rows are those of all cases."""
    for place, name in enumerate(names):
        field = field_of(kind, name)
        of = kind_of_value(field)
        # By a field of the kind a million cases would be sorted beyond the table of all of them: 37 s, measured.
        far = working and field.model is kind
        sorts = not is_sealed(field) and field.get_internal_type() not in UNSORTED and not far
        yield Column(
            name,
            label_of(field),
            partial(_value, name),
            of,  # type: ignore[arg-type]
            link=kind.get_absolute_url if working and shown and place == 0 else None,
            order_by=("region__sort_no" if name == "region" else name,) if sorts else (),
            shown=shown,
            width=WIDTHS[of],
            template="cases/due.html" if name == "due_on" and working else "",
        )


def _value(name: str, case: Case) -> Value:
    return value_of(case, name)


def _filters(kind: type[Case]) -> Iterator[Filter]:
    states = tuple((state.key, state.label) for state in kind.states)
    yield Filter("state", _("状态"), lambda rows, state: rows.filter(state=state), "select", states)
    yield Filter("due", _("期限"), _of_due, "select", DUE)
    if regions := regions_here():
        yield Filter("region", _("办理地区"), lambda rows, slug: rows.filter(region__slug=slug), "select", regions)
    yield Filter("q", _("编号或单位名称"), _saying)


def regions_here() -> tuple[tuple[str, str], ...]:
    """The regions whose cases the desk of now sees, as a filter offers them; none where there is no choice."""
    desk, regions = desk_now(), apps.get_model("directory", "Region")
    rows = regions._default_manager.all() if desk.whole else regions._default_manager.filter(pk__in=desk.casework)
    found = tuple((row.slug, row.label) for row in rows)
    return found if len(found) > 1 else ()


def _of_due(rows: QuerySet[Any], due: str) -> QuerySet[Any]:
    return rows.filter(waiting(due, timezone.localdate()))


def _saying(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """A number from its beginning, a firm by its code or a part of its name."""
    return rows.filter(Q(number__istartswith=words) | _of_firm(words))


def _saying_firm(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Without the number: where it is not published nobody finds out one that begins so."""
    return rows.filter(_of_firm(words))


def _of_firm(words: str) -> Q:
    return Q(firm_code__iexact=words) | Q(firm_name__icontains=words)


FIRMS = Filter("q", _("单位名称"), _saying_firm)
