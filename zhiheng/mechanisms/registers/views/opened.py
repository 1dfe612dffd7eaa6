"""Who comes to the pages of registers, and which kind and which row an address names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.mechanisms.registers.models import Register, kinds
from zhiheng.mechanisms.scope import Desk, at_desk, desk_now

View = Callable[..., HttpResponseBase]


def for_everybody(view: View) -> View:
    """A view for all: a stranger asks from a desk that sees what is published and nothing else."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with at_desk(Desk()):
            return view(request, *args, **kwargs)

    return asked


def for_keepers(view: View) -> View:
    """A view for who keeps registers: a stranger is asked to sign in, for everybody else there is no such page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not desk_now().casework:
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def kind_of(key: str) -> type[Register]:
    """The register of an address; 404 for any other word, and for one that the desk of now has no part in."""
    found = kinds().get(key)
    if found is None or found not in kinds_here():
        raise Http404(gettext("没有这个登记簿。"))
    return found


def kinds_here() -> list[type[Register]]:
    """The registers that the desk of now may open: all for those who work on them, the published ones for the rest."""
    desk = desk_now()
    works = desk.whole or bool(desk.casework) or bool(desk.firm)
    return [kind for kind in kinds().values() if works or kind.public]


def row_of(key: str, pk: UUID) -> Register:
    """The row of an address, for a desk that sees it; for every other there is no such page."""
    found: Register | None = kind_of(key).objects.select_related("region").filter(pk=pk).first()
    if found is None:
        raise Http404(gettext("登记簿里没有这一行。"))
    return found


def kept_row(key: str, pk: UUID) -> Register:
    """A row that the desk of now writes; 404 for those that merely read it."""
    found = row_of(key, pk)
    if not found.kept_at(desk_now()):
        raise Http404
    return found


def way_to(kind: type[Register], *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a register; the last step is the page itself."""
    own = (kind.label, reverse("register_rows", args=[kind.kind]) if further else "")
    return [(gettext("登记簿"), reverse("registers")), own, *further]
