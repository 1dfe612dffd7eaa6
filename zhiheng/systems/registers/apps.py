"""The registers of the plan."""

from django.apps import AppConfig


class KeptRegistersConfig(AppConfig):
    """Registers the app with Django, beside the mechanism of the same name."""

    name = "zhiheng.systems.registers"
    label = "kept_registers"
    verbose_name = "登记簿(各类)"
