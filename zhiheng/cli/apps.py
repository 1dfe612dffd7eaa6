from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "zhiheng.cli"
    verbose_name = "命令"
