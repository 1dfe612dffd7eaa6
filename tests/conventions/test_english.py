"""The English pages are complete: every sentence is in the catalogue, and no page shows Chinese unmarked."""

from __future__ import annotations

import re
from datetime import date

import messages  # tools/messages.py
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation

from tests.conventions.tree import ROOT, listed
from tests.conventions.walk import walk
from zhiheng.ledger.models import Ledger
from zhiheng.reporting.demonstration import load_figures

CATALOGUE = ROOT / "zhiheng/locale/en/LC_MESSAGES/django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff60]")
NUMBERED = re.compile(r"第?[一二三四五六七八九十百零]+[章节条]?(?:[、.]|(?=[\s\d(\-]|$))|\([一二三四五六七八九十]+\)")
"""The document's own numbering, 二(一)1, is how everybody names a clause, in any language."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def catalogue() -> list[Message]:
    """The English sentences."""
    with CATALOGUE.open("rb") as stream:
        return [message for message in read_po(stream, locale="en") if message.id]


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """The singular and plural forms of a message."""
    return [words] if isinstance(words, str) else list(words)


def test_every_sentence_is_in_the_catalogue_and_translated() -> None:
    gaps = messages.gaps()
    assert not gaps, listed(gaps)


def test_no_sentence_of_the_catalogue_is_obsolete(catalogue: list[Message]) -> None:
    used = {(str(message.id), message.context) for message in messages.collect()}
    obsolete = [message.id for message in catalogue if (str(message.id), message.context) not in used]
    assert not obsolete, listed(obsolete)


def test_a_translation_keeps_the_placeholders(catalogue: list[Message]) -> None:
    """Another placeholder would fail at the very moment a page is shown."""
    different = [
        f"{message.id} → {form}"
        for message in catalogue
        for form in forms(message.string)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert not different, listed(different)


def test_an_english_sentence_has_no_chinese_in_it(catalogue: list[Message]) -> None:
    chinese = [
        f"{message.id} → {form}" for message in catalogue for form in forms(message.string) if CHINESE.search(form)
    ]
    assert not chinese, listed(chinese)


def test_the_english_pages_show_no_chinese_that_is_not_marked_as_such(client: Client, hebei: Ledger) -> None:
    """Names and words of the document stand in elements with lang="zh-Hans"; everything else is English."""
    load_figures(date(2026, 11, 22))
    pages = [page for page in walk(client, "/en/", each=6) if page.is_page and page.url.startswith("/en/")]
    shown = [(page.url, words) for page in pages for words in page.words]
    found = [f"{url}: {words[:60]!r}" for url, words in shown if CHINESE.search(NUMBERED.sub("", words))]
    assert len(pages) > 20
    assert not found, listed(dict.fromkeys(found))


def test_the_messages_of_a_judgement_are_english_on_an_english_page() -> None:
    with translation.override("en"):
        assert not CHINESE.search(translation.gettext("须与%(benchmark)s比较,尚无对照数值"))
