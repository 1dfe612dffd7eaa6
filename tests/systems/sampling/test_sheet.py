"""A sampling sheet: handed in with photographs and signature in one act, by a form and by a phone's script alike."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import sampling as they
from zhiheng.directory.models import Officer
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling.models import Sample, SampleFile

pytestmark = pytest.mark.django_db
DAY = "2026-11-02"
PNG, JPG = b"\x89PNG\r\n\x1a\n" + b"0" * 60, b"\xff\xd8\xff" + b"0" * 60
JSON: Any = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def sample() -> Sample:
    """One that waits to be taken in a county of 唐山."""
    return they.sample(they.running(day=DAY))


def at(who: Officer) -> Client:
    client = Client()
    client.force_login(who)
    return client


def said(sample: Sample, **more: Any) -> dict[str, Any]:
    told = they.sheet(sample.plan, DAY)  # type: ignore[arg-type]
    return {"once": secrets.token_urlsafe(16), "way": "sample", "version": sample.version, **told, **more}


def photo(name: str = "王小明.jpg", content: bytes = JPG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def again(sample: Sample) -> None:
    """Read it anew, whoever's it is."""
    with everywhere():
        sample.refresh_from_db()


def kept(sample: Sample) -> list[str]:
    with everywhere():
        return [one.file.name for one in SampleFile.objects.filter(sample=sample).order_by("file__name")]


def test_the_list_names_who_was_drawn_and_puts_ones_own_first(sample: Sample) -> None:
    with everywhere():
        drawn = sample.plan.standing("samplers")[0]["name"]  # type: ignore[union-attr]
    own = Officer.objects.create(username="own", display_name=drawn, role="inspector", region=they.bureau().region)
    for who, mine in ((they.bureau(), False), (own, True)):
        page = at(who).get("/sampling/sheet/")
        assert [one.mine for one in page.context["sheets"]] == [mine] and drawn in page.content.decode()


def test_a_form_without_a_script_hands_in_sheet_photographs_and_signature(sample: Sample) -> None:
    client = at(they.bureau())
    page = client.get(f"/sampling/sheet/{sample.pk}/")
    assert "张" in page.content.decode() or "李" in page.content.decode()
    files = {"photos": [photo(), photo("b.png", PNG)], "signature": photo("签名.png", PNG)}
    answer = client.post(f"/sampling/sheet/{sample.pk}/", said(sample, **files))
    assert answer["Location"] == sample.get_absolute_url()
    again(sample)
    assert (sample.state, sample.price_fen, sample.product) == ("sampled", 12850, "聚氯乙烯绝缘电缆")
    assert kept(sample) == ["现场照片 1.jpg", "现场照片 2.png", "签名 3.png"]
    page = client.get(sample.get_absolute_url()).content.decode()
    assert "现场照片 1.jpg" in page and "王小明" not in page and f"/cases/sample/{sample.pk}/label/" in page


def test_the_same_sheet_sent_twice_has_one_effect_and_the_same_answer(sample: Sample) -> None:
    client, form = at(they.bureau()), said(sample)
    headers = {"HTTP_IDEMPOTENCY_KEY": form.pop("once"), **JSON}
    first, again = (
        client.post(f"/sampling/sheet/{sample.pk}/", {**form, "photos": photo()}, **headers) for _ in range(2)
    )
    assert first.status_code == 200 and first.json() == again.json() and again["Idempotent-Replayed"] == "true"
    assert first.json()["url"] == sample.get_absolute_url() and kept(sample) == ["现场照片 1.jpg"]


def test_what_is_wrong_comes_back_field_by_field_and_nothing_is_done(sample: Sample) -> None:
    wrong = {"product": "", "samplers": "张一", "price": "0", "photos": photo("a.txt", b"words")}
    answer = at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, **wrong), **JSON)
    assert answer.status_code == 422 and answer.json()["problems"].keys() == {"photos"}
    del wrong["photos"]
    answer = at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, **wrong), **JSON)
    assert answer.json()["problems"].keys() == {"product"}
    alone = str(said(sample)["samplers"]).split("、")[0]
    page = at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, samplers=alone))
    assert page.status_code == 422 and "不少于两人" in page.content.decode() and "128.50" in page.content.decode()
    again(sample)
    assert sample.state == "drawn" and kept(sample) == []


def test_a_photograph_that_no_phone_made_smaller_is_refused(sample: Sample) -> None:
    large = photo("a.jpg", JPG + b"0" * 500 * 1024)
    answer = at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, photos=large), **JSON)
    assert "500 KB" in answer.json()["problems"]["photos"][0]
    many = [photo(content=JPG + bytes([nth])) for nth in range(7)]
    answer = at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, photos=many), **JSON)
    assert "最多 6 张" in answer.json()["problems"]["photos"][0]


@pytest.mark.parametrize(("way", "state"), [("none_found", "none_found"), ("refuse", "refused")])
def test_a_visit_without_a_sample_ends_with_its_reason(sample: Sample, way: str, state: str) -> None:
    client, ends = at(they.bureau()), {"way": way, "ground": "gone", "why": ""}
    answer = client.post(f"/sampling/sheet/{sample.pk}/", said(sample, **ends), **JSON)
    assert answer.json()["problems"].keys() == {"why"}
    answer = client.post(f"/sampling/sheet/{sample.pk}/", said(sample, **{**ends, "why": "已经搬走。"}), **JSON)
    again(sample)
    assert answer.status_code == 200 and sample.state == state


def test_who_was_slower_is_told_and_an_unknown_way_is_asked_for_again(sample: Sample) -> None:
    client = at(they.bureau())
    assert client.post(f"/sampling/sheet/{sample.pk}/", said(sample, way="x"), **JSON).json()["problems"].keys() == {
        "way"
    }
    stale = client.post(f"/sampling/sheet/{sample.pk}/", said(sample, version=7), **JSON)
    assert stale.status_code == 409 and stale.json()["problems"].keys() == {""}
    client.post(f"/sampling/sheet/{sample.pk}/", said(sample))
    late = client.post(f"/sampling/sheet/{sample.pk}/", said(sample, version=2), **JSON)
    assert late.status_code == 409 and "已抽样" in late.json()["problems"][""][0]
    assert client.get(f"/sampling/sheet/{sample.pk}/")["Location"] == sample.get_absolute_url()


def test_a_script_learns_whether_it_is_signed_in_and_as_whom(sample: Sample) -> None:
    told = at(they.bureau()).get("/sampling/sheet/", **JSON).json()
    assert told["officer"] == str(they.bureau().pk) and len(told["token"]) > 20
    assert Client().get("/sampling/sheet/", **JSON).status_code == 302
    for other in (they.laboratory(), they.witness()):
        assert at(other).get("/sampling/sheet/").status_code == 404
        assert at(other).post(f"/sampling/sheet/{sample.pk}/", said(sample)).status_code == 404


def test_the_worker_is_served_at_the_root_and_asked_for_anew() -> None:
    answer = Client().get("/sheet-worker.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    assert "default-src" in answer["Content-Security-Policy"]


def test_files_of_a_sample_are_for_its_handlers_and_its_laboratory(sample: Sample) -> None:
    at(they.bureau()).post(f"/sampling/sheet/{sample.pk}/", said(sample, photos=photo()))
    with everywhere():
        address = f"/sampling/files/{SampleFile.objects.get().pk}/"
    for who, status in ((they.bureau(), 200), (they.laboratory(), 200), (they.firm(sample.firm_code), 404)):
        answer = at(who).get(address)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content) == JPG  # type: ignore[attr-defined]
    assert at(they.laboratory(they.OTHER_LAB)).get(address).status_code == 404
