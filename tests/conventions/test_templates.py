"""Templates: each is used, each sentence can be read in English, nothing runs or loads from where it should not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.conventions.tree import files, listed, name, source, template_name, templates

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff60]+")
TRANSLATED = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    r"|{%\s*trans(?:late)?\s[^%]*%}|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
OF_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
"""Rendered by Django when the names are these."""

FORBIDDEN = {
    "a style attribute, which the content security policy blocks": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*\stype=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
    "an inline style sheet": re.compile(r"<style", re.IGNORECASE),
    "an event handler": re.compile(r"\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.IGNORECASE),
    "an address of another host": re.compile(
        r"(?<!xmlns=\")(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z0-9-]+\.[a-z]", re.I
    ),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


def untranslated(text: str) -> Iterator[str]:
    """Chinese words that stand outside of translate and blocktranslate."""
    bare = re.sub(r"<(\w+)[^>]*\blang=\"zh[^\"]*\"[^>]*>.*?</\1>", "", TRANSLATED.sub("", text))
    yield from CHINESE.findall(bare)


def forbidden(text: str) -> Iterator[str]:
    """What strict CSP would block or what would leave the host."""
    yield from (what for what, pattern in FORBIDDEN.items() if pattern.search(text))


def found(rule: Callable[[str], Iterator[str]]) -> list[str]:
    """What a rule finds in all templates."""
    return [f"{name(path)}: {words}" for path in templates() for words in rule(source(path))]


def test_every_template_is_extended_included_or_rendered() -> None:
    texts = [source(path) for path in [*templates(), *files(".py", below="zhiheng")]]
    mentioned = set(re.findall(r"[\"']([\w/-]+\.html)", "\n".join(texts)))
    unused = [name(path) for path in templates() if template_name(path) not in mentioned | OF_DJANGO]
    assert templates()
    assert not unused, listed(unused)


def test_every_template_that_is_asked_for_exists() -> None:
    asked = re.compile(r"{%\s*(?:include|extends)\s+[\"']([\w/.-]+)[\"']")
    known = {template_name(path) for path in templates()}
    missing = [f"{name(path)}: {it}" for path in templates() for it in asked.findall(source(path)) if it not in known]
    assert not missing, listed(missing)


def test_every_chinese_sentence_can_be_translated() -> None:
    bare = found(untranslated)
    assert not bare, listed(bare)


def test_nothing_inline_and_nothing_from_another_host() -> None:
    guilty = found(forbidden)
    assert not guilty, listed(guilty)


def test_bare_and_inline_things_are_found() -> None:
    assert list(untranslated('{% translate "好" %}<p>坏</p>{# 注 #}{{ _("好") }}<a lang="zh-Hans">中文</a>')) == ["坏"]
    guilty = '<p style="color:red" onclick="x()"><script>1</script><a href="https://cdn.example.com/x.js">'
    assert len(list(forbidden(guilty))) == 4
    assert not list(
        forbidden('<svg xmlns="http://www.w3.org/2000/svg"><script src="{% static "a.js" %}" defer></script>')
    )
