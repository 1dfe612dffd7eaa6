"""佐证文件: files kept by content."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.mechanisms.evidence"
    verbose_name = "佐证文件"
