"""What of a model goes into the snapshot from which numbers are computed (``zhiheng.indicators``).

A model says so itself, in ``publishes``: a tuple of ``Publishes``. Nothing personal is ever published: what the
snapshot holds may be counted, kept for years and handed to an auditor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """A key of a JSON field, as a column: where the field is, the key, and what it holds (bool, int or str)."""

    way: str
    key: str
    holds: type


@dataclass(frozen=True)
class Publishes:
    """One table of the snapshot. Every row of the model (``of``, where it is not the declaring one) is a record in it.

    ``day`` is a field of that model with a date: its month is the part into which a row is written, and a row without
    the day is left out. Without ``day`` the table is one part. ``columns`` maps each name to the way from the model to
    its value, as in a query (``case__firm_code``); a region is given by its id. The column ``id`` is always there.
    ``where`` is what the rows must be equal to; a row that is equal to anything of ``but`` is left out. ``open``: no
    count is withheld, because the law publishes the records anyway; a record itself is everybody's from the day in the
    column ``open_from``, or at once without one. The records of other tables are for who oversees the whole province.
    """

    table: str
    columns: Mapping[str, str | Said]
    day: str = ""
    of: str = ""
    where: Mapping[str, object] = field(default_factory=dict)
    but: Mapping[str, object] = field(default_factory=dict)
    open: bool = False
    open_from: str = ""
