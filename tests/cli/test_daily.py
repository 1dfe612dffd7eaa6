"""manage.py daily: what is over goes, who is due moves, and a damaged file is told by the exit status."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories.uploading import person
from tests.mechanisms.cases.visiting import visit
from zhiheng.directory.models import KeptForm, Officer, Posting, Region
from zhiheng.mechanisms.calendar.loading import announce, load_calendar
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.evidence.models import EvidenceFile, keep
from zhiheng.mechanisms.idempotency.models import Receipt
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Knock
from zhiheng.systems.complaints.models.knock import knock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path


def run() -> str:
    told = StringIO()
    call_command("daily", stdout=told)
    return told.getvalue()


def test_what_is_over_goes_and_what_is_not_stays() -> None:
    now, he = timezone.now(), person("he", "liaison")
    for name, days in (("old", 2), ("new", 0)):
        at = now - timedelta(days=days)
        with everywhere():
            KeptForm.objects.create(officer=he, browser=name, path="/x/", page="/x/", at=at)
        Session.objects.create(session_key=name, session_data="", expire_date=now + timedelta(days=1 - days))
        Receipt.objects.create(key=f"{name}-{'k' * 20}", fingerprint="f", at=now - timedelta(days=days * 30))
    said = run()
    with everywhere():
        assert [form.browser for form in KeptForm.objects.all()] == ["new"]
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert [receipt.key[:3] for receipt in Receipt.objects.all()] == ["new"]
    assert "已删除 1 份超过 1 天的留存的填写" in said and "已删除 1 条" in said and "已核对 0 个文件" in said


def test_who_is_due_today_moves_and_who_cannot_is_named() -> None:
    today, tangshan = timezone.localdate(), Region.objects.get(slug="tangshan")
    sun, he, last = person("sun", "system_admin"), person("he", "liaison"), person("wu", "audit_admin")
    for officer in (he, last):
        Posting.objects.create(officer=officer, region=tangshan, since=today, why="轮岗", by=sun, at=timezone.now())
    said = run()
    assert "调岗 1 人" in said and "未能调岗 wu" in said
    moved = dict(Officer.objects.filter(username__in=["he", "wu"]).values_list("username", "region__slug"))
    assert moved == {"he": "tangshan", "wu": None}


def test_a_damaged_file_is_told_after_everything_else_was_done() -> None:
    file: EvidenceFile = keep(BytesIO(b"x"), "甲.txt", by=None, at=timezone.now())
    file.path.write_bytes(b"forged")
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    with pytest.raises(CommandError, match="不一致"):
        run()
    assert not Session.objects.exists()


def test_the_timer_runs_the_command_every_day() -> None:
    deploy = Path(__file__).parents[2] / "deploy"
    assert "manage.py daily" in (deploy / "zhiheng-daily.service").read_text()
    assert "Asia/Shanghai" in (deploy / "zhiheng-daily.timer").read_text()


@pytest.mark.usefixtures("small")
def test_a_provisional_deadline_is_counted_again_once_its_year_is_announced() -> None:
    at = datetime(2026, 12, 28, 1, tzinfo=UTC)
    load_calendar(at=at)
    row = visit(at=at)
    announce(2027, "某号", {date(2027, 1, 1)}, set(), version=0, by=None, at=at, why="通知")
    assert "暂定的期限重新计算,1 个有变化" in run() and "暂定的期限重新计算,0 个有变化" in run()
    with everywhere():
        assert Case.objects.get(pk=row.pk).due_on == date(2027, 1, 7)


def test_counts_of_visits_are_forgotten_after_a_day() -> None:
    now = timezone.now()
    for days in (0, 2):
        knock("complaint.filings_an_hour", "10.0.0.1", at=now - timedelta(days=days))
    call_command("daily")
    assert Knock.objects.count() == 1
