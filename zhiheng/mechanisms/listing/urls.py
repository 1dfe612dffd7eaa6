"""Addresses of saved views."""

from django.urls import path

from zhiheng.mechanisms.listing.views import drop_view, save_view

urlpatterns = [
    path("lists/<slug:listing>/views/", save_view, name="save_view"),
    path("lists/views/<uuid:pk>/drop/", drop_view, name="drop_view"),
]
