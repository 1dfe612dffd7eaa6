"""Addresses of imports; those of a kind stand beside its list."""

from django.urls import path

from zhiheng.mechanisms.intake.views import intake, intake_returned, intake_template, new_intake

urlpatterns = [
    path("intakes/<uuid:pk>/", intake, name="intake"),
    path("intakes/<uuid:pk>/returned/", intake_returned, name="intake_returned"),
    path("cases/<slug:kind>/import/", new_intake, {"room": "cases"}, name="cases_import"),
    path("cases/<slug:kind>/import/template.xlsx", intake_template, {"room": "cases"}, name="cases_import_template"),
    path("registers/<slug:kind>/import/", new_intake, {"room": "registers"}, name="register_import"),
    path(
        "registers/<slug:kind>/import/template.xlsx",
        intake_template,
        {"room": "registers"},
        name="register_import_template",
    ),
]
