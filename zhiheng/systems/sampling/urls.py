"""Addresses of sampling inspection that are not those of every case: sheets, labels, reports, published results."""

from django.urls import path

from zhiheng.mechanisms.intake.views import new_intake
from zhiheng.systems.sampling.views.draws import draw, draw_recipe, new_draw
from zhiheng.systems.sampling.views.importing import results_imports
from zhiheng.systems.sampling.views.label import sample_label, sample_of_number
from zhiheng.systems.sampling.views.laboratory import test_report
from zhiheng.systems.sampling.views.public import public_sample, public_samples, public_samples_export
from zhiheng.systems.sampling.views.sheet import sample_file, sampling_sheet, sampling_sheets

urlpatterns = [
    path("samples/", public_samples, name="public_samples"),
    path("samples.<str:fmt>", public_samples_export, name="public_samples_export"),
    path("samples/<uuid:pk>/", public_sample, name="public_sample"),
    path("samples/of/<str:number>/", sample_of_number, name="sample_of_number"),
    path("samples/import/", results_imports, name="results_imports"),
    path("samples/import/<slug:kind>/", new_intake, {"room": "results"}, name="results_import"),
    path("sampling/sheet/", sampling_sheets, name="sampling_sheets"),
    path("sampling/sheet/<uuid:pk>/", sampling_sheet, name="sampling_sheet"),
    path("sampling/report/<uuid:pk>/", test_report, name="test_report"),
    path("sampling/files/<uuid:pk>/", sample_file, name="sample_file"),
    path("draws/new/<uuid:pk>/<slug:of>/", new_draw, name="new_draw"),
    path("draws/<uuid:pk>/", draw, name="draw"),
    path("draws/<uuid:pk>.json", draw_recipe, name="draw_recipe"),
    path("cases/sample/<uuid:pk>/label/", sample_label, name="sample_label"),
]
