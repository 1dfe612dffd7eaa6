from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "zhiheng.directory"
    verbose_name = "组织"
