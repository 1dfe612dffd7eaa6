"""Addresses of the catalogue of indicators and of one indicator."""

from django.urls import path

from zhiheng.web.views.apportioning import apportion
from zhiheng.web.views.indicators import indicator, indicators
from zhiheng.web.views.yearly_path import yearly_path

urlpatterns = [
    path("plans/<slug:slug>/indicators/", indicators, name="indicators"),
    path("plans/<slug:slug>/indicators/<str:indicator>/", indicator, name="indicator"),
    path("plans/<slug:slug>/indicators/<str:indicator>/apportion/", apportion, name="apportion"),
    path("plans/<slug:slug>/indicators/<str:indicator>/path/", yearly_path, name="yearly_path"),
]
