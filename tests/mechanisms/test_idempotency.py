"""One key, one effect, one answer: whatever is sent again."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from zhiheng.directory.models import Officer
from zhiheng.mechanisms.idempotency.models import KEPT_FOR, Receipt
from zhiheng.mechanisms.idempotency.once import HEADER, REPLAYED
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.privacy.sealing import Unreadable

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.mechanisms.effects")]

KEY = "a-key-of-the-form-1"


def effects() -> int:
    """How often the post had its effect."""
    return Entry.objects.filter(ledger="effects").count()


def test_the_same_form_sent_twice_has_one_effect_and_one_answer(client: Client) -> None:
    first = client.post("/effects/", {"thing": "复耕率", "once": KEY})
    second = client.post("/effects/", {"thing": "复耕率", "once": KEY})
    assert effects() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert REPLAYED not in first and second[REPLAYED] == "true"


def test_the_headers_and_the_body_of_an_answer_are_given_again(client: Client) -> None:
    first, second = (client.post("/effects/", {"thing": "x", "status": "201", "once": KEY}) for _ in range(2))
    assert first.content == second.content != b""
    assert second.status_code == 201 and second["HX-Trigger"] == "written"
    assert second["Content-Type"] == first["Content-Type"]


def test_another_key_is_another_effect(client: Client) -> None:
    for key in (KEY, KEY + "0"):
        client.post("/effects/", {"thing": "x", "once": key})
    assert effects() == 2


def test_a_machine_names_the_key_in_a_header(client: Client) -> None:
    for _ in range(2):
        answer = client.post("/effects/machine/", {"thing": "x"}, headers={HEADER: KEY})
        assert answer.status_code == 302
    assert effects() == 1


def test_every_opening_of_a_page_has_a_new_key(client: Client) -> None:
    keys = {re.findall('name="once" value="([^"]+)"', client.get("/effects/").text)[0] for _ in range(2)}
    assert len(keys) == 2
    for key in keys:
        assert client.post("/effects/", {"thing": "x", "once": key}).status_code == 302


@pytest.mark.parametrize("key", ["", "short", "no spaces allowed here", "x" * 65, "二〇二六年十一月二十二日的一次提交"])
def test_without_a_proper_key_nothing_happens_and_a_page_says_so(client: Client, key: str) -> None:
    answer = client.post("/effects/", {"thing": "复耕率", "once": key})
    assert answer.status_code == 400 and effects() == 0
    assert "这次提交没有编号" in answer.text and 'value="复耕率"' in answer.text


def test_a_key_with_other_words_is_refused_and_the_words_can_be_sent_as_new(client: Client) -> None:
    client.post("/effects/", {"thing": "复耕率", "once": KEY})
    answer = client.post("/effects/", {"thing": "合格率", "once": KEY, "password": "geheim"})
    assert answer.status_code == 422 and effects() == 1
    assert "已经提交过" in answer.text and "geheim" not in answer.text
    answer = client.post("/effects/", {"thing": "合格率", "once": KEY})
    fields = dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', answer.text.split("<main")[1]))
    assert fields["thing"] == "合格率"
    assert client.post("/effects/", fields).status_code == 302
    assert effects() == 2


def test_a_key_at_another_address_is_refused(client: Client) -> None:
    client.post("/effects/", {"thing": "x", "once": KEY})
    assert client.post("/effects/machine/", {"thing": "x", "once": KEY}).status_code == 422
    assert client.post("/effects/?page=2", {"thing": "x", "once": KEY}).status_code == 422
    assert effects() == 1


def test_a_key_of_another_person_is_refused(client: Client) -> None:
    zhang, li = (Officer.objects.create(username=name, role="office") for name in ("zhang", "li"))
    client.force_login(zhang)
    client.post("/effects/", {"thing": "x", "once": KEY})
    client.force_login(li)
    assert client.post("/effects/", {"thing": "x", "once": KEY}).status_code == 422
    assert effects() == 1


def test_files_are_told_apart_by_their_content(client: Client) -> None:
    def send(content: bytes) -> int:
        file = SimpleUploadedFile("plan.txt", content)
        return client.post("/effects/", {"thing": "x", "once": KEY, "file": file}).status_code

    assert [send(b"one"), send(b"one"), send(b"two")] == [302, 302, 422]
    assert effects() == 1


def test_a_changed_body_of_a_machine_is_refused_in_its_language(client: Client) -> None:
    headers = {HEADER: KEY, "Accept-Language": "en"}
    client.post("/effects/machine/", {"thing": "x"}, headers=headers)
    answer = client.post("/effects/machine/", {"thing": "y"}, headers=headers)
    problem = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["title"]) == (422, "This form was sent before, with other content")
    chinese = client.post("/effects/machine/", {"thing": "y"}, headers={HEADER: KEY})
    assert json.loads(chinese.content)["title"] == "这份表单已经提交过，内容与上次不同"


def test_what_breaks_is_undone_and_its_key_is_free_again(client: Client) -> None:
    with pytest.raises(RuntimeError):
        client.post("/effects/", {"thing": "x", "broken": "1", "once": KEY})
    assert client.post("/effects/", {"thing": "x", "status": "503", "once": KEY}).status_code == 503
    assert (effects(), Receipt.objects.count()) == (0, 0)
    assert client.post("/effects/", {"thing": "x", "once": KEY}).status_code == 302
    assert effects() == 1


def test_the_content_of_a_post_is_not_kept(client: Client) -> None:
    client.post("/effects/", {"thing": "13800000000", "once": KEY})
    receipt = Receipt.objects.get()
    assert "13800000000" not in f"{receipt.fingerprint}{receipt.headers}{receipt.content!r}"


def test_an_answer_that_repeats_what_was_typed_is_sealed(client: Client) -> None:
    first, again = (client.post("/effects/", {"thing": "x", "status": "201", "once": KEY}) for _ in range(2))
    receipt = Receipt.objects.get()
    assert again.content == first.content == receipt.content
    assert len(receipt.body) == len(first.content) + 33 and first.content not in bytes(receipt.body)
    receipt.key += "0"
    with pytest.raises(Unreadable):
        _ = receipt.content


def test_old_receipts_are_forgotten_and_young_ones_kept(client: Client) -> None:
    for key in (KEY, KEY + "0"):
        client.post("/effects/", {"thing": "x", "once": key})
    Receipt.objects.filter(key=KEY).update(at=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    told = StringIO()
    call_command("forget_keys", stdout=told)
    assert "已删除 1 条" in told.getvalue()
    assert [receipt.key for receipt in Receipt.objects.all()] == [KEY + "0"]
