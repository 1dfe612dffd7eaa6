"""Wu's program reads the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from zhiheng.ledger.models import Deadline, Ledger
from zhiheng.reporting.demonstration import load_figures

LEDGER = "/api/ledgers/hebei-2023-2027"
KNOWN = {
    "ledger": "hebei-2023-2027",
    "edition": "1",
    "key": "二(一)1",
    "indicator": "complaints-closed-on-time",
    "unit": "shichang",
    "region": "xiongan",
    "definition": "closed_on_time",
}
ODD = [
    "",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "x" * 400,
    "\x00",
    "%",
    "' OR 1=1",
    "二(一)1",
    "𠀀",
    "\ud7ff",
    "null",
    "[1]",
]


@pytest.fixture
def province(hebei: Ledger) -> Ledger:
    """The bundled plan with generated figures."""
    load_figures(date(2026, 11, 22))
    return hebei


def schema(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def public(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The addresses that nobody signs in for; all of them are only read."""
    for path, operations in described["paths"].items():
        if not any("security" in operation for operation in operations.values()):
            assert set(operations) == {"get"}, path
            yield path, operations


def filled(path: str, known: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda part: quote(known[part.group(1)], safe=""), path)


def every_page(client: Client, address: str) -> Iterator[dict[str, Any]]:
    cursor = ""
    while cursor is not None:
        mark = "&" if "?" in address else "?"
        page = client.get(f"{address}{mark}cursor={cursor}").json()
        yield from page["items"]
        cursor = page["next_cursor"]


def fits(value: Any, shape: dict[str, Any], shapes: dict[str, Any]) -> list[str]:
    """What of a value breaks its JSON schema, as far as ours go: references, unions, kinds, fields."""
    if reference := shape.get("$ref"):
        return fits(value, shapes[reference.rpartition("/")[2]], shapes)
    if options := shape.get("anyOf"):
        fitting = [option for option in options if not fits(value, option, shapes)]
        return [] if fitting else [f"{value!r} fits none of {options}"]
    kinds = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}
    kind = shape.get("type")
    if kind == "number":
        return [] if isinstance(value, int | float) and not isinstance(value, bool) else [f"{value!r} is no number"]
    if kind and (not isinstance(value, kinds[kind]) or (kind == "integer" and isinstance(value, bool))):
        return [f"{value!r} is no {kind}"]
    broken: list[str] = []
    if kind == "array":
        broken += [fault for item in value for fault in fits(item, shape["items"], shapes)]
    if kind == "object" and "properties" in shape:
        broken += [f"{name} is missing" for name in shape.get("required", []) if name not in value]
        broken += [f"{name} is not in the schema" for name in value if name not in shape["properties"]]
        for name, item in value.items():
            broken += fits(item, shape["properties"].get(name, {}), shapes)
    return broken


def test_every_address_of_the_schema_answers_in_the_shape_it_promises(client: Client, province: Ledger) -> None:
    described = schema(client)
    assert described["openapi"].startswith("3.1")
    shapes = described["components"]["schemas"]
    asked = 0
    for path, operations in public(described):
        query = "?q=质量" if path == "/api/search" else ""
        answer = client.get(filled(path, KNOWN) + query)
        assert answer.status_code == 200, path
        promised = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert fits(answer.json(), promised, shapes) == [], path
        asked += 1
    assert asked == 21


def test_odd_input_is_refused_or_not_found_and_never_breaks_anything(client: Client, province: Ledger) -> None:
    shapes = schema(client)["components"]["schemas"]
    asked = 0
    for path, operations in public(schema(client)):
        for parameter in operations["get"].get("parameters", []):
            for odd in ODD:
                known = KNOWN | ({parameter["name"]: odd or "-"} if parameter["in"] == "path" else {})
                query = {"q": "质量"} if path == "/api/search" else {}
                query |= {parameter["name"]: odd} if parameter["in"] == "query" else {}
                answer = client.get(filled(path, known), query)
                asked += 1
                assert answer.status_code in {200, 404, 422}, (path, parameter["name"], odd)
                if answer.status_code != 200:
                    assert answer["Content-Type"] == "application/problem+json", (path, parameter["name"], odd)
                    assert fits(answer.json(), shapes["Problem"], shapes) == []
    assert asked > 500


def test_the_schema_says_that_problems_are_problem_json(client: Client, hebei: Ledger) -> None:
    responses = schema(client)["paths"]["/api/units/{unit}"]["get"]["responses"]
    assert set(responses["404"]["content"]) == {"application/problem+json"}


@pytest.mark.parametrize("address", [f"{LEDGER}/targets", f"{LEDGER}/tasks", "/api/regions", f"{LEDGER}/figures"])
def test_pages_together_are_the_whole_list_once(client: Client, province: Ledger, address: str) -> None:
    whole = client.get(f"{address}?limit=200").json()
    step = 7 if whole["count"] < 300 else 200
    rows = list(every_page(client, f"{address}?limit={step}"))
    assert len(rows) == whole["count"]
    assert rows[: len(whole["items"])] == whole["items"]


