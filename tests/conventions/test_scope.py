"""Whose is what: every model is somebody's or open for a reason, and every address says who gets it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from tests.canary.campaign import addresses, operations
from tests.canary.policy import API, POLICY
from tests.conventions.tree import files, listed, name, source
from zhiheng.cli.management.commands.database_roles import published
from zhiheng.mechanisms.scope import Scoped

MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhiheng.")]

PUBLISHED = "what the portal shows to everybody"
NUMBERED = {"KeptForm", "Reading", "Correction", "Move"}
"""Older than the rule of random ids; their numbers are asked for by a desk all the same."""
OPEN = {
    **{model.__name__: PUBLISHED for model in MODELS if model._meta.db_table in published()},
    "Officer": "accounts precede a desk; pages about them ask for a permission",
    "Posting": "decided for a day to come by the system administrator, and shown beside the account",
    "SignInRecord": "written before anybody has a desk; its page asks for a permission",
    "Knock": "numbers by keyed hashes of addresses and hours, and nothing of anybody",
    "Receipt": "found by its key and opened by a hash of person, address and content",
    "Snapshot": "the hash and the moment of a snapshot, and nothing that is in it",
    "DirtyPart": "written by triggers under every desk: the name of a table and a month",
    "EvidenceFile": "no address names one: each is reached through the row that holds it",
    "Entry": "lines of scoped rows carry seen_with, and the manager gives only those without",
}
"""Models without a desk, each with the reason."""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_scoped_or_open_for_a_reason(model: type[Model]) -> None:
    assert issubclass(model, Scoped) != (model.__name__ in OPEN)


@pytest.mark.parametrize("model", [m for m in MODELS if issubclass(m, Scoped)], ids=lambda model: model.__name__)
def test_a_scoped_model_has_row_level_security_and_ids_that_nobody_guesses(model: type[Model], db: None) -> None:
    key = model._meta.pk
    while key.remote_field:  # a kind of case or register has the key of its row in the table of all
        key = key.target_field
    assert model.__name__ in NUMBERED or key.get_internal_type() == "UUIDField"
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is in PostgreSQL alone")
    with connection.cursor() as cursor:
        asked = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
        cursor.execute(asked, [model._meta.db_table])
        assert cursor.fetchone()[0]


def test_every_address_has_a_line_of_policy() -> None:
    assert sorted(set(addresses())) == sorted(POLICY)


def test_every_operation_of_the_interface_has_a_line_of_policy() -> None:
    assert sorted(operations()) == sorted(API)


def test_nothing_is_seen_past_its_scope_but_by_those_who_say_why() -> None:
    """``everywhere`` and managers without a scope stand where this list says, and nowhere else."""
    past = {name(path): source(path).count("everywhere()") for path in files(".py", below="zhiheng")}
    found = {path for path, count in past.items() if count}
    assert found <= EVERYWHERE, listed(sorted(found - EVERYWHERE))


EVERYWHERE = {
    "zhiheng/mechanisms/scope.py",  # where it is made
    "zhiheng/directory/tokens.py",  # whose token it is, is not known before it is found
    "zhiheng/directory/posts.py",  # what an officer who leaves had typed is removed unseen
    "zhiheng/ledger/uploading.py",  # how many readings an officer who leaves has in hand, and nothing of them
    "zhiheng/division/dividing.py",  # whether a part was given on, without saying to whom
    "zhiheng/systems/complaints/demonstration.py",  # whether there is a demonstration already; setup has no desk
    "zhiheng/mechanisms/cases/acting.py",  # a case that is passed on leaves the sight of who passes it on
    "zhiheng/cli/management/commands/rotate_privacy_keys.py",  # what is sealed anew is shown to nobody
    "zhiheng/mechanisms/cases/clocks.py",  # a calendar that is published changes days of all cases, and tells of none
    "zhiheng/mechanisms/cases/views/lists.py",  # a stranger reads what a kind publishes, and has no desk
    "zhiheng/cli/management/commands/daily.py",  # a timer has no desk
    "zhiheng/systems/complaints/filer.py",  # a stranger holds a link: whose case it is, is found first
    "zhiheng/systems/sampling/batches.py",  # a laboratory concludes what becomes a row that it does not read
    "zhiheng/systems/sampling/demonstration.py",  # setup has no desk
    "zhiheng/systems/sampling/outputs.py",  # published statistics, entered by a command
    "zhiheng/systems/sampling/drawing.py",  # who was sampled by a higher level is left out of a draw
    "zhiheng/systems/sampling/importing.py",  # batches are written by imports, and known wherever they were registered
    "zhiheng/systems/sampling/public.py",  # what is done about a batch that is published, and nothing more of it
    "zhiheng/systems/sampling/sheet.py",  # a county takes the samples of the province's plan: who was drawn for them
    "zhiheng/systems/sampling/consequences.py",  # what others sampled is not this desk's to read, but it excludes
    "zhiheng/web/views/tokens.py",  # the security administrator takes back any token
    "zhiheng/web/score_cards.py",  # counts of firms, and what was published with consent
    "zhiheng/indicators/snapshot.py",  # numbers are counted over all records; who sees which, is asked at the records
    "zhiheng/web/keeping.py",  # nobody is signed in; the browser's signed cookie names the officer
}
