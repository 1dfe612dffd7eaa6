"""The data room's regions and units become the directory; loading again changes nothing that is already so."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhiheng import data
from zhiheng.data import demo
from zhiheng.directory.models import Officer, Region, RegionEdge, Unit, UnitAlias


@transaction.atomic
def load_directory() -> tuple[int, int]:
    """Load regions with both trees and units with names and successors; returns (regions, units)."""
    regions = {row.id: _region(row) for row in data.regions()}
    for row in data.regions():
        for tree, parent in ((RegionEdge.ADMINISTRATIVE, row.administrative), (RegionEdge.REPORTING, row.reporting)):
            if parent:
                RegionEdge.objects.get_or_create(child=regions[row.id], parent=regions[parent], tree=tree)
    units = {row.id: _unit(row) for row in data.units()}
    province = next(row.name for row in data.regions() if row.kind == "province")
    for unit_row in data.units():
        if unit_row.successor:
            Unit.objects.filter(slug=unit_row.id).update(successor=units[unit_row.successor])
        for name in dict.fromkeys((unit_row.short, unit_row.name, *unit_row.aliases)):
            place = province if name.startswith("省") else ""
            UnitAlias.objects.get_or_create(name=name, place=place, defaults={"unit": units[unit_row.id]})
    return len(regions), len(units)


@transaction.atomic
def load_accounts() -> tuple[demo.DemoAccount, ...]:
    """Make the demonstration accounts that are missing; their password is printed, so they guard nothing."""
    missing = [row for row in demo.accounts() if not Officer.objects.filter(username=row.username).exists()]
    # One salt for all: hashing the one printed password ten times protects nobody and costs seconds at every start.
    encoded = {password: make_password(password) for password in {row.password for row in missing}}
    for row in missing:
        officer = Officer(username=row.username, display_name=row.name, role=row.role, demo=True)
        officer.firm_code = row.firm_code
        officer.unit = Unit.objects.get(slug=row.unit) if row.unit else None
        officer.region = Region.objects.get(slug=row.region) if row.region else None
        officer.password = encoded[row.password]
        officer.full_clean()
        officer.save()
    return demo.accounts()


def _region(row: data.Region) -> Region:
    region = Region.objects.filter(slug=row.id).first() or Region(slug=row.id)
    region.name, region.short, region.name_en, region.kind = row.name, row.short, row.name_en, row.kind
    region.gb_code, region.sort_no, region.source = row.gb or "", row.sort, row.source
    region.valid_from, region.valid_to = row.valid_from, row.valid_to
    region.fill_keys()
    region.save()
    return region


def _unit(row: data.Unit) -> Unit:
    unit = Unit.objects.filter(slug=row.id).first() or Unit(slug=row.id)
    unit.name, unit.full_name, unit.name_en, unit.kind = row.short, row.name, row.name_en, row.kind
    unit.sort_no, unit.valid_from, unit.valid_to = row.sort, row.valid_from, row.valid_to
    unit.certain, unit.source, unit.note = row.certainty == "known", row.source, row.note or ""
    unit.fill_keys()
    unit.save()
    return unit
