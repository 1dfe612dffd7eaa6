"""SealedText: a column that holds ciphertext, and an attribute that shows a mask.

    phone = SealedText("电话", mask="phone")

Assigning words seals them when the row is saved. Reading gives ``Sealed``, which to everything that prints, formats or
serialises is its mask; ``open`` gives the words. The ciphertext is bound to table, column and primary key, so that
one that was moved to another row or column is refused. Renaming either, or the key of a row, needs the texts sealed
anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext

from zhiheng.mechanisms.privacy.masking import MASKS
from zhiheng.mechanisms.privacy.sealing import Unreadable, open_bytes, seal_bytes

if TYPE_CHECKING:
    Column = models.Field["str | Sealed", "Sealed"]
else:
    Column = models.BinaryField

TEXT = "text"


class Stored(bytes):
    """Ciphertext as the column holds it; without its row it cannot be opened."""

    def __str__(self) -> str:
        return gettext("(已加密)")

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class Typed(str):
    """Words that were assigned and are not sealed yet; not even a traceback shows them."""

    def __repr__(self) -> str:
        return "Typed(…)"


class Sealed(str):
    """A text of one row. As a string it is its mask; empty when there is no text."""

    row: models.Model
    field: Any

    @classmethod
    def of(cls, row: models.Model, field: SealedText) -> Sealed:
        """What an attribute gives; a text that cannot be opened says so in its mask."""
        try:
            mask = field.masked(field.words(row))
        except Unreadable:
            mask = gettext("(无法解密)")
        made = cls(mask)
        made.row, made.field = row, field
        return made

    def open(self) -> str:
        """The words. Only ``reveal`` calls it, and what moves a text on within a case; a test names them all."""
        return str(self.field.words(self.row))

    # A template would call it.
    open.alters_data = True  # type: ignore[attr-defined]

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Attribute(DeferredAttribute):
    """Keeps ciphertext or newly typed words in the row, and gives out ``Sealed``."""

    field: Any

    def __get__(self, row: models.Model | None, owner: Any = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            super().__get__(row, owner)
        return Sealed.of(row, self.field)

    def __set__(self, row: models.Model, value: Any) -> None:
        held, name = row.__dict__, self.field.attname
        if isinstance(value, Sealed):
            if value.field != self.field or self.field.place(value.row) != self.field.place(row):
                raise TypeError("a sealed text stays with its row: assign the words themselves to another")
            held[name] = value.row.__dict__[name]
        elif isinstance(value, str):
            # A form that shows the mask and sends it back unchanged must not write it over the words.
            if not (value and held.get(name) and value == str(Sealed.of(row, self.field))):
                held[name] = Typed(value)
        else:
            held[name] = Stored(value or b"")


class SealedText(Column):
    """A text that is personal data. ``mask`` is its kind: name, phone, id_number, address or text.

    The model's primary key is a UUID that is known before the row is saved. The column cannot be searched; the owner
    keeps a blind index beside it (``blind``) where the same number has to be found.
    """

    descriptor_class = Attribute

    def __init__(self, *args: Any, mask: str = TEXT, **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mask": self.mask}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """The kind of mask is one of ours, and the row has its key before it is saved."""
        found = super().check(**kwargs)
        if self.mask != TEXT and self.mask not in MASKS:
            found.append(checks.Error(f"{self} has no such mask: {self.mask}.", id="zhiheng.E003", obj=self))
        key: Any = self.model._meta.pk
        while key.remote_field:
            key = key.target_field
        if not isinstance(key, models.UUIDField):
            found.append(checks.Error(f"{self} is bound to a key that is no UUID.", id="zhiheng.E004", obj=self))
        return found

    def place(self, row: Any) -> str:
        """What the ciphertext of a row is bound to: table, column and key."""
        pk = getattr(row, self.model._meta.pk.attname)
        if not isinstance(pk, UUID):
            raise TypeError("a text is sealed for its row, so the row needs its key (a UUID) first")
        return self.place_of(pk)

    def place_of(self, pk: UUID) -> str:
        """The same by the key alone."""
        return f"{self.model._meta.db_table}.{self.column}.{pk}"

    def masked(self, words: str) -> str:
        """What everybody sees of some words who sees the row."""
        if not words:
            return ""
        if self.mask == TEXT:
            return gettext("(已加密，%(number)d 字)") % {"number": len(words)}
        return MASKS[self.mask](words)

    def words(self, row: models.Model) -> str:
        """The words of a row; Unreadable when its ciphertext is not its own."""
        held = row.__dict__[self.attname]
        return str(held) if isinstance(held, Typed) else open_bytes(held, aad=self.place(row)).decode()

    def sealed(self, row: models.Model) -> Stored:
        """The ciphertext of a row, sealed now when its words are new; one that is not its own is refused."""
        held = row.__dict__[self.attname]
        if isinstance(held, Typed):
            return Stored(seal_bytes(held.encode(), aad=self.place(row)))
        open_bytes(held, aad=self.place(row))
        return Stored(held)

    def pre_save(self, row: models.Model, add: bool) -> Any:
        stored = self.sealed(row)
        row.__dict__[self.attname] = stored
        return stored

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Stored | None:
        return None if value is None else Stored(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Ciphertext, or nothing: ``update``, ``filter`` and the like have no row to seal words for."""
        if isinstance(value, Sealed):
            return self.sealed(value.row)
        if isinstance(value, str) and value:
            raise TypeError(
                f"{self.name} is sealed for its row: assign it and save. A blind index finds it, its words do not."
            )
        return b"" if value == "" else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        return super().get_db_prep_value(bytes(value) if isinstance(value, Stored) else value, connection, True)

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether there is a text can be asked, and nothing about its words: Django refuses the rest in a sentence."""
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "in", "isnull"} else None

    def value_to_string(self, row: Any) -> NoReturn:
        """Not in a dump of Django's, which would keep the mask in place of the text."""
        raise TypeError(f"{self.name} is sealed: back up the database with its own tools")
