"""留痕: the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.journal"
    verbose_name = "留痕"
