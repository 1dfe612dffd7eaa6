"""公布值: publish a value, and hand it out as a file that anybody can check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from zhiheng.directory.models import Region
from zhiheng.directory.permissions import Permission, needs
from zhiheng.indicators.computing import Cell
from zhiheng.indicators.models import PublishedValue
from zhiheng.indicators.snapshot import BrokenSnapshot, Snapshot, kept, snapshot_now
from zhiheng.indicators.value_file import packed, written
from zhiheng.indicators.values import NotPublished, publish, told, told_then
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.periods import NoPeriod, Period
from zhiheng.mechanisms.sending import JSON, send, send_json
from zhiheng.mechanisms.sheets import file_name
from zhiheng.web.numbers.asked import Asked, address_of_value, known, region_of
from zhiheng.web.numbers.found import Found
from zhiheng.web.numbers.published import MOST_WHY, compared
from zhiheng.web.numbers.withheld import may_take, reader
from zhiheng.web.views.numbers_value import asked_value

ZIP = "application/zip"


@require_safe
def value_file(request: HttpRequest, key: str, fmt: str) -> HttpResponse:
    """A value as value.json for everybody, or with manifest and parts as .zip for whoever may have the records.

    ``published`` in the address is the id of a published value; without it, the value of now. compared.json has both.
    """
    if fmt not in ("json", "zip", "compared.json"):
        raise Http404(gettext("没有这种格式。"))
    asked = asked_value(request, key)
    definition, snapshot = asked.definition, snapshot_now()
    if fmt == "compared.json":
        return send_json(request, _compared(asked, snapshot))
    if published := _published(request.GET, asked):
        given, snapshot = told_then(definition, published), _kept(published.snapshot)
    else:
        cell = _told_cell(asked, snapshot)
        place = asked.region or Region.objects.get(kind=Region.PROVINCE)
        given = told(definition, asked.span, place, cell, on=asked.on, snapshot=snapshot)
    name = file_name([str(definition.name), str(asked.span), asked.place], "value.json" if fmt == "json" else fmt)
    if fmt == "json":
        return send(request, written(given), content_type=JSON, name=name)
    if not may_take(asked, reader(), snapshot):
        raise Http404(gettext("记录不公开，或者还没有全部公开：公众可以下载不含记录的数值文件。"))
    return send(request, packed(given, snapshot, definition), content_type=ZIP, name=name)


def _compared(asked: Asked, snapshot: Snapshot) -> dict[str, Any]:
    _told_cell(asked, snapshot)
    try:
        return compared(asked, reader(), snapshot)
    except NotPublished as refused:
        raise Http404(str(refused)) from refused


def _told_cell(asked: Asked, snapshot: Snapshot) -> Cell:
    """The cell of an address, if it may be told to whoever asks."""
    found = Found(asked, reader(), snapshot)
    cell = found.cell(asked.span, asked.region)
    if asked.within or not found.may_tell(asked.span, cell.region, ()):
        raise Http404(gettext("这个值不公布。"))
    return cell


@require_POST
@needs(Permission.PUBLISH_VALUES)
@once
def publish_value(request: HttpRequest, key: str) -> HttpResponseBase:
    """Publish one cell as it is now; back to its page, with what became of it."""
    definition, region = known(key), region_of(request.POST.get("region", ""))
    try:
        period = Period.of(request.POST.get("period", ""))
    except NoPeriod as wrong:
        raise Http404(gettext("期间要写成 2026、2026Q3 或 2026-09。")) from wrong
    why = request.POST.get("why", "").strip()[:MOST_WHY]
    place = region or Region.objects.get(kind=Region.PROVINCE)
    try:
        publish(definition, [period], [place], by=request.user, at=timezone.now(), why=why)
    except NotPublished as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("已公布，并已留痕。"))
    return redirect(address_of_value(definition, period, region))


def _published(query: QueryDict, asked: Asked) -> PublishedValue | None:
    """The published value that an address names, of the same cell; 404 for another."""
    name = query.get("published")
    if not name:
        return None
    try:
        found = PublishedValue.objects.select_related("region").get(pk=UUID(str(name)))
    except (ValueError, PublishedValue.DoesNotExist) as wrong:
        raise Http404(gettext("没有这个公布值。")) from wrong
    region = asked.region.pk if asked.region else None
    cell = (found.definition, found.period, None if found.region.kind == Region.PROVINCE else found.region_id)
    if cell != (asked.definition.key, str(asked.span), region):
        raise Http404(gettext("没有这个公布值。"))
    return found


def _kept(name: str) -> Snapshot:
    try:
        return kept(name)
    except BrokenSnapshot as lost:
        raise Http404(gettext("没有留存这个快照。")) from lost
