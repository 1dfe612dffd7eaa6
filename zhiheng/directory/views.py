"""The directory as files that anybody may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhiheng.directory.exports import (
    REGION_FIELDS,
    UNIT_FIELDS,
    directory_metadata,
    directory_table,
    region_rows,
    unit_rows,
)
from zhiheng.mechanisms.sending import send, send_json
from zhiheng.mechanisms.sheets import CSV, file_name, write_csv


@require_safe
def units_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """All units as csv, json or metadata.json."""
    source = gettext("方案文件点名的单位及其承接单位；全称、别名和更名依公开文件整理，逐条注明来源")
    return _export(request, fmt, "units", gettext("责任单位名录"), UNIT_FIELDS, unit_rows(), source)


@require_safe
def regions_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """All regions with both trees as csv, json or metadata.json."""
    source = gettext("民政部县级以上行政区划代码(GB/T 2260)；填报口径为 11 个设区市、定州、辛集和雄安新区")
    return _export(request, fmt, "regions", gettext("地区名录"), REGION_FIELDS, region_rows(), source)


def _export(
    request: HttpRequest,
    fmt: str,
    name: str,
    title: str,
    fields: Mapping[str, object],
    rows: list[dict[str, Any]],
    source: str,
) -> HttpResponse:
    about = directory_metadata(name, len(rows), source)
    if fmt == "csv":
        content = write_csv(directory_table(fields, rows))
        return send(request, content, content_type=CSV, name=file_name([title], "csv"))
    if fmt == "json":
        return send_json(request, {"metadata": about, name: rows})
    if fmt == "metadata.json":
        return send_json(request, about)
    raise Http404(gettext("没有这种格式；可用 csv、json、metadata.json。"))
