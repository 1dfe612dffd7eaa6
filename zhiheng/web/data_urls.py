"""Addresses of the unit, region and calendar pages and of everything that can be taken away."""

from django.urls import path

from zhiheng.web.views import downloads
from zhiheng.web.views.calendar import calendar, calendar_export, calendar_year, edit_calendar
from zhiheng.web.views.data import data
from zhiheng.web.views.regions import region, regions
from zhiheng.web.views.sources import sources, sources_export
from zhiheng.web.views.units import unit, units

urlpatterns = [
    path("units/", units, name="units"),
    path("units/<slug:slug>/", unit, name="unit"),
    path("regions/", regions, name="regions"),
    path("regions/<slug:slug>/", region, name="region"),
    path("data/", data, name="data"),
    path("calendar/", calendar, name="calendar"),
    path("calendar/<int:year>/", calendar_year, name="calendar_year"),
    path("calendar/<int:year>/edit/", edit_calendar, name="edit_calendar"),
    path("calendar.<str:fmt>", calendar_export, name="calendar_export"),
    path("plans/<slug:slug>/plan.json", downloads.plan_export, name="plan_json"),
    path("plans/<slug:slug>/plan.metadata.json", downloads.plan_metadata, name="plan_metadata"),
    path("plans/<slug:slug>/tasks.<str:fmt>", downloads.tasks_export, name="tasks_export"),
    path("plans/<slug:slug>/indicators.<str:fmt>", downloads.indicators_export, name="indicators_export"),
    path("plans/<slug:slug>/sources/", sources, name="sources"),
    path("plans/<slug:slug>/sources.<str:fmt>", sources_export, name="sources_export"),
    path("plans/<slug:slug>/funding.<str:fmt>", downloads.funding_export, name="funding_export"),
    path(
        "plans/<slug:slug>/indicators/<slug:indicator>.<str:fmt>", downloads.indicator_export, name="indicator_export"
    ),
]
