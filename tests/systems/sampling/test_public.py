"""Published results: found by product, firm and place, as files, gone when they are withdrawn."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.factories import sampling as they
from zhiheng.directory.models import Region
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import TestedBatch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


@pytest.fixture
def directory(db: None) -> None:
    """The regions, which the bundled directory brings."""
    assert Region.objects.filter(slug="tangshan-lunan").exists()


def batch(source: str, product: str, *, passed: bool = False, **more: Any) -> TestedBatch:
    """A published batch of food in 唐山市路南区, unless it is said otherwise."""
    given = {
        **{"category": "food", "sampling_type": "supervision", "judged_on": date(2026, 10, 1)},
        **{"published_on": date(2026, 10, 20), "firm_name": "示例超市", "producer_name": "示例食品厂"},
        **{"firm_address": "唐山市路南区示例路2号", "producer_address": "唐山市示例街1号", "brand": "演示"},
        "failing_items": "" if passed else "铅║0.9mg/kg║≤0.5mg/kg",
    }
    slug = more.pop("region", "tangshan-lunan")
    row = TestedBatch(source=source, product=product, passed=passed, region=Region.objects.get(slug=slug))
    for name, value in {**given, **more}.items():
        setattr(row, name, value)
    with everywhere():
        row.save(force_insert=True)
    return row


def found(query: str = "") -> list[str]:
    page = Client().get(f"/samples/?{query}")
    assert page.status_code == 200
    return [line.row.product for line in page.context["listing"].lines]


def test_what_is_published_is_found_by_every_word_of_what_a_shopper_knows() -> None:
    batch("1", "花生酱"), batch("2", "蛋糕", producer_name="某糕点厂"), batch("3", "面条", passed=True)
    assert set(found()) == {"花生酱", "蛋糕", "面条"}
    assert found("q=糕点厂 蛋糕") == ["蛋糕"] and found("q=糕点厂 花生") == []
    assert found("result=passed") == ["面条"] and set(found("result=failed")) == {"花生酱", "蛋糕"}
    assert found("category=drug") == []


def test_a_city_has_the_batches_of_its_counties() -> None:
    batch("1", "花生酱"), batch("2", "蛋糕", region="shijiazhuang")
    assert found("region=tangshan") == ["花生酱"] and found("region=shijiazhuang") == ["蛋糕"]


def test_what_is_not_published_or_withdrawn_is_nowhere() -> None:
    hidden, gone = batch("1", "花生酱", published_on=None), batch("2", "蛋糕")
    assert found() == ["蛋糕"]
    assert Client().get(f"/samples/{hidden.pk}/").status_code == 404
    with everywhere():
        gone.delete()
    assert found() == [] and Client().get(f"/samples/{gone.pk}/").status_code == 404
    client = Client()
    client.force_login(they.bureau())
    assert client.get(f"/samples/{hidden.pk}/").status_code == 404


def test_a_batch_shows_what_the_law_has_published() -> None:
    page = Client().get(f"/samples/{batch('YP-1', '花生酱', spec='300g', batch_no='20260901').pk}/").content.decode()
    for words in ("花生酱", "300g", "演示", "20260901", "铅", "0.9mg/kg", "示例食品厂", "唐山市示例街1号", "示例超市"):
        assert words in page
    assert "唐山市路南区示例路2号" in page and "监督抽检" in page


def test_files_hold_every_column_that_the_law_asks_for() -> None:
    batch("1", "花生酱")
    text = Client().get("/samples.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["标称生产者地址"], row["被抽样单位地址"], row["商标"]) == (
        "唐山市示例街1号",
        "唐山市路南区示例路2号",
        "演示",
    )
    assert row["不合格项目"] == "铅║0.9mg/kg║≤0.5mg/kg" and row["抽检性质"] == "监督抽检"
    told = Client().get("/samples.json").json()["rows"]
    assert told[0]["product"] == "花生酱" and Client().get("/samples.doc").status_code == 404


def test_what_was_ordered_is_said_of_a_sample_that_failed() -> None:
    sample = they.served(passed=False)
    they.does(they.bureau(), sample, "accept_result", "2026-03-18")
    they.does(they.bureau(), sample, "publish", "2026-03-19")
    they.does(they.bureau(), sample, "order", "2026-03-19", why="导体电阻不合格")
    with everywhere():
        row = TestedBatch.objects.get(source=sample.number)
    page = Client().get(f"/samples/{row.pk}/").content.decode()
    assert "处置：责令改正" in page and "导体电阻" in page and row.brand == "某牌" and row.firm_address == "成品库"


def test_demonstration_is_labelled() -> None:
    row = batch("1", "花生酱", demo=True)
    for address in ("/samples/", f"/samples/{row.pk}/"):
        assert "演示数据" in Client().get(address).content.decode()
