"""The gallery shows every component there is."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

import zhiheng.web
from zhiheng.ledger.models import Ledger


def test_every_component_stands_in_the_gallery(client: Client, hebei: Ledger) -> None:
    html = client.get("/components/").content.decode()
    folder = Path(zhiheng.web.__file__).parent / "templates" / "components"
    missing = [file.name for file in folder.glob("*.html") if file.name not in html]
    assert not missing


def test_every_state_has_shape_word_and_reason(client: Client, hebei: Ledger) -> None:
    html = client.get("/components/").content.decode()
    for shape, word in (("■", "未兑现"), ("▲", "未到期"), ("●", "已兑现"), ("○", "尚无数据"), ("◇", "需书面评判")):
        assert shape in html and word in html


def test_the_examples_are_labelled(client: Client, hebei: Ledger) -> None:
    assert 'class="demo-banner"' in client.get("/components/").content.decode()
