"""One effect each: the receipts of posts."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.idempotency"
    verbose_name = "回执"
