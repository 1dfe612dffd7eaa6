"""行动方案原文: the document, every row at its words."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.ledger import FRUIT, ledger_of
from zhiheng.ledger.models import Ledger, Target

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def article(body: str) -> str:
    """The document's own part of a page, without the margins."""
    inside = body.split('<article class="plan-text"')[1].split("</article>")[0]
    return re.sub(r'<ul class="margin-notes".*?</ul>', "", inside, flags=re.DOTALL)


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def marked(body: str) -> str:
    return words("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", article(body), re.DOTALL)))


def test_every_character_of_the_document_is_on_the_page(client: Client) -> None:
    document = ledger_of(FRUIT).edition_in_force()
    shown = words(article(page(client, "/plans/guopin/text/")).split(">", 1)[1])
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", document.text)


def test_a_target_opens_the_document_at_exactly_its_words(client: Client) -> None:
    ledger_of(FRUIT)
    for target in Target.objects.filter(ledger__slug="guopin").select_related("ledger", "document"):
        body = page(client, target.quote_url)
        assert marked(body) == target.quote
        assert body.count('id="quote"') == 1


def test_a_quote_over_several_paragraphs_is_marked_without_a_gap(client: Client) -> None:
    document = ledger_of(FRUIT).edition_in_force()
    start, end = document.text.index("97%"), document.text.index("快检")
    body = page(client, f"/plans/guopin/text/?quote={start}-{end}")
    assert marked(body) == document.text[start:end].replace("\n", "")
    assert body.count('id="quote"') == 1


@pytest.mark.parametrize("quote", ["5-5", "9-3", "0-999999", "x-y", "-1-4", "3", "1-2-3", "1e3-2e3", "٣-٥"])
def test_a_quote_that_is_not_in_the_text_is_said_and_the_document_still_opens(client: Client, quote: str) -> None:
    ledger_of(FRUIT)
    body = page(client, f"/plans/guopin/text/?quote={quote}")
    assert "不在这一版文件中" in body
    assert "<mark" not in article(body)


def test_headings_are_headings_with_the_anchors_that_other_pages_use(client: Client) -> None:
    ledger_of(FRUIT)
    found = re.findall(r'<(h\d) id="([^"]+)"[^>]*>(.*?)</h\d>', article(page(client, "/plans/guopin/text/")))
    assert [(tag, anchor, words(inside)) for tag, anchor, inside in found] == [
        ("h2", "c-一", "一、工作目标"),
        ("h2", "c-二", "二、重点任务"),
        ("h3", "c-二(一)", "(一)抓检测。"),
        ("h4", "c-二(一)1", "1.扩大抽检。"),
        ("h4", "c-二(一)2", "2.培育品牌。"),
        ("h3", "c-二(二)", "(二)抓服务。"),
        ("h4", "c-二(二)3", "3.建立追溯。"),
    ]


def test_the_outline_leads_to_anchors_that_exist(client: Client, hebei: Ledger) -> None:
    body = page(client, f"/plans/{hebei.slug}/text/")
    outline = re.findall(r'href="#([^"]+)"', body.split('class="outline no-print"')[1].split("</nav>")[0])
    assert len(outline) == hebei.edition_in_force().clauses.count()
    assert set(map(html.unescape, outline)) <= set(re.findall(r'id="([^"]+)"', body))


def test_the_margin_links_a_passage_to_its_task_its_target_and_its_sum(client: Client) -> None:
    ledger_of(FRUIT)
    margin = "".join(re.findall(r'<ul class="margin-notes".*?</ul>', page(client, "/plans/guopin/text/"), re.DOTALL))
    assert "/plans/guopin/tasks/%E4%BA%8C(%E4%B8%80)1/" in margin
    assert "果品抽检合格率" in margin and "≥ 97%" in margin
    assert "/plans/guopin/funding/#f-" in margin
    assert "2025-06-30" in margin


def test_a_short_edition_says_that_it_is_not_the_document(client: Client, hebei: Ledger) -> None:
    assert "此为要点版" in page(client, f"/plans/{hebei.slug}/text/")
    ledger_of(FRUIT)
    assert "此为要点版" not in page(client, "/plans/guopin/text/")


def test_words_that_were_not_understood_are_marked_with_the_reason(client: Client) -> None:
    document = ledger_of(FRUIT).edition_in_force()
    start = document.text.index("快检")
    document.unread.create(start=start, end=start + 2, why="不知道是什么检测")
    body = page(client, "/plans/guopin/text/")
    assert re.search(r'<span class="[^"]*s-unread[^"]*">快检</span>', body)
    assert "不知道是什么检测" in body


def test_an_older_edition_opens_by_its_number_and_says_that_it_is_replaced(client: Client) -> None:
    ledger_of(FRUIT)
    ledger_of(FRUIT.replace("97%", "98%"))
    old = page(client, "/plans/guopin/text/?edition=1")
    assert "97%" in words(article(old)) and "已被新版替代" in old
    assert "98%" in words(article(page(client, "/plans/guopin/text/")))


@pytest.mark.parametrize(
    "address", ["/plans/nichts/text/", "/plans/guopin/text/?edition=7", "/plans/guopin/text/?edition=x"]
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    ledger_of(FRUIT)
    assert client.get(address).status_code == 404


def test_queries_do_not_grow_with_the_document(
    client: Client, hebei: Ledger, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(16):
        page(client, f"/plans/{hebei.slug}/text/")


def test_the_address_of_a_quote_names_its_characters() -> None:
    target = ledger_of(FRUIT).indicators.first().targets.first()
    query = parse_qs(urlsplit(target.quote_url).query)
    assert query["quote"] == [f"{target.start}-{target.end}"]
