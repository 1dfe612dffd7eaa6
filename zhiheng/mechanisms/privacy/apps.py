"""Personal data: who looked at what, and why."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.privacy"
    verbose_name = "个人信息"
