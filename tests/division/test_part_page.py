"""The page of a part: what it asks, what can be done with it, and what the posts say to each other."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.factories.division import accepted, fruit, of_region, of_unit, office, parts_of, sits
from tests.factories.ledger import FRUIT, ledger_of
from tests.factories.uploading import MORNING, file_of, send
from zhiheng.directory.models import Officer, Region
from zhiheng.division.dividing import amend, attach, move
from zhiheng.division.models import Part
from zhiheng.division.origin import origin_of, origin_of_part
from zhiheng.mechanisms.evidence import models as evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path) -> None:
    """Files go where the test ends."""
    kept = settings.VAR_DIR
    settings.VAR_DIR = tmp_path
    yield
    settings.VAR_DIR = kept


def at(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def seen(part: Part, by: Officer) -> str:
    answer = at(by).get(part.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def act(part: Part, by: Officer, name: str, **fields: object) -> HttpResponse:
    return send(at(by), part.get_absolute_url(), act=name, **{"version": part.version, **fields})


def state(part: Part) -> str:
    with sits(office()):
        return str(Part.objects.get(pk=part.pk).state)


def test_the_page_says_who_gave_what_to_whom_with_the_words_of_the_plan() -> None:
    part = parts_of("tangshan", contact="赵某", note="试点")[0]
    html = seen(part, of_region("li", "tangshan"))
    for words in ("河北省", "唐山市", "2025年", "抽检果品50批次", "赵某", "试点", "每年抽检果品500批次"):
        assert words in html
    assert f'href="{part.quote_url}"' in html
    assert "下一步：由唐山市签收" in html


@pytest.mark.parametrize(
    ("who", "region"), [("sun", "baoding"), ("zhao", "tangshan-fengrun"), ("qian", "shijiazhuang")]
)
def test_another_region_finds_no_page_and_can_do_nothing(who: str, region: str) -> None:
    part, other = parts_of("tangshan")[0], of_region(who, region)
    with sits(office()):
        file = attach(part, file_of("内部", "内部.txt"), "内部.txt", by=office(), at=MORNING)
    base = part.get_absolute_url()
    for where in (base, f"{base}change/", f"{base}divide/", f"{base}attachments/{file.pk}/file.bin"):
        assert at(other).get(where).status_code == 404
    for name in ("accept", "issue", "withdraw", "comment", "attach"):
        assert act(part, other, name, text="x", why="x").status_code == 404
    assert send(at(other), f"{base}change/", version=1, content="x", quarter=0, why="x").status_code == 404
    assert state(part) == Part.ISSUED


def test_a_draft_is_no_page_for_its_receiver() -> None:
    part = parts_of("tangshan", issue=False)[0]
    assert at(of_region("li", "tangshan")).get(part.get_absolute_url()).status_code == 404
    assert "只有河北省看得到" in seen(part, office())


def test_the_giver_issues_the_receiver_accepts_and_each_sees_only_their_own_buttons() -> None:
    part, li = parts_of("tangshan", issue=False)[0], of_region("li", "tangshan")
    assert 'value="issue"' in seen(part, office())
    act(part, office(), "issue")
    part.version = 2
    assert 'value="accept"' not in seen(part, office())
    html = seen(part, li)
    assert 'value="accept"' in html
    assert 'value="withdraw"' not in html
    assert "change/" not in html
    act(part, li, "accept")
    assert state(part) == Part.ACCEPTED
    assert "进一步分解" in seen(part, li)


def test_a_reviewer_sees_all_and_changes_nothing() -> None:
    part = parts_of("tangshan")[0]
    province = Region.objects.get(kind=Region.PROVINCE)
    reviewer = Officer.objects.create(username="shen", display_name="沈", role="reviewer", region=province)
    assert "撤回理由" not in seen(part, reviewer)
    assert act(part, reviewer, "withdraw", why="x").status_code == 404
    assert at(reviewer).get(f"{part.get_absolute_url()}change/").status_code == 404
    assert state(part) == Part.ISSUED


def test_an_act_on_an_old_version_or_in_the_wrong_state_is_told_and_does_nothing() -> None:
    part, li = parts_of("tangshan")[0], of_region("li", "tangshan")
    client = at(li)
    send(client, part.get_absolute_url(), act="accept", version=9)
    assert "在您打开页面之后有了变动" in client.get(part.get_absolute_url()).content.decode()
    assert state(part) == Part.ISSUED
    client = at(office())
    send(client, part.get_absolute_url(), act="withdraw", version=1)
    assert "撤回须写明理由" in client.get(part.get_absolute_url()).content.decode()
    send(client, part.get_absolute_url(), act="withdraw", version=1, why="停")
    assert state(part) == Part.WITHDRAWN
    assert "撤回理由" not in seen(part, office())
    assert act(part, office(), "nonsense").status_code == 404


def test_comments_are_said_and_empty_or_endless_ones_refused() -> None:
    part, li = parts_of("tangshan")[0], of_region("li", "tangshan")
    act(part, li, "comment", text="人手不够 <b>")
    assert "人手不够 &lt;b&gt;" in seen(part, office())
    assert "请写意见" in act(part, li, "comment", text=" ").content.decode()
    assert "有误" in act(part, li, "comment", text="长" * 2001).content.decode()
    with sits(office()):
        assert part.comments.count() == 1


def test_a_file_is_kept_by_its_content_and_given_back_under_a_harmless_name() -> None:
    part, li = parts_of("tangshan")[0], of_region("li", "tangshan")
    act(part, li, "attach", file=file_of(b"<script>", "..\\..\\报表\u202e.html"))
    html = seen(part, office())
    assert hashlib.sha256(b"<script>").hexdigest() in html
    with sits(office()):
        file = part.attachments.get()
    answer = at(office()).get(f"{part.get_absolute_url()}attachments/{file.pk}/file.bin")
    assert b"".join(answer.streaming_content) == b"<script>"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert ".." not in answer["Content-Disposition"]
    other = parts_of("handan")[0]
    assert at(office()).get(f"{other.get_absolute_url()}attachments/{file.pk}/file.bin").status_code == 404


def test_an_empty_or_too_large_file_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    part = parts_of("tangshan")[0]
    monkeypatch.setattr(evidence, "LARGEST", 4)
    for file, told in ((file_of(b"", "a.txt"), "文件是空的"), (file_of(b"12345", "a.txt"), "文件超过")):
        assert told in act(part, office(), "attach", file=file).content.decode()
    assert "请选择文件" in act(part, office(), "attach").content.decode()
    with sits(office()):
        assert not part.attachments.exists()


def changed(part: Part, by: Officer, **fields: object) -> HttpResponse:
    """The form of the change, as it was opened at the part's version, sent with some fields changed."""
    before = {"content": part.content, "year": part.year or "", "quarter": part.quarter, "due": part.due or ""}
    before |= {"contact": part.contact, "note": part.note}
    initial = {f"initial-{name}": value for name, value in before.items()}
    form = {**before, **initial, "version": part.version, "why": "调整", **fields}
    return send(at(by), f"{part.get_absolute_url()}change/", **form)


