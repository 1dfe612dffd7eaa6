"""The ninja interface with what ours does differently: problem+json, readable Chinese, conditional answers."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop, override
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from zhiheng.mechanisms.sending import send
from zhiheng.web.api.language import language_of

PROBLEM = "application/problem+json"


class Problem(Schema):
    """What went wrong (RFC 9457). ``errors`` names each parameter that was refused."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


ERRORS: dict[int, type[Schema]] = {404: Problem, 422: Problem}
"""What any address may answer instead."""


REFUSALS = {
    "missing": gettext_noop("必须给出"),
    "int_parsing": gettext_noop("须为整数"),
    "bool_parsing": gettext_noop("须为 true 或 false"),
    "greater_than_equal": gettext_noop("不能小于 %(ge)s"),
    "less_than_equal": gettext_noop("不能大于 %(le)s"),
    "string_too_long": gettext_noop("最多 %(max_length)s 个字符"),
    "string_pattern_mismatch": gettext_noop("含有不能用的字符"),
    "literal_error": gettext_noop("只能是 %(expected)s"),
    "cursor": gettext_noop("不是本接口给出的 next_cursor"),
}
"""Why a parameter was refused, by the checker's own name of the reason; what is not here keeps its English words."""


class Readable(BaseRenderer):
    """JSON with Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)


class Interface(NinjaAPI):
    """Answers with an ETag, and with a problem where it cannot answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(renderer=Readable(), **options)
        self.add_exception_handler(Http404, _not_found)
        self.add_exception_handler(ValidationError, _refused)
        self.add_exception_handler(HttpError, _http_error)

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer of an operation; 304 when the reader has it already."""
        made = super().create_response(request, data, **options)
        if made.status_code != 200:
            return made
        return send(request, made.content, content_type="application/json; charset=utf-8")

    def get_openapi_schema(self, **options: Any) -> Any:
        """The schema, with the media type that problems really have."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: next(iter(response["content"].values()))}
        return schema


def problem(
    request: HttpRequest, status: int, title: str, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """A problem in the reader's language; ``title`` is a Chinese message id."""
    with override(language_of(request)):
        words = gettext(title)
        value = {"type": "about:blank", "title": words, "status": status, "detail": detail or words}
    content = json.dumps({**value, "errors": errors or []}, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=PROBLEM)


def not_an_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below /api/ that is none."""
    return problem(request, 404, gettext_noop("没有这个地址"), request.path)


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 404, gettext_noop("没有找到"), request.path)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    with override(language_of(request)):
        errors = [{"parameter": str(found["loc"][-1]), "message": _words(found)} for found in error.errors]
    return problem(request, 422, gettext_noop("参数不对"), errors=errors)


def _words(found: dict[str, Any]) -> str:
    """The reason in the language in force."""
    template = REFUSALS.get(found["type"])
    return gettext(template) % found.get("ctx", {}) if template else str(found["msg"])


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code, gettext_noop("请求不对"), str(error))
