"""Files kept by the hash of their content: nothing half, nothing unbounded, nothing served without a right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from zhiheng.directory.models import Officer
from zhiheng.mechanisms.evidence import models as evidence
from zhiheng.mechanisms.evidence.models import EvidenceFile, FileRefused, keep, send_evidence

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A var folder of the test's own."""
    settings.VAR_DIR = tmp_path
    yield tmp_path / "evidence"


@pytest.fixture
def zhang(db: None) -> Officer:
    """Somebody who hands in files."""
    return Officer.objects.create(username="zhang", display_name="张", role="office")


def on_disk(folder: Path) -> list[Path]:
    """Every file below the folder, temporary ones too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def get(file: EvidenceFile, officer: Officer) -> Any:
    """Ask for the file as this officer, where only who handed a file in may have it."""
    request = RequestFactory().get("/file")
    request.user = officer
    return send_evidence(request, file, may=lambda asked, wanted: wanted.by == asked)


def test_a_file_lies_under_the_hash_of_its_content(zhang: Officer, folder: Path) -> None:
    file = keep(BytesIO(b"plan"), "方案.docx", by=zhang, at=NOON)
    sha256 = hashlib.sha256(b"plan").hexdigest()
    assert (file.sha256, file.size, file.name, file.by) == (sha256, 4, "方案.docx", zhang)
    assert on_disk(folder) == [folder / sha256[:2] / sha256[2:4] / sha256]
    assert file.path.read_bytes() == b"plan"


def test_the_same_content_is_kept_once_for_two_people(zhang: Officer, folder: Path) -> None:
    li = Officer.objects.create(username="li", role="office")
    first, second = keep(BytesIO(b"x"), "a.txt", by=zhang, at=NOON), keep(BytesIO(b"x"), "b.txt", by=li, at=NOON)
    assert first.path == second.path and len(on_disk(folder)) == 1
    assert EvidenceFile.objects.count() == 2


@pytest.mark.parametrize(("content", "words"), [(b"", "空"), (b"x" * 11, "超过")])
def test_an_empty_or_a_large_file_is_refused_and_leaves_nothing(
    zhang: Officer, folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
) -> None:
    monkeypatch.setattr(evidence, "LARGEST", 10)
    with pytest.raises(FileRefused, match=words):
        keep(BytesIO(content), "a.txt", by=zhang, at=NOON)
    assert on_disk(folder) == [] and not EvidenceFile.objects.exists()


def test_a_quota_is_each_officers_own(zhang: Officer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "QUOTA", 10)
    keep(BytesIO(b"123456"), "a.txt", by=zhang, at=NOON)
    with pytest.raises(FileRefused, match="总量"):
        keep(BytesIO(b"12345"), "b.txt", by=zhang, at=NOON)
    keep(BytesIO(b"12345"), "b.txt", by=Officer.objects.create(username="li"), at=NOON)
    assert len(on_disk(folder)) == 2


def test_a_stream_that_breaks_off_leaves_nothing(zhang: Officer, folder: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("cut")
            return super().read(2)

    with pytest.raises(OSError, match="cut"):
        keep(Broken(b"content"), "a.txt", by=zhang, at=NOON)
    assert on_disk(folder) == [] and not EvidenceFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\方案\\一.docx", "一.docx"),
        ("a\r\nX: y.txt", "aX: y.txt"),
        ("/", "未命名文件"),
    ],
)
def test_a_name_is_only_a_name(zhang: Officer, given: str, kept: str) -> None:
    assert keep(BytesIO(b"x"), given, by=zhang, at=NOON).name == kept


def test_a_file_is_sent_as_a_download_that_no_browser_opens(zhang: Officer) -> None:
    answer = get(keep(BytesIO(b"<script>"), "x.html", by=zhang, at=NOON), zhang)
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_who_may_not_have_a_file_is_told_that_there_is_none(zhang: Officer) -> None:
    file = keep(BytesIO(b"x"), "a.txt", by=zhang, at=NOON)
    with pytest.raises(Http404):
        get(file, Officer.objects.create(username="li"))


def test_a_changed_or_lost_content_is_found(zhang: Officer) -> None:
    file = keep(BytesIO(b"honest"), "a.txt", by=zhang, at=NOON)
    assert file.intact()
    file.path.write_bytes(b"forged")
    assert not file.intact()
    file.path.unlink()
    assert not file.intact()
    with pytest.raises(Http404):
        get(file, zhang)
