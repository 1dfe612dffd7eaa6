"""The frame of the portal and the pages that join several rooms."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.web"
    verbose_name = "门户"
