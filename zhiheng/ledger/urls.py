"""Addresses of the pages of a ledger."""

from django.urls import path

from zhiheng.ledger.views.correct import correct
from zhiheng.ledger.views.editions import editions
from zhiheng.ledger.views.funding import funding
from zhiheng.ledger.views.plans import plans
from zhiheng.ledger.views.reading import confirm, reading, take_over, uploaded_file
from zhiheng.ledger.views.tasks import tasks
from zhiheng.ledger.views.text import text
from zhiheng.ledger.views.upload import upload

urlpatterns = [
    path("plans/", plans, name="plans"),
    path("plans/<slug:slug>/text/", text, name="text"),
    path("plans/<slug:slug>/tasks/", tasks, name="tasks"),
    path("plans/<slug:slug>/funding/", funding, name="funding"),
    path("plans/<slug:slug>/editions/", editions, name="editions"),
    path("uploads/", upload, name="upload"),
    path("uploads/<int:number>/", reading, name="reading"),
    path("uploads/<int:number>/correct/", correct, name="correct"),
    path("uploads/<int:number>/confirm/", confirm, name="confirm"),
    path("uploads/<int:number>/take-over/", take_over, name="take_over"),
    path("uploads/<int:number>/document.bin", uploaded_file, name="uploaded_file"),
]
