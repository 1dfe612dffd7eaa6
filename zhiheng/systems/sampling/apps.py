"""Sampling inspection."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.systems.sampling"
    verbose_name = "抽样检验"

    def ready(self) -> None:
        """Its result tables are imported like registers and cases."""
        from zhiheng.mechanisms.intake.entrances import FURTHER
        from zhiheng.systems.sampling.importing import ROOM, results_entrance

        FURTHER[ROOM] = results_entrance
