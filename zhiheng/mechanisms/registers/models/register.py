"""What every row of a register has, whatever its kind."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.mechanisms.registers.declaring import ACTIVE, EVENTS, STATES, Event, Happened, State, problems, state_on
from zhiheng.mechanisms.scope import Desk, Scoped


def validate_firm_code(code: str) -> None:
    """统一社会信用代码 by GB 32100-2015."""
    if problem := uscc_problem(code):
        raise ValidationError(gettext(problem))


class Register(Scoped):
    """登记簿: one row of a list that is kept; a kind of register is a model below this one, and this table holds what

    all have, so that numbers, events and the search by firm are asked once for all kinds.

    ``code`` is the row's number in its register, unique there. ``region`` keeps it. ``valid_from`` and ``valid_to`` are
    days in force, open where empty. ``published``: everybody sees the row, in the columns that its kind names in
    ``public``; without any the register is for officials alone. Whoever handles the region writes it.

    A kind declares the class attributes below. ``columns`` names the fields of its list; the state is added to them.
    ``first`` is the state before any event.
    """

    clause: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ("code", "name", "region", "valid_from", "valid_to")
    public: ClassVar[tuple[str, ...]] = ()
    states: ClassVar[tuple[State, ...]] = STATES
    events: ClassVar[tuple[Event, ...]] = EVENTS
    first: ClassVar[str] = ACTIVE

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_kind = models.CharField("类别", max_length=60, editable=False)
    code = models.CharField(_("登记编号"), max_length=60)
    name = models.CharField(_("名称"), max_length=120)
    region = models.ForeignKey(
        "directory.Region", verbose_name=_("登记地区"), on_delete=models.PROTECT, related_name="+"
    )
    firm_code = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, db_index=True, validators=[validate_firm_code]
    )
    valid_from = models.DateField(_("生效日"), null=True, blank=True)
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    source = models.CharField(_("来源或依据"), max_length=300, blank=True)
    published = models.BooleanField("公开", default=False, editable=False)
    demo = models.BooleanField("演示数据", default=False, editable=False)
    version = models.PositiveIntegerField("版本号", default=1, editable=False)

    class Meta:
        verbose_name = "登记簿"
        verbose_name_plural = "登记簿"
        ordering = ["of_kind", "code"]
        constraints = [models.UniqueConstraint(fields=["of_kind", "code"], name="one_row_a_code")]
        indexes = [models.Index(fields=["of_kind", "region", "code"], name="register_of_region")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @classproperty
    def kind(cls) -> str:  # noqa: N805
        """The name of the kind in addresses: ReturnPromise is return-promise."""
        return "" if cls is Register else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()  # type: ignore[comparison-overlap, attr-defined]

    @classproperty
    def label(cls) -> str:  # noqa: N805
        """The name of the kind in the reader's language."""
        return gettext(str(cls._meta.verbose_name))

    @classmethod
    def form_fields(cls) -> list[str]:
        """The fields that somebody fills in, in their order: those of all registers, then the kind's own."""
        own = [field.name for field in cls._meta.local_fields if field.editable and not field.primary_key]
        return [field.name for field in Register._meta.local_fields if field.editable] + own

    @classmethod
    def seen_from(cls, desk: Desk, prefix: str = "") -> Q:
        """What is published, what the desk keeps or oversees, what is about the firm. ``prefix``: the way to a row."""
        if desk.whole:
            return Q()
        found = Q(**{f"{prefix}published": True}) | Q(**{f"{prefix}region__in": desk.casework})
        return found | Q(**{f"{prefix}firm_code": desk.firm}) if desk.firm else found

    def kept_at(self, desk: Desk) -> bool:
        """Whether the desk writes it."""
        return self.region_id in desk.casework

    def seen_whole(self, desk: Desk) -> bool:
        """Whether the desk sees more of it than everybody."""
        return desk.whole or self.kept_at(desk) or bool(desk.firm and desk.firm == self.firm_code)

    @property
    def own_kind(self) -> type[Register]:
        """The model of its kind, also when the row was found among rows of all kinds."""
        return kinds()[self.of_kind]

    @property
    def own(self) -> Register:
        """The row with the fields of its kind."""
        return self if type(self) is self.own_kind else self.own_kind._base_manager.get(pk=self.pk)

    def state_on(self, day: date) -> State:
        """Its state on a day, from its dates and the events that were not struck out."""
        kind = self.own_kind
        stood = [Happened(one.on, one.at, one.brings) for one in self.happened.all() if not one.struck]
        ends = [state.key for state in kind.states if state.ends]
        return kind.state(state_on(self.valid_from, self.valid_to, stood, day, first=kind.first, ends=ends))

    @classmethod
    def state(cls, key: str) -> State:
        """A declared state by its key."""
        return next(state for state in cls.states if state.key == key)

    def possible(self, day: date) -> list[Event]:
        """The events that may be recorded for a day."""
        state = self.state_on(day)
        return [event for event in self.own_kind.events if not event.start or state.key in event.start]

    def clean(self) -> None:
        """Days in their order; one row a code, whoever may see the other."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": gettext("失效日不能早于生效日。")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.of_kind = self.of_kind or self.kind
        self.published = bool(self.own_kind.public)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("register_row", args=[self.of_kind, self.pk])

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """The declaration makes sense: columns are fields, states are declared, the clause is named."""
        found = super().check(**kwargs)
        return found if cls is Register else [*found, *map(_error(cls), cls._wrong())]

    @classmethod
    def _wrong(cls) -> Iterator[str]:
        known = {field.name for field in cls._meta.get_fields()}
        yield from (f"there is no field {name}" for name in (*cls.columns, *cls.public) if name not in known)
        yield from problems(cls.states, cls.events, cls.first)
        if not cls.clause:
            yield "it does not say which clause of the plan asks for it"


def _error(kind: type[Register]) -> Any:
    return lambda words: checks.Error(f"{kind.__name__}: {words}.", id="zhiheng.E005", obj=kind)


def kinds() -> dict[str, type[Register]]:
    """Every kind of register by its key, in the order of the installed apps."""
    return {model.kind: model for model in apps.get_models() if issubclass(model, Register) and model is not Register}
