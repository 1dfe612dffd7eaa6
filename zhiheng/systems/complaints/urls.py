"""Addresses of complaints that are not those of every case: filing and following."""

from django.urls import path

from zhiheng.systems.complaints.views.giving import give_exhibits
from zhiheng.systems.complaints.views.handling import exhibit, paper
from zhiheng.systems.complaints.views.public.filing import complain, complain_step, send_complaint
from zhiheng.systems.complaints.views.public.followed import followed, receipt

urlpatterns = [
    path("complain/", complain, name="complain"),
    path("complain/send/", send_complaint, name="send_complaint"),
    path("complain/<slug:key>/", complain_step, name="complain_step"),
    path("receipt/", receipt, name="receipt"),
    path("r/<str:token>/", followed, name="followed"),
    path("complaints/<uuid:pk>/evidence/", give_exhibits, name="give_exhibits"),
    path("complaints/<uuid:pk>/evidence/<uuid:exhibit>/", exhibit, name="exhibit"),
    path("complaints/<uuid:pk>/papers/<slug:paper>/", paper, name="paper"),
]
