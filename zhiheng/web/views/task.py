"""任务详情: a task with its words, and for officials how it is divided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng.directory.permissions import Permission, may
from zhiheng.division.models import Part
from zhiheng.division.origin import may_divide_task
from zhiheng.ledger.models import Task
from zhiheng.ledger.views.task import task_page
from zhiheng.mechanisms.scope import desk_now

SHOWN = 50
"""Parts on the page of their task; all of them are in the list."""


def task(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The page of a task; whoever takes part in the work sees the parts that their desk may see."""
    context = task_page(slug, key)
    if may(request.user, Permission.SEE_PARTS):
        divides = may(request.user, Permission.DIVIDE) and not context["withdrawn"]
        context |= _division(context["task"], divides=divides)
    return render(request, "web/task.html", context)


def _division(task: Task, *, divides: bool) -> dict[str, Any]:
    parts = Part.objects.filter(task=task).exclude(state=Part.WITHDRAWN).select_related("region", "unit")
    return {
        "parts_here": parts[:SHOWN],
        "parts_total": parts.count(),
        "may_divide": divides and may_divide_task(task, desk_now()),
    }
