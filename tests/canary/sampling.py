"""Samples: one that waits to be taken, one at its laboratory with papers and items, batches that are public and not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.canary.casework import BOTH, NOBODY
from tests.canary.needles import word_of
from tests.canary.people import ALL, PEOPLE
from tests.canary.world import AT, Kept, World
from zhiheng.directory.models import Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.evidence.models import keep
from zhiheng.mechanisms.scope import at_desk
from zhiheng.systems.sampling.models import Sample, SampleFile, TestedBatch, TestItem

HERE, LABORATORY, SAMPLED = "shijiazhuang-changan", "firm", "other-firm"
SEEN = ALL | BOTH | {LABORATORY}


def bring_in(world: World) -> None:
    """Two samples and two batches, in a world that has its people."""
    waits, tested = _sample(world, "waits", "drawn"), _sample(world, "tested", "at_lab", sampled_on=date(2026, 11, 2))
    world.kept.append(Kept("sheet", "waits", (waits.pk,), frozenset(), SEEN, {"hand in": BOTH}, waits))
    world.kept.append(Kept("label", "tested", (tested.pk,), frozenset(), SEEN, {}, tested))
    report = {"report": frozenset({LABORATORY})}
    world.kept.append(Kept("report", "tested", (tested.pk,), frozenset(), SEEN, report, tested))
    _file(world, "tested", tested)
    item = word_of("test item", "result")
    TestItem.objects.create(sample=tested, report_no="R", nth=1, name="铅", result=item, passed=True)
    world.kept.append(Kept("test item", "tested", (), frozenset({item}), SEEN, {}, tested))
    _of_a_firm(world)
    _batch(world, "public", date(2026, 11, 1), frozenset(PEOPLE))
    _batch(world, "not public", None, NOBODY)


def _file(world: World, of: str, sample: Sample) -> None:
    """A photograph; the sampled party has its own copy of the sheet, and not this."""
    content, name = word_of("sample file", of, "content"), word_of("sample file", of, "name")
    given = keep(SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%" + content.encode()), f"{name}.pdf", by=None, at=AT)
    row = SampleFile.objects.create(sample=sample, file=given, kind=SampleFile.PHOTO, at=AT)
    world.add("sample file", of, row, SEEN, content, name, given.sha256)


def _of_a_firm(world: World) -> None:
    """Two of a firm that may see them: its laboratory does nothing of the firm's, and the firm nothing of theirs."""
    about = {"firm_code": world.officers[SAMPLED].firm_code, "firm_sees": True, "sampled_on": date(2026, 11, 2)}
    laboratory, firm = frozenset({LABORATORY}), frozenset({SAMPLED})
    sealed, objection = {"sealed": "yes"}, {"about": "retest", "grounds": "备样请复检"}
    for name, key, able, said, state, more in (
        ("sent to its laboratory", "receive", laboratory, sealed, "sampled", {}),
        ("told", "object", BOTH | firm, objection, "served", {"served_on": timezone.localdate(), "passed": False}),
    ):
        row, seen = _sample(world, name, state, seen=SEEN | firm, **about, **more), SEEN | firm
        acts = {**dict.fromkeys(("amend", "reveal", "listed"), NOBODY), key: able}
        world.add("case", name, row, seen, args=("sample", row.pk), acts=acts)
        _file(world, name, row)
        args, sent = ("sample", row.pk, key), {"version": row.version, "said": said}
        world.kept.append(Kept("doing", f"{name} {key}", args, frozenset(), seen, {"do": able}, sent))
    at_lab = _sample(world, "at its laboratory", "at_lab", seen=SEEN | firm, **about)
    world.kept.append(
        Kept("report", "of a firm", (at_lab.pk,), frozenset(), SEEN | firm, {"report": laboratory}, at_lab)
    )


def _sample(world: World, name: str, state: str, seen: frozenset[str] = SEEN, **more: Any) -> Sample:
    words, handler = word_of("sample", name), world.officers["county-inspector"]
    row = Sample(region=Region.objects.get(slug=HERE), firm_name=words, category="food", sampling_type="supervision")
    row.product_class, row.aide_code = "糕点", world.officers[LABORATORY].firm_code
    with at_desk(desk_of(handler, AT.date())):
        file(row, by=handler, hand=Hand.HANDLER, at=AT)
    for field, value in {"state": state, **more}.items():
        setattr(row, field, value)
    row.save()
    world.kept.append(Kept("sample", name, (), frozenset({words, row.number[3:], str(row.pk)}), seen, {}, row))
    return row


def _batch(world: World, name: str, published_on: date | None, seen: frozenset[str]) -> None:
    words = word_of("batch", name)
    row = TestedBatch(category="food", sampling_type="supervision", region=Region.objects.get(slug=HERE))
    row.judged_on, row.passed, row.product, row.source = date(2026, 10, 1), False, words, f"YP-{name}"
    row.published_on = published_on
    row.save(force_insert=True)
    if published_on:
        world.add("public sample", name, row, seen, words)
    else:
        world.kept.append(Kept("unpublished batch", name, (), frozenset({words}), seen, {}, row))
