"""What goes wrong, as application/problem+json (RFC 9457) in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop, override
from django.views.decorators.csrf import csrf_exempt
from ninja import Schema

from zhiheng.web.api.language import language_of

PROBLEM = "application/problem+json"


class Problem(Schema):
    """What went wrong (RFC 9457). ``errors`` names each parameter, or field of the body, that was refused."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


class DifferenceShape(Schema):
    """One field that two people gave different values, as people read them."""

    field: str
    label: str
    mine: str
    theirs: str


class Conflict(Problem):
    """The row has moved on, or its state forbids the act. ``version`` is the newest, null where only the state does;

    ``by`` and ``at`` say who wrote it last, where that is known.
    """

    version: int | None = None
    differences: list[DifferenceShape] = []
    by: str | None = None
    at: datetime | None = None


ERRORS: dict[int, type[Schema]] = {404: Problem, 422: Problem}
"""What any address may answer instead."""
READING_ERRORS = {401: Problem, **ERRORS}
"""What an address for officers may answer instead."""
WRITING_ERRORS = {400: Problem, **READING_ERRORS, 409: Conflict}
"""What an address that is written to may answer instead."""


REFUSALS = {
    "missing": gettext_noop("必须给出"),
    "int_parsing": gettext_noop("须为整数"),
    "int_type": gettext_noop("须为整数"),
    "bool_parsing": gettext_noop("须为 true 或 false"),
    "bool_type": gettext_noop("须为 true 或 false"),
    "string_type": gettext_noop("须为文字"),
    "list_type": gettext_noop("须为列表"),
    "date_from_datetime_parsing": gettext_noop("日期须写成 2026-11-22"),
    "date_type": gettext_noop("日期须写成 2026-11-22"),
    "extra_forbidden": gettext_noop("没有这个字段"),
    "greater_than_equal": gettext_noop("不能小于 %(ge)s"),
    "less_than_equal": gettext_noop("不能大于 %(le)s"),
    "string_too_short": gettext_noop("不能空着"),
    "string_too_long": gettext_noop("最多 %(max_length)s 个字符"),
    "too_short": gettext_noop("至少 %(min_length)s 项"),
    "too_long": gettext_noop("最多 %(max_length)s 项"),
    "string_pattern_mismatch": gettext_noop("含有不能用的字符"),
    "literal_error": gettext_noop("只能是 %(expected)s"),
    "cursor": gettext_noop("不是本接口给出的 next_cursor"),
}
"""Why a parameter was refused, by the checker's own name of the reason; what is not here keeps its English words."""


class Unfit(Exception):
    """A body that its shape lets pass and the rules do not: (field, sentence in the reader's language) for each."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = [{"parameter": field, "message": words} for field, words in errors]
        super().__init__(str(self.errors))


def problem(request: HttpRequest, status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """A problem in the reader's language; ``title`` and ``detail`` are Chinese message ids or ready sentences."""
    with override(language_of(request)):
        words = gettext(title)
        value = {
            "type": "about:blank",
            "title": words,
            "status": status,
            "detail": gettext(detail) if detail else words,
        }
    content = json.dumps({**value, "errors": [], **more}, ensure_ascii=False, cls=DjangoJSONEncoder)
    return HttpResponse(content, status=status, content_type=PROBLEM)


@csrf_exempt
def not_an_address(request: HttpRequest) -> HttpResponse:
    """Any address below /api/ that is none, whatever is sent there."""
    return problem(request, 404, gettext_noop("没有这个地址"), request.path)


def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    """404, whether there is no such row or it is not for whoever asks."""
    return problem(request, 404, gettext_noop("没有找到"), request.path)


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """422 for parameters and bodies that do not have the promised shape."""
    with override(language_of(request)):
        errors = [{"parameter": _place(found["loc"]), "message": _words(found)} for found in error.errors]
    return problem(request, 422, gettext_noop("参数不对"), errors=errors)


def unfit(request: HttpRequest, error: Any) -> HttpResponse:
    """422 for values that the rules refuse, all at once."""
    return problem(request, 422, gettext_noop("内容不对，没有办理"), errors=error.errors)


def not_now(request: HttpRequest, error: Any) -> HttpResponse:
    """409 for an act that the state of the row, or whose turn it is, forbids."""
    return problem(request, 409, gettext_noop("现在不能这样办理"), str(error), version=None, differences=[])


def closed(words: str, request: HttpRequest, error: Any) -> HttpResponse:
    """The same for an error that has no words of its own; ``words`` is a message id."""
    return not_now(request, Exception(words))


def stale(request: HttpRequest, error: Any) -> HttpResponse:
    """409 for an edit of a version that is no longer the newest, with both values field by field."""
    differences = [
        {"field": found.name, "label": found.label, "mine": found.mine.words, "theirs": found.theirs.words}
        for found in error.differences
    ]
    title, detail = gettext_noop("已被他人修改"), gettext_noop("什么都没有改动。请看过最新内容，按新的版本号再提交。")
    by = str(error.by) if error.by else None
    return problem(request, 409, title, detail, version=error.version, differences=differences, by=by, at=error.at)


def http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """What the framework refuses by itself: a body that is no JSON."""
    return problem(request, error.status_code, gettext_noop("请求不对"), str(error))


def _place(loc: Sequence[Any]) -> str:
    """Where in a body, or the name of a parameter: parts.0.year."""
    return ".".join(str(step) for step in loc[2:]) if loc[0] == "body" and len(loc) > 2 else str(loc[-1])


def _words(found: dict[str, Any]) -> str:
    """The reason in the language in force."""
    template = REFUSALS.get(found["type"])
    return gettext(template) % found.get("ctx", {}) if template else str(found["msg"])
