"""制造业产品质量合格率: shares of industries, weighted by what the industries make."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt

from zhiheng.mechanisms.estimate.proportions import share
from zhiheng.mechanisms.estimate.result import LEVEL, Estimate, Interval, Unestimable, normal


@dataclass(frozen=True)
class WeightedShare:
    """A weighted share with its ``coverage``: which part of all output the industries with samples make (0 to 1).

    ``uncovered``: the industries without samples, by falling output.
    """

    estimate: Estimate
    coverage: float
    uncovered: tuple[Hashable, ...]


def weighted_share(
    strata: Mapping[Hashable, tuple[int, int]], outputs: Mapping[Hashable, float], *, level: float = LEVEL
) -> WeightedShare:
    """Σ wᵢ·pᵢ with wᵢ = Vᵢ ÷ ΣV: pᵢ passed ÷ tested of an industry, Vᵢ its output (any unit, one for all).

    Definition of the statistical yearbook for 制造业产品质量合格率, a plain passed ÷ tested being wrong for it. An
    industry without samples is left out and the others' weights grow in proportion (renormalised: our proposal, no
    rule has been found), which ``coverage`` tells. ``se`` takes each industry as a stratum sampled by chance and
    the outputs as known; an industry with one sample tells no spread, then there is none. Samples of an industry
    without output are an error: they would not count, and nobody would know.
    """
    sampled = {name: counts for name, counts in strata.items() if counts[1]}
    if lost := [name for name in sampled if name not in outputs]:
        raise Unestimable(f"行业“{lost[0]}”有样品,却没有产值", f"industry {lost[0]} has samples and no output")
    if below := [name for name, output in outputs.items() if not 0 <= output < float("inf")]:
        raise Unestimable(f"行业“{below[0]}”的产值不能是 {outputs[below[0]]}", f"the output of {below[0]} cannot be")
    covered = fsum(outputs[name] for name in sampled)
    if not covered:
        raise Unestimable("有样品的行业没有产值,不能加权", "no industry with samples has an output")
    parts = [(outputs[name] / covered, share(*counts)) for name, counts in sampled.items()]
    rate = fsum(weight * part.estimate for weight, part in parts)
    weighed = [(weight, part.se) for weight, part in parts if weight]
    n = sum(counts[1] for counts in sampled.values())
    se = None if any(each is None for _, each in weighed) else sqrt(fsum((w * (s or 0.0)) ** 2 for w, s in weighed))
    ci = None if se is None else (rate - normal(level) * se, rate + normal(level) * se)
    uncovered = sorted((name for name in outputs if name not in sampled), key=lambda name: -outputs[name])
    found = Estimate(rate, se, ci, n, Interval.NORMAL, n - len(sampled))
    return WeightedShare(found, covered / fsum(outputs.values()), tuple(uncovered))