def test_a_change_is_journalled_and_asks_for_a_new_acceptance() -> None:
    li = of_region("li", "tangshan")
    part = accepted(parts_of("tangshan")[0], li)
    answer = changed(part, office(), content="抽检果品80批次", due="２０２５年１１月")
    assert answer["Location"] == part.get_absolute_url()
    html = seen(part, li)
    assert "抽检果品80批次" in html
    assert "2025-11-30" in html
    assert "调整" in html
    assert state(part) == Part.ISSUED


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"content": ""}, "请写工作内容"),
        ({"year": "2031"}, "年份须在方案的 2024—2026 年之内"),
        ({"year": "明年"}, "不是"),
        ({"due": "2025年13月"}, "不是日期"),
        ({"year": "", "quarter": 2}, "写了季度，还须写年份"),
        ({"why": ""}, "请写修改理由"),
    ],
)
def test_a_wrong_value_is_told_and_stays_in_the_form(fields: dict[str, object], told: str) -> None:
    part = parts_of("tangshan")[0]
    html = changed(part, office(), note="留着", **fields).content.decode()
    assert told in html
    assert 'value="留着"' in html
    with sits(office()):
        assert Part.objects.get().version == 1


def test_two_who_change_the_same_see_both_values_and_the_second_chooses() -> None:
    part = parts_of("tangshan")[0]
    with sits(office("liu")):
        amend(Part.objects.get(), 1, {"content": "抽检60批次", "note": "刘"}, by=office("liu"), at=MORNING, why="改")
    answer = changed(part, office(), content="抽检70批次")
    html = answer.content.decode()
    assert answer.status_code == 409
    for words in ("liu某", "您打开时：抽检果品50批次", "我的：抽检70批次", "现在的：抽检60批次"):
        assert words in html
    assert 'name="note" value="刘" required checked' in html
    assert 'name="version" value="2"' in html
    part.version = 2
    assert changed(part, office(), content="抽检70批次", note="刘").status_code == 302
    with sits(office()):
        row = Part.objects.get()
    assert (row.content, row.note, row.version) == ("抽检70批次", "刘", 3)


