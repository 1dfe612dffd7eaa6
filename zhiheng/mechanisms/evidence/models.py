"""佐证文件: who handed in which file and when; the content lies in the var folder under its SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

from zhiheng.mechanisms.fitting import fit
from zhiheng.mechanisms.sheets import disposition

LARGEST = 20 * 2**20
"""Bytes of one file, since 2026-11-22: a plan is text, and this leaves room for pictures in its annexes."""
QUOTA = 2 * 2**30
"""Bytes of all files of one officer, since 2026-11-22: a hundred of the largest; nobody fills a disk by accident."""
CHUNK = 2**16


class FileRefused(Exception):
    """A file is not kept; the message says why in the reader's language."""


class EvidenceFile(models.Model):
    """One file as handed in. Two people may hand in the same content: two rows, one file on disk."""

    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "佐证文件"
        verbose_name_plural = "佐证文件"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the content lies: evidence/ab/cd/abcd… in the var folder."""
        return _place(self.sha256)

    def intact(self) -> bool:
        """Whether the content on disk still has the hash it was handed in with; False when it is gone."""
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256
        except FileNotFoundError:
            return False


def keep(stream: IO[bytes], name: str, *, by: Any, at: datetime) -> EvidenceFile:
    """Keep what can be read from the stream; FileRefused when it is empty, too large, or over the officer's quota.

    Of somebody without an account (``by=None``) the caller caps what is given: all of them share no quota.

    The content is on disk, under its final name, before the row is written: a crash leaves at most a file without a
    row, which nobody is ever served, and never a row without its file.
    """
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    held = (by and EvidenceFile.objects.filter(by=by).aggregate(total=Sum("size"))["total"]) or 0
    with tempfile.NamedTemporaryFile(dir=root, prefix="new-", delete=False) as temporary:
        try:
            sha256, size = _copy(stream, temporary, room=QUOTA - held)
            temporary.flush()
            os.fsync(temporary.fileno())
            _move(Path(temporary.name), _place(sha256))
        finally:
            Path(temporary.name).unlink(missing_ok=True)
    row = fit(EvidenceFile(sha256=sha256, name=_bare(name), size=size, by=by, at=at))
    row.save()
    return row


def without_row() -> list[Path]:
    """Files in the var folder that no row names: left by a crash between the file and its row."""
    known = set(EvidenceFile.objects.values_list("sha256", flat=True))
    return sorted(path for path in _root().rglob("*") if path.is_file() and path.name not in known)


def send_evidence(
    request: HttpRequest, file: EvidenceFile, *, may: Callable[[Any, EvidenceFile], bool]
) -> FileResponse:
    """The content as a download that no browser opens as a page; 404 unless ``may(officer, file)``."""
    if not may(request.user, file) or not file.path.is_file():
        raise Http404
    response = FileResponse(file.path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _root() -> Path:
    return Path(settings.VAR_DIR) / "evidence"


def _place(sha256: str) -> Path:
    return _root() / sha256[:2] / sha256[2:4] / sha256


def _copy(stream: IO[bytes], target: IO[bytes], *, room: int) -> tuple[str, int]:
    """Copy a stream and give its hash and size; the bytes are counted as they come, whatever was announced."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise FileRefused(_("文件超过 %(size)d MB，请压缩图片或分成几个文件。") % {"size": LARGEST // 2**20})
        if size > room:
            raise FileRefused(_("您提交的文件总量已达上限，请联系系统管理员。"))
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise FileRefused(_("文件是空的，请检查后重新选择。"))
    return digest.hexdigest(), size


def _move(written: Path, place: Path) -> None:
    """Give the file its final name in a way that survives a power cut; the same content there already is the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    written.replace(place)
    for folder in (place.parent, place.parent.parent, place.parent.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bare(name: str) -> str:
    """The file's own name without folders and control characters, as a person would read it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip() or _("未命名文件")
