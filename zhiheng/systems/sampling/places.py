"""Which region an address of a published table names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.directory.models.region import in_force_between

PROVINCE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:省|自治区)|(北京|天津|上海|重庆)市")
"""How an address begins that names its province."""
CITY = re.compile(r"(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?([^\W\d_省市县区]{2,4}市)(?!场)")
"""How an address begins that names a city."""
WIDTH = {Region.PROVINCE: 0, Region.CITY: 1, Region.OVERLAY: 1, Region.COUNTY: 2}


class Places:
    """The regions that a desk handles, found by their names in an address. Names of counties repeat (桥西区 three

    times): then the city has to be named too.
    """

    def __init__(self, regions: Iterable[int], on: date) -> None:
        edges = RegionEdge.objects.filter(in_force_between("", on), tree=RegionEdge.ADMINISTRATIVE)
        self.above = dict(edges.values_list("child_id", "parent_id"))
        every = {region.pk: region for region in Region.objects.all()}
        self.names = {pk: region.name for pk, region in every.items()}
        self.every = list(every.values())
        self.mine = frozenset(regions)
        self.provinces = [region.name for region in self.every if region.kind == Region.PROVINCE]

    def found(self, address: str) -> Region | None:
        """The narrowest region that the address names.

        None: none is named (a sale on the web), another's, outside the province, or not told apart.
        """
        if (province := PROVINCE.match(address)) and not any(province[0] in name for name in self.provinces):
            return None
        if (city := CITY.match(address)) and city[1] not in self.names.values():
            return None
        region = self._named(address)
        return region if region and region.pk in self.mine else None

    def _named(self, address: str) -> Region | None:
        named = [region for region in self.every if region.name in address]
        counties = [region for region in named if region.kind == Region.COUNTY]
        within = [region for region in counties if self._city(region) in address]
        if len(chosen := within or counties) > 1:
            longest = max(len(region.name) for region in chosen)
            chosen = [region for region in chosen if len(region.name) == longest]
        if chosen:
            return chosen[0] if len(chosen) == 1 else None
        wider = [region for region in named if WIDTH[region.kind] == 1] or named
        return wider[0] if len(wider) == 1 else None

    def _city(self, region: Region) -> str:
        return self.names.get(self.above.get(region.pk, 0), "")