def test_what_is_given_on_stands_below_and_above() -> None:
    li = of_region("li", "shijiazhuang")
    part = accepted(parts_of("shijiazhuang")[0], li)
    below = parts_of("shijiazhuang-zhengding", by=li, origin=origin_of_part(part))[0]
    assert f'href="{below.get_absolute_url()}"' in seen(part, office())
    assert f'href="{part.get_absolute_url()}"' in seen(below, li)
    assert f'href="{part.get_absolute_url()}"' not in seen(below, of_region("zhao", "shijiazhuang-zhengding"))


def test_a_newer_edition_is_told_when_it_changes_the_words() -> None:
    part = parts_of("tangshan")[0]
    text = FRUIT.replace("云川", "河北")
    ledger_of(text.replace("建立追溯", "健全追溯"), slug=fruit().slug)
    html = seen(part, office())
    assert "这段文字没有改动" in html
    assert "第 1 版的文字" in html
    ledger_of(text.replace("500批次", "800批次"), slug=fruit().slug)
    assert "这段文字在新版中已有改动" in seen(part, office())


def test_a_newer_edition_without_the_task_is_told() -> None:
    task = fruit().task_set.select_related("ledger", "document").get(key="二(二)3")
    part = parts_of("tangshan", origin=origin_of(task, task.assignments.get()))[0]
    text = FRUIT.replace("云川", "河北")
    ledger_of(text[: text.index("(二)")], slug=fruit().slug)
    assert "现行版已不再提出这项任务" in seen(part, office())


def test_the_post_and_not_the_person_sees_the_part() -> None:
    part, li = parts_of("tangshan")[0], of_region("li", "tangshan")
    client = at(li)
    assert client.get(part.get_absolute_url()).status_code == 200
    Officer.objects.filter(pk=li.pk).update(region=Region.objects.get(slug="baoding"))
    assert client.get(part.get_absolute_url()).status_code == 404
    ma = of_region("ma", "tangshan")
    assert at(ma).get(part.get_absolute_url()).status_code == 200


def test_the_leading_unit_sees_the_part_and_may_speak() -> None:
    part = parts_of("tangshan")[0]
    wang = of_unit()
    act(part, wang, "comment", text="请按月报进度")
    html = seen(part, wang)
    assert "请按月报进度" in html
    assert "撤回理由" not in html


def test_withdrawing_is_seen_by_the_receiver_with_its_reason() -> None:
    part = parts_of("tangshan")[0]
    with sits(office()):
        move(part, "withdraw", 1, by=office(), at=MORNING, why="任务合并")
    html = seen(part, of_region("li", "tangshan"))
    assert "任务合并" in html
    assert "已撤回，不再办理" in html
