"""The columns of an import, made from the fields of a model, and the values of its cells for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext, override

from zhiheng.mechanisms.fen import Fen, yuan_of
from zhiheng.mechanisms.privacy.fields import SealedText
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.workbooks.fields import Field, Kind, Value

LONGEST = 4000
"""Characters of a text without a limit of its own."""
YES, NO = "是", "否"
WIDE = 200
"""A text that may be longer than this gets a wide column."""


class Columns:
    """The fields of a model that a workbook fills in, in their order, with what the desk of now may choose in them."""

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        found = [model._meta.get_field(name) for name in names]
        self.of: dict[str, Any] = {
            one.name: one
            for one in found
            if not one.is_relation or one.name == "region"  # type: ignore[union-attr]
        }
        region: Any = model._meta.get_field("region").related_model
        self.regions = {row.name: row for row in region._default_manager.filter(pk__in=desk_now().casework)}

    def __iter__(self) -> Iterator[Field]:
        """The columns of the workbook; headings and choices are Chinese whatever the reader's language."""
        with override("zh-hans"):
            for name, column in self.of.items():
                longest = column.max_length or LONGEST
                yield Field(
                    name,
                    str(column.verbose_name),
                    kind_of(column),
                    required=not column.blank and not column.has_default(),
                    longest=longest,
                    choices=tuple(self._choices(column)),
                    width=30.0 if longest > WIDE and kind_of(column) == "text" else 16.0,
                )

    def _choices(self, column: Any) -> Iterator[str]:
        if column.is_relation:
            yield from self.regions
        elif isinstance(column, models.BooleanField):
            yield from (YES, NO)
        else:
            yield from (str(words) for value, words in column.flatchoices if value not in (None, ""))

    def values(self, read: Mapping[str, Value]) -> dict[str, Any]:
        """What a row says, as the model takes it; left out is a column that is not there, or a default left blank."""
        told = {name: self._value(self.of[name], read[name]) for name in self.of if name in read}
        return {name: value for name, value in told.items() if value is not None or self.of[name].null}

    def _value(self, column: Any, cell: Value) -> Any:
        if cell is None:
            return None if column.null or column.has_default() else ""
        if column.is_relation:
            return self.regions.get(str(cell))
        if isinstance(column, Fen):
            return int(Decimal(str(cell)) * 100)
        if isinstance(column, models.BooleanField):
            return cell == YES
        if not column.flatchoices:
            return cell
        with override("zh-hans"):
            return {str(words): value for value, words in column.flatchoices}.get(str(cell), cell)

    def cells(self, row: Any) -> dict[str, Value]:
        """A row as the template shows it."""
        return {name: self._cell(column, getattr(row, name)) for name, column in self.of.items()}

    def _cell(self, column: Any, value: Any) -> Value:
        if value in (None, "") or isinstance(column, SealedText):
            return None
        if column.is_relation:
            return str(value.name)
        if isinstance(column, Fen):
            return yuan_of(value)
        if isinstance(value, bool):
            return YES if value else NO
        with override("zh-hans"):
            return str(dict(column.flatchoices)[value]) if column.flatchoices else value  # type: ignore[no-any-return]

    def words(self, name: str, value: Any) -> str:
        """A value of a field as the preview tells it; a sealed text is not told."""
        column = self.of[name]
        if isinstance(column, SealedText):
            return gettext("(已加密)") if value else ""
        if isinstance(column, Fen) and value is not None:
            return str(yuan_of(value))
        if isinstance(value, bool):
            return gettext("是") if value else gettext("否")
        if value is None:
            return ""
        return str(dict(column.flatchoices).get(value, getattr(value, "name", value)))


def kind_of(column: Any) -> Kind:
    """How the cells of a field are read."""
    if column.is_relation or column.flatchoices or isinstance(column, models.BooleanField):
        return "choice"
    if isinstance(column, Fen | models.DecimalField):
        return "decimal"
    if isinstance(column, models.IntegerField):
        return "whole"
    return "date" if isinstance(column, models.DateField) else "text"
