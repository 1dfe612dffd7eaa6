"""导入模板: the workbook to fill in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zhiheng.directory.models import Officer
from zhiheng.directory.permissions import Permission, needs
from zhiheng.division.importing.table import SHEET, my_rows, my_template, rows_to_divide
from zhiheng.division.models import Part
from zhiheng.division.origin import Origin, divisible, may_divide, origin_of, origin_of_part, receivers
from zhiheng.ledger.models import Ledger, Task
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.sending import send
from zhiheng.mechanisms.sheets import XLSX, file_name


@needs(Permission.DIVIDE)
def import_template(request: HttpRequest) -> HttpResponseBase:
    """The workbook to fill in: my parts of a ledger (``plan``), or the regions among which something is divided.

    ``task`` with ``mark``, as on the page that divides it, or ``part`` name what is to be divided.
    """
    desk, day = desk_now(), timezone.localdate()
    origin = _origin(request)
    ledger = origin.ledger if origin else _ledger(request.GET.get("plan", ""))
    rows = rows_to_divide(origin, receivers(ledger, desk, day)[0]) if origin else my_rows(ledger, desk)
    content = my_template(ledger, desk, day, rows)
    officer: Officer = request.user  # type: ignore[assignment]
    name = file_name([str(officer.unit or officer.region or ""), SHEET, ledger.title, f"{day:%Y%m%d}"], "xlsx")
    return send(request, content, content_type=XLSX, name=name)


def _ledger(slug: str) -> Ledger:
    found = get_object_or_404(Ledger, slug=slug) if slug else Ledger.objects.first()
    if found is None:
        raise Http404
    return found


def _origin(request: HttpRequest) -> Origin | None:
    """What an address asks to divide, if the post may."""
    desk = desk_now()
    if part := request.GET.get("part"):
        row = get_object_or_404(Part.objects.select_related("ledger", "task__ledger", "document"), pk=uuid_of(part))
        if not may_divide(row, desk):
            raise Http404
        return origin_of_part(row)
    if not (key := request.GET.get("task")):
        return None
    ledger = _ledger(request.GET.get("plan", ""))
    task = get_object_or_404(Task.objects.select_related("ledger", "document"), ledger=ledger, key=key)
    mine = divisible(task, desk)
    numbered = {str(place): one for place, one in enumerate(task.assignments.all(), 1) if one in mine}
    mark = request.GET.get("mark") or next(iter(numbered), "")
    if mark in numbered:
        return origin_of(task, numbered[mark])
    if mark or not desk.whole:
        raise Http404
    return origin_of(task, None)


def uuid_of(text: str) -> UUID:
    """An id as an address gives it; 404 for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
