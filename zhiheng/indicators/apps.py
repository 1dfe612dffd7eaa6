"""What the records say: snapshots, definitions, values and the way back to the records."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.indicators"
    verbose_name = "指标计算"
