"""Addresses of the division: what is given, and what is shared out."""

from django.urls import path

from zhiheng.division.views.apportionment import apportionment
from zhiheng.division.views.divide import divide, divide_part
from zhiheng.division.views.import_batch import import_batch, imported_file, returned_workbook
from zhiheng.division.views.import_template import import_template
from zhiheng.division.views.imports import imports
from zhiheng.division.views.part import change_part, part, part_file
from zhiheng.division.views.parts import parts, parts_export

urlpatterns = [
    path("parts/", parts, name="parts"),
    path("parts.<str:fmt>", parts_export, name="parts_export"),
    path("parts/<uuid:pk>/", part, name="part"),
    path("parts/<uuid:pk>/change/", change_part, name="change_part"),
    path("parts/<uuid:pk>/divide/", divide_part, name="divide_part"),
    path("parts/<uuid:pk>/attachments/<uuid:attachment>/file.bin", part_file, name="part_file"),
    path("plans/<slug:slug>/tasks/<str:key>/divide/", divide, name="divide"),
    path("apportionments/<uuid:pk>/", apportionment, name="apportionment"),
    path("imports/", imports, name="imports"),
    path("imports/template.xlsx", import_template, name="import_template"),
    path("imports/<uuid:pk>/", import_batch, name="import_batch"),
    path("imports/<uuid:pk>/returned.xlsx", returned_workbook, name="returned_workbook"),
    path("imports/<uuid:pk>/file.bin", imported_file, name="imported_file"),
]
