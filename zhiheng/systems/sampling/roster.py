"""The list that a draw is made from, as somebody pastes it: a line for each, cells apart by tabs, commas or spaces."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext

from zhiheng.mechanisms.cases.asking import NotSo
from zhiheng.mechanisms.draw import tidy
from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.mechanisms.scope import desk_now
from zhiheng.systems.sampling.models.draw import Draw

CELLS = re.compile(r"[\t,，;；]+|\s{2,}|\s")


def read(of: str, text: str) -> list[dict[str, Any]]:
    """The lines of a roster: of firms code, name, region and weight, of all others id, name and weight.

    The weight may be left out and is 1 then. Raises NotSo with the first lines that do not read so.
    """
    lines, wrong = [], []
    for nth, words in enumerate(filter(str.strip, text.splitlines()), 1):
        try:
            lines.append(_line(of, [tidy(cell) for cell in CELLS.split(words.strip()) if cell]))
        except ValueError as problem:
            wrong.append(gettext("第 %(nth)d 行：%(problem)s") % {"nth": nth, "problem": problem})
    if wrong:
        raise NotSo([("roster", words) for words in wrong[:5]])
    return lines


def _line(of: str, cells: list[str]) -> dict[str, Any]:
    weight = int(cells.pop()) if len(cells) > 2 and cells[-1].isdecimal() and len(cells[-1]) < 5 else 1
    wanted = 3 if of == Draw.FIRMS else 2
    if len(cells) != wanted:
        raise ValueError(
            gettext("应为 代码、名称、地区、权数（可不写）")
            if of == Draw.FIRMS
            else gettext("应为 编号、姓名或者名称、权数（可不写）")
        )
    line: dict[str, Any] = {"id": cells[0], "name": cells[1], "weight": weight}
    if of != Draw.SAMPLERS and (problem := uscc_problem(cells[0])):
        raise ValueError(gettext(problem))
    if of == Draw.FIRMS:
        regions = apps.get_model("directory", "Region").objects.filter(pk__in=desk_now().casework)
        found = list(regions.filter(Q(name=cells[2]) | Q(slug=cells[2]))[:2])
        if len(found) != 1:
            raise ValueError(gettext("“%(name)s”不是本岗位办理的地区，或者重名；可以写地区标识。") % {"name": cells[2]})
        line["region"] = found[0].slug
    return line
