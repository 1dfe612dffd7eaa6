"""Addresses of the unit and region pages and of everything that can be taken away."""

from django.urls import path

from zhiheng.web.views import downloads
from zhiheng.web.views.data import data
from zhiheng.web.views.regions import region, regions
from zhiheng.web.views.units import unit, units

urlpatterns = [
    path("units/", units, name="units"),
    path("units/<slug:slug>/", unit, name="unit"),
    path("regions/", regions, name="regions"),
    path("regions/<slug:slug>/", region, name="region"),
    path("data/", data, name="data"),
    path("plans/<slug:slug>/plan.json", downloads.plan_export, name="plan_json"),
    path("plans/<slug:slug>/plan.metadata.json", downloads.plan_metadata, name="plan_metadata"),
    path("plans/<slug:slug>/tasks.<str:fmt>", downloads.tasks_export, name="tasks_export"),
    path("plans/<slug:slug>/indicators.<str:fmt>", downloads.indicators_export, name="indicators_export"),
    path("plans/<slug:slug>/funding.<str:fmt>", downloads.funding_export, name="funding_export"),
    path(
        "plans/<slug:slug>/indicators/<slug:indicator>.<str:fmt>", downloads.indicator_export, name="indicator_export"
    ),
]
