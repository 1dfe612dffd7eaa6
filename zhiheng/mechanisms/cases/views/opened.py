"""Who comes to the pages of cases, and which kind and which case an address names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case, kinds
from zhiheng.mechanisms.scope import Desk, desk_now


def for_casework(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for desks that have cases: a stranger is asked to sign in, for everybody else there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not has_cases(desk_now()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def has_cases(desk: Desk) -> bool:
    """Whether somebody at a desk handles, oversees or is concerned by cases."""
    return bool(desk.casework or desk.whole or desk.firm)


def kind_of(key: str) -> type[Case]:
    """The kind of case of an address; 404 for any other word."""
    found = kinds().get(key)
    if found is None:
        raise Http404(gettext("没有这一类办件。"))
    return found


def case_of(key: str, pk: UUID) -> Case:
    """The case of an address, for a desk that sees it; for every other there is no such page."""
    found: Case | None = kind_of(key).objects.select_related("region").filter(pk=pk).first()
    if found is None:
        raise Http404(gettext("没有这个办件，或者不在您的岗位上。"))
    return found


def hands_of(case: Case) -> frozenset[Hand]:
    """In which capacities the desk of now acts on a case."""
    return case.hands(desk_now())


def handled(key: str, pk: UUID) -> Case:
    """A case that this desk handles; 404 for those that merely see it, because there is nothing of theirs to do."""
    found = case_of(key, pk)
    if Hand.HANDLER not in hands_of(found):
        raise Http404
    return found


def sees_texts(case: Case) -> bool:
    """Whether the desk of now sees everything of a case but the words that are sealed, and who acted: its handlers,

    and the province's working group; never the firm.
    """
    return desk_now().whole or Hand.HANDLER in hands_of(case)


def way_to(*further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of cases, for components/breadcrumb.html."""
    return [(gettext("我的办件"), reverse("queue")), *further]


def way_to_case(case: Case, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a case and beyond; the last step is the page itself."""
    kind = case.own_kind
    own = (case.number, case.get_absolute_url() if further else "")
    return way_to((gettext(str(kind._meta.verbose_name)), reverse("cases", args=[kind.kind])), own, *further)
