"""Addresses of the catalogue of indicators and of one indicator."""

from django.urls import path

from zhiheng.web.views.indicators import indicator, indicators

urlpatterns = [
    path("plans/<slug:slug>/indicators/", indicators, name="indicators"),
    path("plans/<slug:slug>/indicators/<str:indicator>/", indicator, name="indicator"),
]
