"""What every case has, whatever its kind."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core import checks
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.translation import gettext_noop

from zhiheng.mechanisms.cases.declaring import Ask, Clock, Hand, State, Transition, problems
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import Desk, Scoped


class Case(Scoped):
    """办件: one matter with states, moves and clocks. A kind of case is a model below this one; this table holds what

    all have, so that 待办 and 即将到期 are asked once for all systems.

    ``region`` is whose desk it lies on. ``firm_code`` and ``firm_name`` are the firm concerned, if any, which sees it
    when ``firm_sees``. ``due_on`` is the nearest day of the clocks that run, None when none runs or all are paused;
    ``provisional`` when that day may still change with a calendar that is not published. ``closed_on`` is the day on
    which it came into a state that ends it. ``aide_code`` and ``aide_name`` are the body that is commissioned with a
    part of it, if any (the laboratory). Who handles the region sees it, the province's working group, that firm, that
    body, and whoever holds its receipt; nobody else ever.

    A kind declares the class attributes below; ``form`` names the fields that are asked for when it is filed, the
    first ones of ``columns`` are shown in its list, ``public`` (names of fields) in the public list of those that
    ``published`` finds; without ``public`` there is no public list. ``panels`` are templates that its page shows below
    what every case has; they are given ``case``, ``hands`` and ``whole`` (False for the firm: no texts of others).
    ``kept_back`` names open fields that the firm does not read; it never reads sealed ones. ``of_filer`` names
    fields of the form that only who filed it changes afterwards (a consent). ``for_firms``: firms may come to see it.
    """

    kind: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    clause: ClassVar[str] = ""
    states: ClassVar[tuple[State, ...]] = ()
    transitions: ClassVar[tuple[Transition, ...]] = ()
    clocks: ClassVar[tuple[Clock, ...]] = ()
    form: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str, ...]] = ("number", "firm_name", "state", "due_on", "region", "filed_at")
    public: ClassVar[tuple[str, ...]] = ()
    published: ClassVar[Q] = Q(pk__in=[])
    panels: ClassVar[tuple[str, ...]] = ()
    kept_back: ClassVar[tuple[str, ...]] = ()
    of_filer: ClassVar[tuple[str, ...]] = ()
    for_firms: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_kind = models.CharField(gettext_noop("类别"), max_length=40, editable=False)
    number = models.CharField(gettext_noop("编号"), max_length=40, unique=True, editable=False)
    region = models.ForeignKey(
        "directory.Region", verbose_name=gettext_noop("办理地区"), on_delete=models.PROTECT, related_name="+"
    )
    firm_name = models.CharField(gettext_noop("单位名称"), max_length=120, blank=True)
    firm_code = models.CharField(gettext_noop("统一社会信用代码"), max_length=18, blank=True, db_index=True)
    firm_sees = models.BooleanField(gettext_noop("单位可见"), default=False, editable=False)
    aide_code = models.CharField(gettext_noop("受托机构代码"), max_length=18, blank=True, db_index=True, editable=False)
    aide_name = models.CharField(gettext_noop("受托机构"), max_length=120, blank=True, editable=False)
    state = models.CharField(gettext_noop("状态"), max_length=30, editable=False)
    filed_at = models.DateTimeField(gettext_noop("收到时间"), editable=False)
    due_on = models.DateField(gettext_noop("到期日"), null=True, blank=True, editable=False)
    provisional = models.BooleanField(gettext_noop("到期日待定"), default=False, editable=False)
    closed_on = models.DateField(gettext_noop("办结日"), null=True, blank=True, editable=False)
    demo = models.BooleanField(gettext_noop("演示数据"), default=False, editable=False)
    version = models.PositiveIntegerField(gettext_noop("版本号"), default=1, editable=False)

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        ordering = ["-filed_at", "id"]
        indexes = [
            models.Index(fields=["of_kind", "region", "due_on"], name="case_queue"),
            models.Index(fields=["of_kind", "region", "filed_at"], name="case_newest"),
            models.Index(fields=["of_kind", "-filed_at", "id"], name="case_latest"),
            models.Index(fields=["of_kind", "due_on", "-filed_at", "id"], name="case_due_first"),
            models.Index(fields=["of_kind", "state", "-filed_at", "id"], name="case_in_state"),
            # Those that wait, in the order of the queue: a few of a hundred, so the first ten are found at once.
            models.Index(fields=["due_on", "id"], condition=Q(due_on__isnull=False), name="case_by_day"),
            models.Index(
                fields=["filed_at", "id"],
                condition=Q(due_on__isnull=True, closed_on__isnull=True),
                name="case_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link = type(self)._meta.pk.attname
        if self.__dict__.get(link, "") is None:
            # Its key is known before it is saved, as that of every row with a UUID is: a receipt names it.
            setattr(self, link, self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.of_kind = self.of_kind or self.kind
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.of_kind, self.pk])

    @classmethod
    def seen_from(cls, desk: Desk, prefix: str = "") -> Q:
        """What the desk handles, oversees, is concerned by or commissioned with, or holds the receipt of.

        ``prefix``: the way to a case.
        """
        if desk.whole:
            return Q()
        found = Q(**{f"{prefix}region__in": desk.casework})
        if desk.firm:
            found |= Q(**{f"{prefix}firm_code": desk.firm, f"{prefix}firm_sees": True})
            found |= Q(**{f"{prefix}aide_code": desk.firm})
        if desk.case:
            found |= Q(**{f"{prefix}pk": desk.case})
        return found

    def hands(self, desk: Desk) -> frozenset[Hand]:
        """In which capacities somebody at this desk acts on it."""
        held = {
            Hand.HANDLER: self.region_id in desk.casework,
            Hand.FIRM: self.firm_sees and bool(desk.firm) and self.firm_code == desk.firm,
            Hand.FILER: desk.case == self.pk,
            Hand.AIDE: bool(desk.firm) and self.aide_code == desk.firm,
        }
        return frozenset(hand for hand, holds in held.items() if holds)

    def withheld(self) -> Collection[str]:
        """Fields, moves and clocks that the desk of now is not told of yet, although it sees the case."""
        return ()

    @property
    def own_kind(self) -> type[Case]:
        """The model of its kind, also when the row was found among cases of all kinds."""
        return kinds()[self.of_kind]

    @property
    def in_state(self) -> State:
        return next(state for state in self.own_kind.states if state.key == self.state)

    def transition(self, key: str) -> Transition | None:
        """What the declaration says of a transition; None when there is none of this name."""
        return next((one for one in self.own_kind.transitions if one.key == key), None)

    def asks_of(self, transition: Transition) -> tuple[Ask, ...]:
        """What a transition asks of this case; a kind whose law changed leaves the choices of the law that applies."""
        return transition.asks

    def possible(self, desk: Desk, on: date) -> list[tuple[Transition, str]]:
        """What somebody at a desk can do with it in its state, each with the reason why it cannot be done today."""
        hands = self.hands(desk)
        fitting = [one for one in self.own_kind.transitions if self.state in one.start and hands & set(one.hands)]
        return [(one, one.why_not(self, on) if one.why_not else "") for one in fitting]

    @classproperty
    def open_states(cls) -> list[str]:  # noqa: N805
        """The states in which something is still to be done."""
        return [state.key for state in cls.states if not state.ends]

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """The declaration makes sense: names are declared, every state is reached and has a way out, rules cited."""
        found = super().check(**kwargs)
        if cls is Case or not cls.kind:
            return found
        wrong = list(problems(cls.states, cls.transitions, cls.clocks))
        known = parameters()
        wrong += [
            f"clock {clock.key} names the rule {rule}, of which no file tells"
            for clock in cls.clocks
            for rule in (clock.rule, *(longer for _, longer in clock.extensions))
            if rule not in known
        ]
        return found + [checks.Error(f"{cls.__name__}: {words}.", id="zhiheng.E005", obj=cls) for words in wrong]


def kinds() -> dict[str, type[Case]]:
    """Every kind of case by its key, in the order of the installed apps."""
    return {model.kind: model for model in apps.get_models() if issubclass(model, Case) and model.kind}
