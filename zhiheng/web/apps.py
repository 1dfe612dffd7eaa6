from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhiheng.web"
    verbose_name = "门户"
