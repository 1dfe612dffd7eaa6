"""With every scope of the program switched off the database alone gives each desk what ``seen_from`` gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django_scopes import scopes_disabled

from tests.canary.people import POSTS
from tests.canary.world import World, build
from tests.roles import as_owner
from zhiheng.directory.scope import desk_of
from zhiheng.division.models import Apportionment, Attachment, Comment, ImportBatch, ImportRow, Part, Quota
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.listing.models import SavedView
from zhiheng.mechanisms.row_security import bypassed
from zhiheng.mechanisms.scope import Desk, _told, at_desk, desk_now, everywhere

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="row-level security is in PostgreSQL alone: DATABASE=postgres"
)
SCOPED: list[Any] = [Part, Comment, Attachment, Apportionment, Quota, ImportBatch, ImportRow, SavedView]
ROUNDS = 40


@pytest.fixture
def world(db: None) -> World:
    """The world of the canary."""
    with everywhere():
        return build()


@contextmanager
def by_the_database(desk: Desk) -> Iterator[None]:
    """No scope of the program; the session says who asks."""
    with scopes_disabled(), _told(desk.settings):
        yield


def rows(model: Any) -> set[Any]:
    return set(model._base_manager.values_list("pk", flat=True))


def drawn(seed: object, among: list[Any]) -> Any:
    """One of several, by a published seed."""
    return among[int(sha256(str(seed).encode()).hexdigest()[:8], 16) % len(among)]


def shuffle(world: World, turn: int) -> None:
    """Other givers, receivers, leading units and states, within the same places."""
    posts = [
        world.place(slug) for slug in ("hebei", "shichang", "gongxin", "shijiazhuang", "tangshan-lunan", "zq-bureau")
    ]
    for number, part in enumerate(Part.objects.all()):
        seed = f"2026-11-22|{turn}|{number}"
        giver, receiver, leader = (drawn(f"{seed}|{what}", posts) for what in ("giver", "receiver", "lead"))
        issued = drawn(f"{seed}|issued", [True, False])
        places = {"by_unit": giver["unit"], "by_region": giver["region"], **receiver, "lead": leader["unit"]}
        Part.objects.filter(pk=part.pk).update(issued=issued, **places)
        some = {name: value for name, value in places.items() if name != "region"}
        Quota.objects.filter(pk=drawn(seed, sorted(rows(Quota)))).update(issued=not issued, **some)


def test_the_tests_work_as_a_role_that_row_level_security_binds(db: None) -> None:
    assert not bypassed()


def test_the_database_gives_every_desk_what_the_program_gives_it_in_worlds_drawn_by_a_seed(world: World) -> None:
    desks = {name: desk_of(world.officers[name], world.officers[name].date_joined.date()) for name in POSTS}
    compared = 0
    for turn in range(ROUNDS):
        if turn:
            with everywhere():
                shuffle(world, turn)
        for name, desk in desks.items():
            with by_the_database(desk):
                bare = {model: rows(model) for model in SCOPED}
            with at_desk(desk):
                asked = {model: set(model.objects.values_list("pk", flat=True)) for model in SCOPED}
            assert bare == asked, (turn, name)
            compared += sum(map(len, asked.values()))
    assert compared > 1000


def test_without_a_desk_there_is_nothing(world: World) -> None:
    with scopes_disabled():
        assert not any(rows(model) for model in SCOPED)
        assert not Entry._base_manager.filter(seen_with__isnull=False).exists()
    with by_the_database(Desk()):
        assert not any(rows(model) for model in SCOPED)


def test_nobody_writes_what_they_could_not_read(world: World) -> None:
    part = next(one.row for one in world.of("part") if one.name == "to-other-city")
    with by_the_database(desk_of(world.officers["city"], world.officers["city"].date_joined.date())):
        assert not Part._base_manager.filter(pk=part.pk).update(note="x")
        assert not Comment._base_manager.filter(part=part).delete()[0]
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Comment(part_id=part.pk, text="x", by=world.officers["city"], at=part.made_at).save(force_insert=True)
        own = next(one.row for one in world.of("part") if one.name == "to-county")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            # Given away into what the giver would not see.
            Part._base_manager.filter(pk=own.pk).update(by_region=part.region, region=part.region)


def test_the_desk_of_before_is_put_back_also_after_an_error(world: World) -> None:
    outer = desk_of(world.officers["city"], world.officers["city"].date_joined.date())
    with at_desk(outer):
        seen = rows(Part)
        with pytest.raises(ProgrammingError), transaction.atomic(), everywhere():
            assert len(rows(Part)) > len(seen)
            with connection.cursor() as cursor:
                cursor.execute("SELECT nonsense")
        assert rows(Part) == seen and desk_now() == outer
    assert setting("zhiheng.region") == setting("zhiheng.whole") == setting("zhiheng.everywhere") == ""


def test_a_request_leaves_no_desk_on_the_connection(world: World, client: Any) -> None:
    client.force_login(world.officers["office"])
    assert client.get("/parts/").status_code == 200
    assert setting("zhiheng.whole") == setting("zhiheng.officer") == ""


def test_no_view_or_function_of_a_superuser_gives_what_the_tables_do_not(db: None) -> None:
    """A view of a superuser's, a materialized one, or a function that runs as its owner would pass every policy."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')
               UNION SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = 'public' AND p.prosecdef"""
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement", ["DELETE FROM journal_entry", "UPDATE journal_entry SET why = ''", "CREATE TABLE x (i int)"]
)
def test_the_role_of_the_server_neither_rewrites_the_journal_nor_makes_tables(db: None, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(("role", "table", "reads"), [
    ("zhiheng_public", "ledger_task", True),
    ("zhiheng_public", "division_part", False),
    ("zhiheng_public", "directory_officer", False),
    ("zhiheng_audit", "division_part", True),
    ("zhiheng_audit", "django_session", False),
])  # fmt: skip
def test_the_other_roles_read_what_they_are_for(world: World, role: str, table: str, reads: bool) -> None:
    with as_owner(), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"SET LOCAL ROLE {role}")
        if reads:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0
        else:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT * FROM {table}")
        cursor.execute("SET LOCAL ROLE NONE")


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        value: str = cursor.fetchone()[0]
        return value
