"""manage.py administrators: an installation without demonstration accounts gets its first three, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.uploading import person
from zhiheng.directory.models import Officer
from zhiheng.directory.posts import history

pytestmark = pytest.mark.django_db


def run() -> list[str]:
    told = StringIO()
    call_command("administrators", stdout=told)
    return told.getvalue().splitlines()


def test_the_first_three_sign_in_with_what_was_printed_and_change_it() -> None:
    lines = [line.split() for line in run()]
    assert [line[0] for line in lines] == ["系统管理员", "安全管理员", "审计管理员"]
    for _, username, password in lines:
        browser = Client()
        browser.post("/login/", {"username": username, "password": password})
        assert browser.get("/mine/")["Location"] == "/password/"
        (entry,) = history(Officer.objects.get(username=username))
        assert entry.by is None and password not in entry.new


def test_who_is_there_is_left_alone_and_a_closed_one_is_replaced() -> None:
    run()
    assert run() == ["三类管理员都有在用的账号,没有新建"]
    Officer.objects.filter(role="audit_admin").update(is_active=False)
    (line,) = run()
    assert line.startswith("审计管理员 ") and Officer.objects.filter(role="audit_admin").count() == 2


def test_a_name_that_somebody_has_is_not_taken_from_them() -> None:
    person("systemadmin", "liaison")
    assert run()[0].split()[1] == "systemadmin-2"
    assert person("systemadmin").role == "liaison"
