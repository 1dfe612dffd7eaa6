"""Addresses of complaints that are not those of every case: filing, following, and what is published."""

from django.urls import path

from zhiheng.systems.complaints.views.giving import give_exhibits
from zhiheng.systems.complaints.views.handling import exhibit, paper
from zhiheng.systems.complaints.views.public.figures import complaint_figures, complaints_public, score_card_page
from zhiheng.systems.complaints.views.public.filing import complain, complain_step, send_complaint
from zhiheng.systems.complaints.views.public.followed import followed, receipt

urlpatterns = [
    path("complain/", complain, name="complain"),
    path("complain/send/", send_complaint, name="send_complaint"),
    path("complain/<slug:key>/", complain_step, name="complain_step"),
    path("receipt/", receipt, name="receipt"),
    path("r/<str:token>/", followed, name="followed"),
    path("complaints/", complaints_public, name="complaints_public"),
    path("complaints/figures.<str:fmt>", complaint_figures, name="complaint_figures"),
    path("complaints/firms/<str:code>/", score_card_page, name="score_card"),
    path("complaints/<uuid:pk>/evidence/", give_exhibits, name="give_exhibits"),
    path("complaints/<uuid:pk>/evidence/<uuid:exhibit>/", exhibit, name="exhibit"),
    path("complaints/<uuid:pk>/papers/<slug:paper>/", paper, name="paper"),
]
