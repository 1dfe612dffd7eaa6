"""Who comes second is told, field by field; nothing anybody wrote is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.template.loader import render_to_string

from tests.mechanisms.edited import Draft, table
from zhiheng.directory.models import Officer, Unit
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.versions import Said, Stale, step, update_if_unchanged

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def drafts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The table of drafts, made before the transaction of the first test."""
    with django_db_blocker.unblock(), table():
        yield


@pytest.fixture
def draft(db: None) -> Draft:
    """A draft as everybody opened it, at version 1."""
    return Draft.objects.create(title="复耕率", number=90)


def person(name: str) -> Officer:
    """An officer of the office."""
    return Officer.objects.get_or_create(username=name, defaults={"display_name": name, "role": "office"})[0]


def edit(draft: Draft, version: int, by: str = "张", read: dict[str, str] | None = None, **changes: Any) -> None:
    """Somebody's edit of the version that they opened."""
    update_if_unchanged(
        draft, version, changes, by=person(by), at=NOON, why="核对原文", ledger="guopin", thing="draft", read=read
    )


def test_an_edit_of_the_newest_version_is_written_and_journalled(draft: Draft) -> None:
    edit(draft, 1, title="复种率", number=95)
    assert (draft.title, draft.number, draft.version) == ("复种率", 95, 2)
    draft.refresh_from_db()
    assert (draft.title, draft.number, draft.version) == ("复种率", 95, 2)
    lines = {(line.field, line.old, line.new, line.why, line.by) for line in Entry.objects.filter(thing="draft")}
    zhang = person("张")
    assert lines == {("标题", "复耕率", "复种率", "核对原文", zhang), ("数量", "90", "95", "核对原文", zhang)}


def test_an_edit_of_an_old_version_writes_nothing_and_tells_both_values(draft: Draft) -> None:
    edit(draft, 1, number=95)
    with pytest.raises(Stale) as found:
        edit(draft, 1, by="李", number=93, title="复耕率", read={"number": "90", "title": "复耕率"})
    stale = found.value
    assert (stale.version, stale.by, stale.at) == (2, person("张"), NOON)
    [difference] = stale.differences
    assert (difference.name, difference.label) == ("number", "数量")
    said = (difference.read, difference.mine, difference.theirs)
    assert said == (Said("90", "90"), Said("93", "93"), Said("95", "95"))
    assert Draft.objects.get().number == 95 and Entry.objects.filter(thing="draft").count() == 1


def test_the_value_of_who_changed_a_field_is_suggested_and_none_when_both_did(draft: Draft) -> None:
    edit(draft, 1, number=95, title="复种率")
    read = {"number": "90", "title": "复耕率", "kind": "rate"}
    with pytest.raises(Stale) as found:
        edit(draft, 1, number=93, title="复耕率", kind="count", read=read)
    suggested = {difference.name: difference.suggested for difference in found.value.differences}
    assert suggested == {"number": "", "title": "theirs", "kind": "mine"}


def test_choices_and_units_are_told_in_words(draft: Draft) -> None:
    first, second = (Unit.objects.create(name=name, slug=name, sort_no=900) for name in ("示例一局", "示例二厅"))
    edit(draft, 1, kind="count", unit=first)
    with pytest.raises(Stale) as found:
        edit(draft, 1, kind="rate", unit=second, read={"kind": "rate", "unit": ""})
    told = {difference.name: (difference.mine.words, difference.theirs.words) for difference in found.value.differences}
    assert told == {"kind": ("比率", "件数"), "unit": ("示例二厅", "示例一局")}
    assert Entry.objects.get(field="责任单位").new == "示例一局"


def test_what_was_chosen_is_sent_again_with_the_new_version(draft: Draft) -> None:
    edit(draft, 1, number=95)
    with pytest.raises(Stale) as found:
        edit(draft, 1, number=93, read={"number": "90"})
    edit(draft, found.value.version, number=93)
    assert [(line.old, line.new) for line in Entry.objects.order_by("id").filter(field="数量")] == [
        ("90", "95"),
        ("95", "93"),
    ]


def test_an_edit_that_changes_nothing_is_no_new_version(draft: Draft) -> None:
    edit(draft, 1, number=90)
    assert Draft.objects.get().version == 1 and not Entry.objects.filter(thing="draft").exists()


def test_a_version_can_be_stepped_once(draft: Draft) -> None:
    assert step(draft, 1, {"title": "一"}) and not step(draft, 1, {"title": "二"})
    assert (draft.title, draft.version) == ("一", 2)
    assert Draft.objects.get().title == "一"


def test_the_page_shows_both_values_and_lets_the_person_choose(draft: Draft) -> None:
    edit(draft, 1, number=95)
    with pytest.raises(Stale) as found:
        edit(draft, 1, number=93, title="新", read={"number": "90", "title": "复耕率"})
    html = render_to_string("components/stale.html", {"stale": found.value})
    assert '<input type="hidden" name="version" value="2">' in html and "2026-11-22 12:00" in html
    assert '<input type="radio" name="number" value="93" required> 我的：93' in html
    assert '<input type="radio" name="number" value="95" required> 现在的：95' in html
    assert '<input type="radio" name="title" value="新" required checked>' in html
    assert '<input type="hidden" name="initial-number" value="95">' in html


def test_an_edit_elsewhere_in_the_row_is_told_too(draft: Draft) -> None:
    html = render_to_string("components/stale.html", {"stale": Stale(4, [], by=person("张"), at=NOON)})
    assert "张 于 2026-11-22 12:00 改过" in html and "再提交一次。" in html
    assert 'name="version" value="4"' in html and "<fieldset" not in html
