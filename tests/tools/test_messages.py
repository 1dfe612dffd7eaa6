"""The translation tool: no sentence of a page may stay Chinese for a reader of English without being named."""

from __future__ import annotations

from pathlib import Path

import messages
import pytest

TEMPLATE = (
    '{% load i18n %}<p>{% translate "承诺" %}</p>'
    "{% blocktranslate count n=n %}{{ n }} 项{% plural %}{{ n }} 项{% endblocktranslate %}"
)
RULES = '"""一句说明,不上页面."""\nREASON = "还没有数据"\n'
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "承诺"
msgstr "{promise}"
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template, a module, a pure module, and an English catalogue that knows one of their four sentences."""
    root = tmp_path / "zhiheng"
    for name, content in {
        "templates/page.html": TEMPLATE,
        "rules.py": RULES,
        "views.py": "from django.utils.translation import gettext as _\nWORD = _('期限')\n",
        "locale/en/LC_MESSAGES/django.po": CATALOGUE.format(promise="Promise"),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", root)
    monkeypatch.setattr(messages, "PURE", ("zhiheng/rules.py",))
    return root


def test_sentences_of_templates_and_modules_are_found(package: Path) -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.collect()}
    assert found - {""} == {"承诺", "期限", "%(n)s 项", "还没有数据"}


def test_a_sentence_that_the_catalogue_lacks_is_named_with_its_file(package: Path) -> None:
    lines = messages.gaps()
    assert len(lines) == 3
    assert any("期限" in line and "zhiheng/views.py" in line for line in lines)


def test_an_updated_catalogue_keeps_what_is_translated_and_names_what_is_not(package: Path) -> None:
    messages.update()
    text = (package / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert 'msgid "承诺"\nmsgstr "Promise"' in text
    assert [line for line in messages.gaps() if "not translated" in line and "期限" in line]


def test_a_catalogue_is_compiled_once_and_again_only_when_it_changed(package: Path) -> None:
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0
    assert (package / "locale/en/LC_MESSAGES/django.mo").stat().st_size > 0
