from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zhiheng.ledger"
    verbose_name = "台账"
