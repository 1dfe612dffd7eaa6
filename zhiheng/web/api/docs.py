"""The page that describes the interface: made from the schema, no script, so it works off-line and on old browsers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from zhiheng.ledger.models import Indicator, Ledger, Task
from zhiheng.web.api import api
from zhiheng.web.api.language import language_of


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address with what it may be."""

    name: str
    place: str
    required: bool
    allowed: str


@dataclass(frozen=True)
class Endpoint:
    """An address with what it gives and a link to try it."""

    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    example: str


def docs(request: HttpRequest) -> HttpResponse:
    """Every address of the interface, with links into the data of this very site."""
    schema = api.get_openapi_schema()
    known = _examples()
    endpoints = [_endpoint(path, operations["get"], known) for path, operations in schema["paths"].items()]
    with override(language_of(request)):
        return render(request, "web/api.html", {"endpoints": endpoints, "info": schema["info"]})


def _endpoint(path: str, operation: Mapping[str, Any], known: Mapping[str, str]) -> Endpoint:
    parameters = [_parameter(found) for found in operation.get("parameters", [])]
    example = path
    for parameter in parameters:
        if parameter.place == "path":
            example = example.replace(f"{{{parameter.name}}}", known.get(parameter.name, ""))
    query = "&".join(f"{p.name}={known.get(p.name, '')}" for p in parameters if p.place == "query" and p.required)
    example = f"{example}?{query}" if query else example
    return Endpoint(
        path,
        operation["summary"],
        operation.get("description", "").replace("``", ""),
        parameters,
        "" if "//" in example else example,
    )


def _parameter(found: Mapping[str, Any]) -> Parameter:
    schema = found["schema"]
    kinds = [schema, *schema.get("anyOf", [])]
    allowed = [str(word) for kind in kinds for word in kind.get("enum", [])]
    numbers = [f"{kind['minimum']}–{kind['maximum']}" for kind in kinds if "minimum" in kind and "maximum" in kind]
    types = [str(kind["type"]) for kind in kinds if kind.get("type") not in (None, "null")]
    words = " | ".join(allowed) or ", ".join(dict.fromkeys([*types, *numbers]))
    return Parameter(found["name"], found["in"], bool(found.get("required")), words)


def _examples() -> dict[str, str]:
    """An id of each kind that this site has, so that every example answers."""
    ledger = Ledger.objects.first()
    known = {"q": "质量", "edition": "1", "unit": "shichang", "region": "shijiazhuang"}
    if ledger is None:
        return known
    task = Task.objects.filter(document=ledger.edition_in_force()).first()
    indicator = Indicator.objects.filter(ledger=ledger).first()
    known |= {"ledger": ledger.slug, "edition": str(ledger.edition_in_force().edition_no)}
    return known | {"key": task.key if task else "", "indicator": indicator.slug if indicator else ""}
