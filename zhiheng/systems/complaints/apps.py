"""Consumer complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.systems.complaints"
    verbose_name = "消费投诉"
