"""The app of the small kinds."""

from django.apps import AppConfig


class SmallConfig(AppConfig):
    """Registers the app with Django."""

    name = "tests.small"
    label = "small"
    verbose_name = "小样"
