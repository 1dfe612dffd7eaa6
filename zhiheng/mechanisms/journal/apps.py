from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhiheng.mechanisms.journal"
    verbose_name = "留痕"
