"""Units, regions and people."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers the app with Django."""

    name = "zhiheng.directory"
    verbose_name = "组织"
