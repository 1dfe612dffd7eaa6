"""The page that describes the interface: made from the schema, no script, so it works off-line and on old browsers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from zhiheng.ledger.models import Indicator, Ledger, Task
from zhiheng.mechanisms.registers.models import kinds
from zhiheng.web.api import api
from zhiheng.web.api.language import language_of


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address, or a field of what is sent, with what it may be."""

    name: str
    place: str
    required: bool
    allowed: str


@dataclass(frozen=True)
class Endpoint:
    """An address with what it gives and, where anybody may try it, a link; ``body`` is an example of what is sent."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    example: str
    body: str
    public: bool


def docs(request: HttpRequest) -> HttpResponse:
    """Every address of the interface, with links into the data of this very site."""
    schema = api.get_openapi_schema()
    known, shapes = _examples(), schema["components"]["schemas"]
    endpoints = [
        _endpoint(method, path, operation, known, shapes)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    groups = [[one for one in endpoints if one.public is public] for public in (True, False)]
    with override(language_of(request)):
        return render(request, "web/api.html", {"public": groups[0], "working": groups[1], "info": schema["info"]})


def _endpoint(
    method: str, path: str, operation: Mapping[str, Any], known: Mapping[str, str], shapes: Mapping[str, Any]
) -> Endpoint:
    parameters = [_parameter(found) for found in operation["parameters"] if found["in"] != "header"]
    example = path
    for parameter in parameters:
        if parameter.place == "path":
            example = example.replace(f"{{{parameter.name}}}", known.get(parameter.name, ""))
    query = "&".join(f"{p.name}={known.get(p.name, '')}" for p in parameters if p.place == "query" and p.required)
    example = f"{example}?{query}" if query else example
    unknown = any(parameter.place == "path" and not known.get(parameter.name) for parameter in parameters)
    public = "security" not in operation
    sent, body = _sent(operation, shapes)
    return Endpoint(
        method.upper(),
        path,
        operation["summary"],
        operation.get("description", "").replace("``", ""),
        [*parameters, *_fields(sent, shapes)],
        "" if unknown or not public else example,
        body,
        public,
    )


def _sent(operation: Mapping[str, Any], shapes: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """The shape of what is sent, and an example of it as JSON; both empty where nothing is."""
    if "requestBody" not in operation:
        return {}, ""
    shape = _resolved(next(iter(operation["requestBody"]["content"].values()))["schema"], shapes)
    return shape, json.dumps(shape["example"], ensure_ascii=False) if "example" in shape else ""


def _fields(shape: Mapping[str, Any], shapes: Mapping[str, Any], within: str = "") -> Iterator[Parameter]:
    """The fields of a body; those of the things in a list are named parts[].year."""
    for name, field in shape.get("properties", {}).items():
        found = {"name": within + name, "in": "body", "required": name in shape.get("required", []), "schema": field}
        yield _parameter(found)
        if "items" in field:
            yield from _fields(_resolved(field["items"], shapes), shapes, f"{within}{name}[].")


def _resolved(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return found


def _parameter(found: Mapping[str, Any]) -> Parameter:
    schema = found["schema"]
    kinds = [schema, *schema.get("anyOf", [])]
    allowed = [str(word) for kind in kinds for word in kind.get("enum", [])]
    numbers = [f"{kind['minimum']}–{kind['maximum']}" for kind in kinds if "minimum" in kind and "maximum" in kind]
    types = [str(kind.get("format") or kind["type"]) for kind in kinds if kind.get("type") not in (None, "null")]
    words = " | ".join(allowed) or ", ".join(dict.fromkeys([*types, *numbers]))
    return Parameter(found["name"], found["in"], bool(found.get("required")), words)


def _examples() -> dict[str, str]:
    """An id of each kind that this site has, so that every example answers."""
    ledger = Ledger.objects.first()
    known = {"q": "质量", "edition": "1", "unit": "shichang", "region": "shijiazhuang"}
    known["kind"] = next((kind.kind for kind in kinds().values() if kind.public), "")
    if ledger is None:
        return known
    task = Task.objects.filter(document=ledger.edition_in_force()).first()
    indicator = Indicator.objects.filter(ledger=ledger).first()
    known |= {"ledger": ledger.slug, "edition": str(ledger.edition_in_force().edition_no)}
    return known | {"key": task.key if task else "", "indicator": indicator.slug if indicator else ""}
