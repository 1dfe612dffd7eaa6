"""What R says of the samples in ``survey/``, and the same asked of the product."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from zhiheng.mechanisms.estimate import Estimate, Interval, mean

VECTORS = Path(__file__).parent / "survey"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of a file of ``survey/``."""
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def designs() -> list[tuple[Row, Row]]:
    """Each design with R's result for it."""
    return list(zip(rows("designs.csv"), rows("results.csv"), strict=True))


def estimated(design: Row, *, t: bool = False) -> Estimate:
    """The estimate of a design by the product."""
    sample = rows(design["file"])
    level = design["level"]
    values = [float(row[design["value"]] == level) if level else float(row[design["value"]]) for row in sample]
    numbers = {key: [float(row[design[key]]) for row in sample] if design[key] else None for key in ("weights", "fpc")}
    names = {key: [row[design[key]] for row in sample] if design[key] else None for key in ("strata", "clusters")}
    return mean(values, **names, weights=numbers["weights"], population=numbers["fpc"], t=t)


def pairs(design: Row, result: Row) -> Iterator[tuple[float, float]]:
    """Every figure of the product beside R's: estimate, standard error, both intervals, degrees of freedom."""
    normal, student = estimated(design), estimated(design, t=True)
    assert (normal.interval, student.interval) == (Interval.NORMAL, Interval.T)
    assert normal.ci and student.ci and normal.se is not None
    found = (normal.estimate, normal.se, *normal.ci, *student.ci, float(normal.df or 0), float(normal.n))
    keys = ("estimate", "se", "lower", "upper", "t_lower", "t_upper", "df", "n")
    return zip(found, (float(result[key]) for key in keys), strict=True)
