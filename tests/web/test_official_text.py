"""With the official document loaded, the portal shows the plan's own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import LOADED_AT
from zhiheng import plan
from zhiheng.ledger.importing import import_plan
from zhiheng.ledger.models import Document, Ledger
from zhiheng.web.finding import find


@pytest.fixture
def official(hebei: Ledger, shared: Path) -> Ledger:
    """The ledger of the bundled plan with the official document as its newest edition."""
    source = shared / "plan" / "hebei-2023-2027.txt"
    import_plan(
        plan.read(source), slug=hebei.slug, form=Document.OFFICIAL, source_name=source.name, by=None, at=LOADED_AT
    )
    return hebei


def test_the_first_page_no_longer_calls_itself_a_short_edition(client: Client, official: Ledger) -> None:
    html = client.get("/").content.decode()
    assert "此为要点版" not in html and "看文件原文" in html


def test_the_words_that_promise_are_found_and_opened_marked(client: Client, official: Ledger) -> None:
    document = official.edition_in_force()
    (hit, *_) = find("消费投诉按期办结率").excerpts
    assert hit.document == document
    start, end = map(int, re.search(r"quote=(\d+)-(\d+)", hit.url).groups())  # type: ignore[union-attr]
    assert document.text[start:end] == "消费投诉按期办结率"
    html = client.get(hit.url.split("#")[0]).content.decode()
    assert 'id="quote"' in html


def test_nothing_is_counted_twice_after_the_second_edition(client: Client, official: Ledger) -> None:
    assert "方案共有 <b>49</b> 项目标" in client.get("/").content.decode()
    assert len(find("消费投诉按期办结率").indicators) == 1
