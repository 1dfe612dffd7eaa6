"""Who sees which rows: a query on a scoped model without a desk raises; with one it gives what that desk may see.

Three layers, each of which holds alone: the manager of ``Scoped`` filters by the desk and raises ScopeError where
there is none, so that forgetting is an exception and not a leak; row-level security of PostgreSQL
(``mechanisms.row_security``) reads the same desk from the session's settings and gives nothing without it; and ids are
random, so that a number tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.core import checks
from django.db import connection, models
from django.db.models import Q
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope


@dataclass(frozen=True)
class Desk:
    """What the holder of a post sees.

    ``whole``: all of the province (质量强省工作专班 and its reviewers). ``unit``: the unit of the post. ``region``: its
    region, with ``regions``, the same and all that report through it; both are empty for the post of a unit. A desk
    without any of them sees no work at all, only what is the officer's own.

    ``casework``: the regions whose cases and registers are handled here. ``firm``: the 统一社会信用代码 of the firm
    that asks. ``case``: the one case whose receipt the asker holds. ``audits``: the audit administrator.
    """

    officer: int | None = None
    whole: bool = False
    region: int | None = None
    unit: int | None = None
    regions: frozenset[int] = frozenset()
    casework: frozenset[int] = frozenset()
    firm: str = ""
    case: UUID | None = None
    audits: bool = False

    @property
    def settings(self) -> dict[str, str]:
        """What row-level security asks for, as settings of the PostgreSQL session."""
        return {
            "zhiheng.officer": _text(self.officer),
            "zhiheng.whole": "on" if self.whole else "",
            "zhiheng.region": _text(self.region),
            "zhiheng.unit": _text(self.unit),
            "zhiheng.regions": _array(self.regions),
            "zhiheng.casework": _array(self.casework),
            "zhiheng.firm": self.firm,
            "zhiheng.case": "" if self.case is None else str(self.case),
            "zhiheng.audits": "on" if self.audits else "",
            "zhiheng.everywhere": "",
        }


class Seen(models.Manager[Any]):
    """Rows that the desk of now may see. Writing needs a desk as well."""

    def get_queryset(self) -> models.QuerySet[Any]:
        held = get_scope()
        if not held.get("_enabled", True):
            return super().get_queryset()
        if "desk" not in held:
            raise ScopeError(f"{self.model.__name__} is asked for without a desk: see zhiheng.mechanisms.scope")
        return super().get_queryset().filter(self.model.seen_from(held["desk"]))


class Scoped(models.Model):
    """A model that says in ``seen_from(desk)`` which of its rows a desk may see."""

    objects: ClassVar[Any] = Seen()

    class Meta:
        abstract = True

    @classmethod
    def seen_from(cls, desk: Desk) -> Q:
        """No row, until the model says which."""
        return Q(pk__in=[])

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """A scoped model names its rows itself, and its manager is the one that filters."""
        found = super().check(**kwargs)
        if "seen_from" not in {name for base in cls.__mro__ if base is not Scoped for name in vars(base)}:
            found.append(checks.Error(f"{cls.__name__} does not say who sees its rows.", id="zhiheng.E001", obj=cls))
        manager: Any = cls._default_manager
        if not isinstance(manager, Seen):
            found.append(checks.Error(f"{cls.__name__} is asked past its scope.", id="zhiheng.E002", obj=cls))
        return found


@contextmanager
def at_desk(desk: Desk) -> Iterator[None]:
    """Everything inside is asked by this desk."""
    with scope(desk=desk), _told(desk.settings):
        yield


def desk_now() -> Desk:
    """The desk that asks; ScopeError when nobody does."""
    held: Desk | None = get_scope().get("desk")
    if held is None:
        raise ScopeError("nobody asks: see zhiheng.mechanisms.scope")
    return held


@contextmanager
def everywhere() -> Iterator[None]:
    """Everything inside is asked by nobody in particular and sees all: for commands, and for what precedes a desk."""
    with scope(_enabled=False), _told({**Desk().settings, "zhiheng.everywhere": "on"}):
        yield


@contextmanager
def _told(settings: dict[str, str]) -> Iterator[None]:
    """The settings of the database's session inside; what they were before is put back."""
    before = _tell(settings)
    try:
        yield
    finally:
        if before:
            _tell(before)


def _tell(settings: dict[str, str]) -> dict[str, str]:
    """Set, and give what was set before. A transaction that failed takes its settings with it; nothing is set then."""
    if connection.vendor != "postgresql" or _failed():
        return {}
    names = list(settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s, true)'] * len(names))}", names)
        before = dict(zip(names, (value or "" for value in cursor.fetchone()), strict=True))
        pairs = [part for pair in settings.items() for part in pair]
        cursor.execute(f"SELECT {', '.join(['set_config(%s, %s, false)'] * len(names))}", pairs)
    return before


def _failed() -> bool:
    from psycopg.pq import TransactionStatus

    held: Any = connection.connection
    return bool(held) and held.info.transaction_status in (TransactionStatus.INERROR, TransactionStatus.UNKNOWN)


def _array(ids: frozenset[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