def test_a_row_added_meanwhile_loses_and_doubles_nothing(client: Client, hebei: Ledger) -> None:
    Deadline.objects.all().delete()
    for place in (10, 20, 30):
        deadline(hebei, f"d{place}", place)
    first = client.get(f"{LEDGER}/deadlines?limit=2").json()
    deadline(hebei, "d5", 5)
    rest = client.get(f"{LEDGER}/deadlines?limit=2&cursor={first['next_cursor']}").json()
    assert [row["what"] for row in first["items"] + rest["items"]] == ["d10", "d20", "d30"]
    assert rest["next_cursor"] is None


def deadline(ledger: Ledger, what: str, place: int) -> None:
    document = ledger.edition_in_force()
    Deadline.objects.create(
        ledger=ledger, document=document, key=what, what=what, date=date(2025, 1, 1), start=0, end=3, sort_no=place
    )


def test_tasks_are_filtered_as_on_the_page(client: Client, hebei: Ledger) -> None:
    found = client.get(f"{LEDGER}/tasks?unit=gongshanglian").json()
    assert 0 < found["count"] < 27
    assert all("gongshanglian" in str(task["assignments"]) for task in found["items"])


def test_quotes_are_the_characters_that_their_spans_count(client: Client, hebei: Ledger) -> None:
    text = client.get(f"{LEDGER}/documents/1").json()["text"]
    rows = [*every_page(client, f"{LEDGER}/targets"), *every_page(client, f"{LEDGER}/funding")]
    assert len(rows) > 50
    assert all(text[slice(*row["span"])] == row["quote"] for row in rows)


def test_a_figure_always_says_whether_it_was_generated(client: Client, province: Ledger) -> None:
    figures = client.get(f"{LEDGER}/figures?region=hebei&limit=200").json()["items"]
    assert figures and all(figure["demo"] is True for figure in figures)
    assert client.get(f"{LEDGER}/figures?demo=false").json()["count"] == 0


def test_an_indicator_says_what_is_promised_where_it_stands_and_who_is_responsible(
    client: Client, province: Ledger
) -> None:
    found = client.get(f"{LEDGER}/indicators/complaints-closed-on-time").json()
    assert [(t["year"], t["value"], t["units"]) for t in found["targets"]] == [(2025, 95, ["shichang"])]
    assert found["standings"][0]["demo"] is True and found["standings"][0]["reason"]


def test_problems_are_told_in_the_language_of_the_reader(client: Client, hebei: Ledger) -> None:
    address = f"{LEDGER}/tasks?limit=0"
    chinese = client.get(address).json()
    english = client.get(address, headers={"accept-language": "en-GB,en;q=0.9"}).json()
    assert chinese["title"] == "参数不对" and chinese["errors"] == [{"parameter": "limit", "message": "不能小于 1"}]
    assert english["title"].isascii() and english["errors"][0]["message"].isascii()


@pytest.mark.parametrize("address", ["nowhere", "", "parts/x/issue", "imports/%0A/rows"])
@pytest.mark.parametrize("method", ["get", "post", "patch"])
def test_what_is_no_address_is_a_problem_too(hebei: Ledger, method: str, address: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_who_has_an_answer_already_is_not_sent_it_again(client: Client, hebei: Ledger) -> None:
    first = client.get("/api/units")
    again = client.get("/api/units", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_chinese_is_readable_in_the_answer(client: Client, hebei: Ledger) -> None:
    assert "省市场监管局" in client.get("/api/units").content.decode()


def test_nothing_public_can_be_written(client: Client, hebei: Ledger) -> None:
    assert client.post("/api/units", {}).status_code == 405


def test_a_page_of_tasks_costs_the_same_for_any_number_of_tasks(
    client: Client, hebei: Ledger, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        client.get(f"{LEDGER}/tasks?limit=200")


def test_the_page_that_describes_the_interface_needs_no_script_and_its_examples_answer(
    client: Client, province: Ledger
) -> None:
    page = client.get("/api/docs").content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert "<script" not in main and "style=" not in main
    examples = re.findall(r'<a href="(/api/ledgers[^"]*|/api/[a-z]+[^"]*)">试一试', main)
    assert len(examples) == 21
    assert [example for example in examples if client.get(example.replace("&amp;", "&")).status_code != 200] == []


def test_the_page_tells_how_to_work_with_a_token_and_what_may_be_sent(client: Client, hebei: Ledger) -> None:
    page = client.get("/api/docs").content.decode()
    assert 'href="/mine/tokens/"' in page and "Idempotency-Key" in page
    assert "PATCH" in page and "parts[].region" in page and "开展消费投诉公示" in page


def test_the_page_is_english_for_an_english_reader(client: Client, hebei: Ledger) -> None:
    page = client.get("/api/docs", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page and settings.LANGUAGE_CODE == "zh-hans"


def test_the_page_stands_without_any_ledger(client: Client, db: None) -> None:
    Ledger.objects.all().delete()
    assert client.get("/api/docs").status_code == 200
    assert client.get("/api/ledgers").json()["items"] == []
