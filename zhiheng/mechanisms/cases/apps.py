"""Cases and their legal clocks."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.cases"
    verbose_name = "办件"
