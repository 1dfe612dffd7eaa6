"""The decorator ``once``: a view that takes a post answers each key with one effect and always the same answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec

from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.idempotency.refusals import KEY_MISSING, KEY_OF_ANOTHER, refuse

FIELD = "once"
HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
"""The header of an answer that was given before."""

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
SAFE = {"GET", "HEAD", "OPTIONS"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NOT_CONTENT = {FIELD, "csrfmiddlewaretoken"}
"""Fields that may differ between two sendings of the same: the tokens."""

Given = ParamSpec("Given")


def once(view: Callable[Given, HttpResponseBase]) -> Callable[Given, HttpResponseBase]:
    """A view whose posts need a key: the first claims it, every other one with the same key gets the first's answer.

    The view runs in one transaction with the claim, so an effect without a kept answer cannot be, nor the reverse.
    While it runs SQLite lets nobody else write: what takes long and writes nothing (reading a file) belongs before it,
    in a plain view that hands its result to a function decorated with this. An answer of 500 and above, like an
    exception, undoes the effect and gives the key back.
    """

    @wraps(view)
    def asked_once(*args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        request = next(given for given in args if isinstance(given, HttpRequest))
        if request.method in SAFE:
            return view(*args, **kwargs)
        try:
            key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
            if not KEY.fullmatch(key):
                return refuse(request, KEY_MISSING)
            fingerprint = _fingerprint(request)
        except UnreadablePostError:
            return HttpResponse(status=400)  # the line broke off; nobody is there to read more
        return _answer(key, fingerprint, request, lambda: view(*args, **kwargs))

    asked_once.once = True  # type: ignore[attr-defined]
    return asked_once


def _answer(
    key: str, fingerprint: str, request: HttpRequest, effect: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer kept for the key, or the effect with its answer kept. Two at once: the unique key makes one wait."""
    with transaction.atomic(durable=True):
        receipt, mine = Receipt.objects.get_or_create(
            key=key, defaults={"fingerprint": fingerprint, "at": timezone.now()}
        )
        if mine:
            answer = _rendered(effect())
            if answer.status_code >= 500:
                transaction.set_rollback(True)
                return answer
            receipt.status, receipt.headers, receipt.content = answer.status_code, dict(answer.items()), answer.content
            receipt.save(update_fields=["status", "headers", "body"])
            return answer
    if receipt.fingerprint != fingerprint:
        return refuse(request, KEY_OF_ANOTHER)
    headers = {**receipt.headers, REPLAYED: "true"}
    return HttpResponse(receipt.content, status=receipt.status, headers=headers)


def _rendered(answer: HttpResponseBase) -> HttpResponse:
    """The answer with its content made, while the transaction is open: a template may ask the database."""
    if not isinstance(answer, HttpResponse):
        raise TypeError("the answer to a post is kept, so it cannot be a stream: redirect to the file")
    if hasattr(answer, "render"):
        answer.render()
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """A keyed hash of who sends what where; two sendings of the same form have the same."""
    whole = salted_hmac("zhiheng.mechanisms.idempotency", b"", algorithm="sha256")
    for part in _parts(request):
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """Method, address, person, then the content: field by field for a form, as it came for everything else."""
    user: Any = getattr(request, "user", None)
    yield from (str(request.method).encode(), request.get_full_path().encode(), str(getattr(user, "pk", "")).encode())
    if request.method != "POST" or request.content_type not in FORMS:
        yield request.body
        return
    for name in sorted(set(request.POST) - NOT_CONTENT):
        for value in (name, *request.POST.getlist(name)):
            yield value.encode(errors="surrogatepass")
        yield b""
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            yield from (name.encode(), str(file.name).encode(errors="surrogatepass"), digest.digest())
