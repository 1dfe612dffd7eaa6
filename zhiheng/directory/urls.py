"""Addresses of the directory's files; its pages join other rooms and live in zhiheng.web."""

from django.urls import path

from zhiheng.directory.views import regions_export, units_export

urlpatterns = [
    path("units.<str:fmt>", units_export, name="units_export"),
    path("regions.<str:fmt>", regions_export, name="regions_export"),
]
