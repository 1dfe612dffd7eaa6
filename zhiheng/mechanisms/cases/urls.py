"""Addresses of cases, the same for every kind."""

from django.urls import path

from zhiheng.mechanisms.cases.views.acts import amend_case, do, new_case
from zhiheng.mechanisms.cases.views.case import case, reveal_case
from zhiheng.mechanisms.cases.views.lists import cases, cases_export, public_cases, public_cases_export
from zhiheng.mechanisms.cases.views.queue import queue

urlpatterns = [
    path("cases/", queue, name="queue"),
    path("cases/<slug:kind>/", cases, name="cases"),
    path("cases/<slug:kind>.<str:fmt>", cases_export, name="cases_export"),
    path("cases/<slug:kind>/new/", new_case, name="new_case"),
    path("cases/<slug:kind>/<uuid:pk>/", case, name="case"),
    path("cases/<slug:kind>/<uuid:pk>/amend/", amend_case, name="amend_case"),
    path("cases/<slug:kind>/<uuid:pk>/do/<slug:transition>/", do, name="do"),
    path("cases/<slug:kind>/<uuid:pk>/reveal/", reveal_case, name="reveal_case"),
    path("public/<slug:kind>/", public_cases, name="public_cases"),
    path("public/<slug:kind>.<str:fmt>", public_cases_export, name="public_cases_export"),
]
