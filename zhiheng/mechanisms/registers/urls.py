"""Addresses of registers, the same for every kind."""

from django.urls import path

from zhiheng.mechanisms.registers.views.lists import register_rows, register_rows_export, registers
from zhiheng.mechanisms.registers.views.row import (
    amend_register_row,
    new_register_row,
    record_register_event,
    register_row,
    strike_register_event,
)

urlpatterns = [
    path("registers/", registers, name="registers"),
    path("registers/<slug:kind>/", register_rows, name="register_rows"),
    path("registers/<slug:kind>.<str:fmt>", register_rows_export, name="register_rows_export"),
    path("registers/<slug:kind>/new/", new_register_row, name="new_register_row"),
    path("registers/<slug:kind>/<uuid:pk>/", register_row, name="register_row"),
    path("registers/<slug:kind>/<uuid:pk>/amend/", amend_register_row, name="amend_register_row"),
    path("registers/<slug:kind>/<uuid:pk>/record/", record_register_event, name="record_register_event"),
    path("registers/<slug:kind>/<uuid:pk>/strike/<uuid:event>/", strike_register_event, name="strike_register_event"),
]
