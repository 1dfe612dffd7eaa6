"""What units say: figures."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.reporting"
    verbose_name = "填报"
