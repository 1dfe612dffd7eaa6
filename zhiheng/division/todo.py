"""我的待办, 我发起, 已办 of a post: what of the division waits for it, what it gave, what it did."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, may
from zhiheng.division.models import Apportionment, Part
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.scope import desk_now

ACTED = ("part", "state")
"""Fields of the journal that say something was done; remarks and changed words stand on the part itself."""


def to_accept(officer: Officer) -> QuerySet[Part]:
    """Parts that wait for this post to accept them, the nearest date first."""
    waiting = Q(state=Part.ISSUED) & Part.received_at(desk_now())
    return _parts(waiting if may(officer, Permission.ACCEPT_PART) else Q(pk__in=[]))


def to_issue(officer: Officer) -> QuerySet[Part]:
    """Drafts that this post has not issued yet, the nearest date first."""
    waiting = Q(state=Part.DRAFT) & Part.given_from(desk_now())
    return _parts(waiting if may(officer, Permission.DIVIDE) else Q(pk__in=[]))


def given(officer: Officer) -> QuerySet[Part]:
    """Parts that this post gave and that stand, the newest first."""
    own = Q(issued=True) & Part.given_from(desk_now()) & ~Q(state=Part.WITHDRAWN)
    return _parts(own if may(officer, Permission.DIVIDE) else Q(pk__in=[])).order_by("-made_at", "sort_no", "id")


def done(officer: Officer) -> QuerySet[Entry]:
    """What those at this post did to parts and apportionments that it still sees, the newest first."""
    seen = Q(seen_with__in=Part.objects.order_by().values("pk"))
    seen |= Q(seen_with__in=Apportionment.objects.order_by().values("pk"))
    at_post = Q(by__unit=officer.unit_id, by__region=officer.region_id, by__role=officer.role)
    acts = Entry._base_manager.filter(seen & at_post, field__in=ACTED)
    return acts.select_related("by").order_by("-at", "-id")


def _parts(wanted: Q) -> QuerySet[Part]:
    related = ("ledger", "task__ledger", "region", "unit", "by_region", "by_unit")
    rows: QuerySet[Part] = Part.objects.filter(wanted).select_related(*related)
    return rows.order_by(F("due").asc(nulls_last=True), "year", "quarter", "sort_no", "id")
