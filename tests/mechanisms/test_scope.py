"""A query on what is somebody's raises when nobody asks, and gives what the desk sees when somebody does."""

from __future__ import annotations

import pytest
from django.db import models
from django_scopes.exceptions import ScopeError

from tests.factories.division import of_region, office, parts_of, sits
from zhiheng.division.models import Part
from zhiheng.mechanisms.scope import Desk, Scoped, at_desk, desk_now, everywhere


def test_without_a_desk_it_raises_for_reading_and_for_writing(db: None) -> None:
    for ask in (Part.objects.all, Part.objects.count, lambda: Part.objects.create(), desk_now):
        with pytest.raises(ScopeError):
            ask()


def test_a_desk_sees_its_own_rows_and_none_of_anothers(db: None) -> None:
    first, second = parts_of()
    with sits(of_region()):
        assert list(Part.objects.all()) == [first]
        assert not Part.objects.filter(pk=second.pk).exists()
    with everywhere():
        assert Part.objects.count() == 2


def test_a_desk_inside_of_another_ends_with_its_block(db: None) -> None:
    parts_of()
    with sits(office()):
        with at_desk(Desk()):
            assert not Part.objects.exists()
        assert Part.objects.count() == 2
    with pytest.raises(ScopeError):
        Part.objects.exists()


def test_a_scoped_model_that_does_not_say_who_sees_it_or_is_asked_past_its_scope_is_refused() -> None:
    class Silent(Scoped):
        class Meta:
            app_label = "silent"
            managed = False

    class Past(Scoped):
        objects = models.Manager()

        class Meta:
            app_label = "silent"
            managed = False

        @classmethod
        def seen_from(cls, desk: Desk) -> models.Q:
            return models.Q()

    assert [found.id for found in Silent.check() if found.id.startswith("zhiheng")] == ["zhiheng.E001"]
    assert [found.id for found in Past.check() if found.id.startswith("zhiheng")] == ["zhiheng.E002"]
