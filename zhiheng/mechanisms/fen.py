"""Money in a model: kept as whole 分, typed and read in 元."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

if TYPE_CHECKING:
    Column = models.Field[int | None, int | None]
else:
    Column = models.PositiveBigIntegerField

LARGEST = Decimal("9999999999999.99")


class Yuan(forms.DecimalField):
    """元 with two places in a form; what is cleaned is whole 分."""

    def __init__(self, **named: Any) -> None:
        wanted = {name: named[name] for name in ("required", "label", "help_text", "initial") if name in named}
        super().__init__(min_value=0, max_value=LARGEST, decimal_places=2, **wanted)

    def prepare_value(self, value: Any) -> Any:
        return yuan_of(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Fen(Column):
    """A sum in 分 (a whole number, 0 or more)."""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{**kwargs, "form_class": Yuan})

    def said(self, fen: int) -> tuple[str, str]:
        """A sum as its form sends it, and as people read it (``mechanisms.versions``)."""
        return str(yuan_of(fen)), f"{yuan_of(fen):,}"


def yuan_of(fen: int) -> Decimal:
    """元 with two places."""
    return (Decimal(fen) / 100).quantize(Decimal("0.01"))
