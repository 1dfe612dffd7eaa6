"""The ninja interface with what ours does differently: problem+json, readable Chinese, conditional answers."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from zhiheng.division import allocating, dividing
from zhiheng.division.importing import batches
from zhiheng.ledger import uploading
from zhiheng.ledger.importing import NotAPlan
from zhiheng.mechanisms.cases import acting
from zhiheng.mechanisms.idempotency.once import HEADER, KEY, SAFE
from zhiheng.mechanisms.intake import batches as intakes
from zhiheng.mechanisms.registers import keeping
from zhiheng.mechanisms.sending import send
from zhiheng.mechanisms.versions import Stale
from zhiheng.web.api import problems
from zhiheng.web.api.access import stranger

KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    "description": "每次提交一个新编号，重发用同一个。A new one for each submission, the same one for a repeat.",
}

CLOSED = {
    uploading.NotNow: gettext_noop("这份读取稿现在不能这样操作：它的状态已经改变，或者您不是办理人。"),
    NotAPlan: gettext_noop("更正后没有任务，也没有目标，不能入账；请退回修改。"),
}
"""What the pages say, too, to acts on a reading that are not open."""


class Readable(BaseRenderer):
    """JSON with Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)


class Interface(NinjaAPI):
    """Answers with an ETag, and with a problem where it cannot answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(renderer=Readable(), **options)
        self.add_exception_handler(Http404, problems.not_found)
        self.add_exception_handler(ValidationError, problems.refused)
        self.add_exception_handler(HttpError, problems.http_error)
        self.add_exception_handler(AuthenticationError, stranger)
        self.add_exception_handler(problems.Unfit, problems.unfit)
        rooms = (dividing, allocating, batches, acting, keeping, intakes)
        for not_now in (room.NotNow for room in rooms):
            self.add_exception_handler(not_now, problems.not_now)
        for closed, words in CLOSED.items():
            self.add_exception_handler(closed, partial(problems.closed, words))
        self.add_exception_handler(Stale, problems.stale)

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer of an operation; 304 when the reader has it already."""
        made = super().create_response(request, data, **options)
        if made.status_code != 200 or request.method not in SAFE:
            return made
        answer = send(request, made.content, content_type="application/json; charset=utf-8")
        if request.user.is_authenticated:
            answer["Cache-Control"] = "private, no-cache"
        return answer

    def get_openapi_schema(self, **options: Any) -> Any:
        """The schema, with the media type that problems really have and the key that every write needs."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for method, operation in path.items():
                if method.upper() not in SAFE:
                    operation["parameters"] = [*operation.get("parameters", []), KEY_PARAMETER]
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {problems.PROBLEM: next(iter(response["content"].values()))}
        return schema
