"""The accounts: a firm is known by its code, and nothing about a person's presence is kept beside their name."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from zhiheng.directory.loading import load_accounts
from zhiheng.directory.models import Officer

CODE = "91130600000000000M"
COUNTED = ("last_login", "login", "online", "duration", "visits", "points", "streak", "rank")
"""国办函〔2026〕12号 forbids 打卡签到, 积分排名 and 在线时长; a field is where they would begin."""


def firm(code: str) -> Officer:
    return Officer(username="firm", display_name="某企业", role="firm", password="!", firm_code=code)


def test_a_firm_with_its_code_is_in_order(db: None) -> None:
    company = firm(CODE)
    company.full_clean()
    company.save()
    assert Officer.objects.get(role="firm").firm_code == CODE


def test_a_firm_without_a_code_is_not(db: None) -> None:
    with pytest.raises(ValidationError, match="企业账号必须有统一社会信用代码"):
        firm("").full_clean()


def test_a_mistyped_code_is_refused_with_what_to_look_at(db: None) -> None:
    with pytest.raises(ValidationError, match="校验位不对"):
        firm("91130600000000000N").full_clean()


def test_an_official_has_no_firm_s_code(db: None) -> None:
    with pytest.raises(ValidationError, match="其他账号不填"):
        Officer(username="li", display_name="李某", role="liaison", password="!", firm_code=CODE).full_clean()


def test_the_demonstration_firm_has_a_code_that_no_firm_can_have(db: None) -> None:
    load_accounts()
    assert Officer.objects.get(username="demo-firm").firm_code == CODE
    assert not Officer.objects.exclude(role="firm").exclude(firm_code="").exists()


def test_no_table_counts_or_ranks_people_by_their_log_ins_or_time_on_line() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("zhiheng.")]
    counted = [f"{model.__name__}.{field.name}" for model in ours for field in model._meta.get_fields()]
    assert not [name for name in counted if any(word in name.split(".")[1] for word in COUNTED)]
    assert {field.name for field in apps.get_model("directory.SignInRecord")._meta.get_fields()} == {
        "id",
        "at",
        "account",
        "result",
        "address",
    }
