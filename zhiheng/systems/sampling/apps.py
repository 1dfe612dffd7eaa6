"""Sampling inspection."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.systems.sampling"
    verbose_name = "抽样检验"
