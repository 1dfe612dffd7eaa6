from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "zhiheng.reporting"
    verbose_name = "填报"
