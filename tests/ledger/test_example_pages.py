"""A ledger made of any plan can be read page by page: other conventions than those of the bundled plan."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.factories.ledger import ledger_of_file
from zhiheng.ledger.models import AssignedUnit, Document, Target, Task

pytestmark = pytest.mark.django_db

EXAMPLES = [
    "01-zongbaoqu-2019",
    "02-jiuye-2018",
    "03-nongji-2018",
    "04-tiyu-2018",
    "05-wufeichengshi-2018",
    "06-zhijiao-2019",
    "07-shuangsuiji-2019",
]


@pytest.fixture(params=EXAMPLES)
def document(request: pytest.FixtureRequest, shared: Path) -> Document:
    """A real plan of another government or year, read and imported."""
    return ledger_of_file(shared / "plan" / "examples" / f"{request.param}.txt").edition_in_force()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_every_page_of_the_ledger_opens_and_says_what_the_plan_says(client: Client, document: Document) -> None:
    base = f"/plans/{document.ledger.slug}/"
    for name in ("", "funding/", "editions/", "indicators/"):
        page(client, base + name)
    tasks = Task.objects.filter(document=document).select_related("ledger", "document")
    listed = page(client, base + "tasks/")
    assert tasks and listed.count('<td class="key nowrap">') == len(tasks)
    for task in tasks:
        assert html.escape(task.heading) in listed
        assert html.escape(task.heading) in page(client, task.get_absolute_url())


def test_the_whole_text_is_shown_and_every_target_opens_its_words(client: Client, document: Document) -> None:
    body = page(client, f"/plans/{document.ledger.slug}/text/")
    inside = body.split('<article class="plan-text"')[1].split(">", 1)[1].split("</article>")[0]
    shown = re.sub(r'<ul class="margin-notes".*?</ul>|<[^>]+>', "", inside, flags=re.DOTALL)
    assert re.sub(r"\s", "", html.unescape(shown)) == re.sub(r"\s", "", document.text)
    for target in Target.objects.filter(document=document).select_related("ledger", "document", "indicator"):
        quoted = page(client, target.quote_url)
        marks = re.findall(r'<mark[^>]*class="quoted">(.*?)</mark>', quoted, re.DOTALL)
        said = html.unescape(re.sub(r"<[^>]+>", "", "".join(marks)))
        assert said == target.quote.replace("\n", "")
        assert html.escape(target.indicator.name) in page(client, f"/plans/{document.ledger.slug}/indicators/")


def test_every_indicator_has_a_page(client: Client, document: Document) -> None:
    for target in Target.objects.filter(document=document).select_related("indicator__ledger"):
        body = page(client, target.indicator.get_absolute_url())
        assert html.escape(target.promise) in body and "尚无数据" in body


def test_a_unit_is_shown_only_where_the_document_names_one(client: Client, document: Document) -> None:
    body = page(client, f"/plans/{document.ledger.slug}/tasks/")
    named = AssignedUnit.objects.filter(assignment__task__document=document).exists()
    assert ('<ul class="units">' in body) == named
