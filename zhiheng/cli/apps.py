"""The commands."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.cli"
    verbose_name = "命令"
