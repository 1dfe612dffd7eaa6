"""Registers and what happened to their rows."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.registers"
    verbose_name = "登记簿"
