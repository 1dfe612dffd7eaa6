"""The English pages are complete: every sentence is in the catalogue, and no page shows Chinese unmarked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import messages  # tools/messages.py
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation

from tests.conventions.tree import ROOT, listed
from tests.conventions.walk import Reader, walk
from zhiheng.ledger.importing import import_plan
from zhiheng.ledger.models import Document, Ledger
from zhiheng.plan import parse
from zhiheng.reporting.demonstration import load_figures

CATALOGUE = ROOT / "zhiheng/locale/en/LC_MESSAGES/django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff60]")
NUMBERED = re.compile(r"第?[一二三四五六七八九十百零]+[章节条]?(?:[、.]|(?=[\s\d(\-]|$))|\([一二三四五六七八九十]+\)")
"""The document's own numbering, 二(一)1, is how everybody names a clause, in any language."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


ON = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
STRANGE = """云泽市茶园管护行动计划(2025-2028年)

一、工作目标

到2028年,茶园巡护覆盖率达到90%以上,新建晒场12处。

二、重点任务

(一)修整步道。清理落石,每季度检查一次。(责任单位:云泽市茶园管理处、云泽市步道队)

(二)办好夜校。为茶农开设夜校。(牵头单位:云泽市茶学会,配合单位:云泽市图书馆)
"""
"""An invented plan of an invented place: nothing of it is known to the directory, and nothing has English."""


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


def test_the_words_of_a_plan_without_english_are_marked_as_chinese(client: Client, hebei: Ledger) -> None:
    """All but the title of a page and the choices of a filter, which cannot hold a mark."""
    plan = parse(STRANGE)
    assert plan.tasks and plan.targets and plan.units
    import_plan(plan, slug="strange", form=Document.OFFICIAL, source_name="strange.txt", by=None, at=ON)
    pages = [
        page
        for page in walk(client, "/en/plans/strange/", each=4)
        if page.is_page and page.url.startswith("/en/plans/strange/")
    ]
    shown = [(page.url, words) for page in pages for words in Reader.of(page.text).words]
    found = [f"{url}: {words[:60]!r}" for url, words in shown if CHINESE.search(NUMBERED.sub("", words))]
    assert len({page.name for page in pages}) >= 6
    assert not found, listed(dict.fromkeys(found))


def test_the_messages_of_a_judgement_are_english_on_an_english_page() -> None:
    with translation.override("en"):
        assert not CHINESE.search(translation.gettext("须与%(benchmark)s比较，尚无对照数值"))
