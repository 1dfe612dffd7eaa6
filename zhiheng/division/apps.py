"""任务分解: who does which part of what the plan asks, and how a target is shared out."""

from django.apps import AppConfig


class DivisionConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.division"
    verbose_name = "任务分解"
