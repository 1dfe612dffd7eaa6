"""列表: one way to show one, and the views that officers save of it."""

from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.listing"
    verbose_name = "列表"
