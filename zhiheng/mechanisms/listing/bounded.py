"""Pages over rows that are too many to count."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

BOUND = 1000
"""Rows that are counted and turned over at most, since 2026-11-22: nobody turns further, and counting a million costs
seconds on each page. Who wants others filters, or takes the file, which has all."""


class Bounded(Paginator):
    """Pages of the first BOUND rows; ``more``: there are others."""

    @cached_property
    def found(self) -> int:
        """How many rows there are, up to one more than BOUND."""
        rows: Any = self.object_list
        return int(rows.order_by()[: BOUND + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.found, BOUND)

    @property
    def more(self) -> bool:
        """Whether there are more rows than are turned over."""
        return self.found > BOUND
