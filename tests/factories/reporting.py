"""Figures of the bundled plan's indicators, by slug.

``FigureFactory(of="complaints-closed-on-time", at="hebei", year=2025, value=96, parts=(96, 100))``
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory

from zhiheng.directory.models import Region
from zhiheng.ledger.models import Indicator
from zhiheng.reporting.models import Figure


class FigureFactory(factory.django.DjangoModelFactory):
    """A reported figure of the whole province for a year; ``demo=True`` makes it 演示数据."""

    class Meta:
        model = Figure

    class Params:
        of = "complaints-closed-on-time"
        at = "hebei"
        parts = None

    indicator = factory.LazyAttribute(lambda o: Indicator.objects.get(slug=o.of))
    region = factory.LazyAttribute(lambda o: Region.objects.get(slug=o.at))
    year = 2025
    quarter = 0
    # A share is what its parts say, unless the test says otherwise.
    value = factory.LazyAttribute(lambda o: 100 * Decimal(o.parts[0]) / o.parts[1] if o.parts else Decimal("96"))
    source = "测试填报"

    @factory.lazy_attribute
    def numerator(self) -> Any:
        return self.parts and self.parts[0]

    @factory.lazy_attribute
    def denominator(self) -> Any:
        return self.parts and self.parts[1]
