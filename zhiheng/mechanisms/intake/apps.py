"""Excel in for registers and cases."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.intake"
    verbose_name = "表格导入"
