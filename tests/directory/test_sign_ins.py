"""The sign-in log: whose address stands in it, and that a line stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from zhiheng.directory.models import Officer, SignInRecord
from zhiheng.directory.sign_ins import nearest_untrusted, note

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.1.1.1"),
        ("203.0.113.9", 0, "10.1.1.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", 1, "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", 2, "198.51.100.7"),
        ("203.0.113.9", 2, "10.1.1.1"),
        ("not an address", 1, "10.1.1.1"),
        ("2001:db8::7", 1, "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(forwarded: str, proxies: int, address: str) -> None:
    assert nearest_untrusted("10.1.1.1", forwarded, proxies) == address


def test_without_any_address_there_is_none() -> None:
    assert nearest_untrusted("", "", 0) is None


def test_a_name_that_nobody_has_is_not_written_down(db: None) -> None:
    """People type their password into the box of the user name."""
    Officer.objects.create_user("wang", display_name="王联络员", role="liaison")
    for typed in ("wang", "My-Secret-2026"):
        note(RequestFactory().post("/login/"), typed, SignInRecord.FAILURE, NOON)
    assert [line.account for line in SignInRecord.objects.order_by("id")] == ["wang", ""]


def test_a_line_is_never_rewritten_or_deleted(db: None) -> None:
    line = SignInRecord.objects.create(at=NOON, account="wang", result=SignInRecord.SUCCESS)
    line.result = SignInRecord.FAILURE
    with pytest.raises(TypeError, match="never rewritten"):
        line.save()
    with pytest.raises(TypeError, match="never deleted"):
        line.delete()
