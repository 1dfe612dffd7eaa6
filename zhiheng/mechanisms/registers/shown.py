"""The list of a kind of register and the facts of one row, from the declaration, as far as the desk reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.shown import kind_of_value, label_of, words_of
from zhiheng.mechanisms.fen import Fen, yuan_of
from zhiheng.mechanisms.listing.columns import Column, Filter
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.registers.models import Register
from zhiheng.mechanisms.registers.standing import with_state
from zhiheng.mechanisms.scope import Desk, desk_now
from zhiheng.mechanisms.sheets import Value

WIDTHS = {"text": 18.0, "date": 12.0, "number": 10.0}


def rows_of(kind: type[Register], day: date) -> QuerySet[Any]:
    """The rows of a kind that the desk of now sees, with their state on a day."""
    return with_state(kind.objects.select_related("region"), kind, day)


def list_of(kind: type[Register], day: date) -> Listing:
    """The list of a kind with the state of its rows on a day; who keeps none of them is shown the public columns."""
    desk = desk_now()
    works = desk.whole or bool(desk.casework)
    first = [name for name in kind.columns if works or name in kind.public]
    further = [name for name in kind.form_fields() if name not in first and (works or name in kind.public)]
    return Listing(
        f"register-{kind.kind}"[:40],
        kind.label,
        columns=(*_columns(kind, first, desk), _state(kind, day), *_columns(kind, further, desk, shown=False)),
        filters=tuple(_filters(kind, day)),
        order=("code",),
        files="register_rows_export",
        of=(kind.kind,),
    )


def value_of(row: Register, name: str) -> Value:
    """The value of a field as page, file and interface show it; money in 元."""
    value = getattr(row, name)
    if isinstance(row._meta.get_field(name), Fen):
        return None if value is None else yuan_of(value)
    return words_of(row, name)


def readable(row: Register, name: str, desk: Desk) -> bool:
    """Whether a desk reads a field of a row: the public ones everybody, the others who keeps or oversees it."""
    return name in row.own_kind.public or row.seen_whole(desk)


def facts(row: Register, desk: Desk) -> list[tuple[str, str, Value]]:
    """What a row says of itself: (name, label, value) of every field that is not empty and may be read."""
    told = [(name, label_of(row._meta.get_field(name)), value_of(row, name)) for name in row.form_fields()]
    return [one for one in told if one[2] is not None and readable(row, one[0], desk)]


def _columns(kind: type[Register], names: list[str], desk: Desk, *, shown: bool = True) -> Iterator[Column]:
    for place, name in enumerate(names):
        field: Any = kind._meta.get_field(name)
        of = "number" if isinstance(field, Fen) else kind_of_value(field)
        yield Column(
            name,
            label_of(field),
            partial(_shown, name, desk),
            of,  # type: ignore[arg-type]
            link=kind.get_absolute_url if shown and place == 0 else None,
            order_by=("region__sort_no",) if name == "region" else (name,) if name in kind.public or shown else (),
            shown=shown,
            width=WIDTHS[of],
        )


def _shown(name: str, desk: Desk, row: Register) -> Value:
    return value_of(row, name) if readable(row, name, desk) else None


def _state(kind: type[Register], day: date) -> Column:
    """The state on the chosen day; drawn with its light."""
    words = {state.key: state.label for state in kind.states}
    return Column(
        "state",
        _("%(day)s 的状态") % {"day": day.isoformat()},
        lambda row: str(words[row.state_then]),
        order_by=("state_then",),
        width=14.0,
        template="registers/state_cell.html",
    )


def _filters(kind: type[Register], day: date) -> Iterator[Filter]:
    states = tuple((state.key, state.label) for state in kind.states)
    regions: Any = kind._meta.get_field("region").related_model
    here = regions._default_manager.filter(pk__in=kind.objects.order_by().values("region"))
    yield Filter("on", _("状态截至"), lambda rows, on: rows, "date")
    yield Filter("state", _("状态"), lambda rows, state: rows.filter(state_then=state), "select", states)
    yield Filter(
        "region",
        _("登记地区"),
        lambda rows, slug: rows.filter(region__slug=slug),
        "select",
        tuple((region.slug, region.label) for region in here),
    )
    yield Filter("q", _("编号、名称或信用代码"), lambda rows, words: rows.filter(saying(words)))


def saying(words: str) -> Q:
    """A number from its beginning, a part of the name, a whole 统一社会信用代码."""
    return Q(code__istartswith=words) | Q(name__icontains=words) | Q(firm_code__iexact=words)
