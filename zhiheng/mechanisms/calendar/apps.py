"""工作日历: the days that are worked, and the legal limits that are counted in them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks

from zhiheng.mechanisms.parameters import Undeclared, parameters


def parameters_can_be_read(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A wrong parameter file is told at start-up, not when the first deadline is counted."""
    try:
        parameters()
    except Undeclared as wrong:
        return [checks.Error(str(wrong), id="parameters.E001")]
    return []


class CalendarConfig(AppConfig):
    """Registers the app with Django, and the check of the parameters."""

    name = "zhiheng.mechanisms.calendar"
    verbose_name = "工作日历"

    def ready(self) -> None:
        checks.register(parameters_can_be_read)
