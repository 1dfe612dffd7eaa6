"""台账: what plans ask for."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.ledger"
    verbose_name = "台账"
