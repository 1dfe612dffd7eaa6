"""Addresses of what the records say: definitions, one of them, all by region, and the lineage of each value."""

from django.urls import path

from zhiheng.web.views.numbers import number, numbers, numbers_heat
from zhiheng.web.views.numbers_files import number_export, numbers_heat_export
from zhiheng.web.views.numbers_value import value
from zhiheng.web.views.values import publish_value, value_file

urlpatterns = [
    path("numbers/", numbers, name="numbers"),
    path("numbers/heat/", numbers_heat, name="numbers_heat"),
    path("numbers/heat.<str:fmt>", numbers_heat_export, name="numbers_heat_export"),
    path("numbers/<slug:key>/", number, name="number"),
    path("numbers/<slug:key>/value/", value, name="value"),
    path("numbers/<slug:key>/value.<str:fmt>", value_file, name="value_file"),
    path("numbers/<slug:key>/publish/", publish_value, name="publish_value"),
    path("numbers/<slug:key>.<str:fmt>", number_export, name="number_export"),
]
