"""A plan of a city and its draws: of its handler, of the laboratory that it commissions, of nobody else."""

from __future__ import annotations

from typing import Any

from tests.canary.needles import word_of
from tests.canary.people import ALL
from tests.canary.world import AT, Kept, World
from zhiheng.directory.models import Region
from zhiheng.directory.scope import desk_of
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.scope import at_desk
from zhiheng.systems.sampling import drawing
from zhiheng.systems.sampling.models import Draw, SamplingPlan

PLANS = {
    "of-a-city": ("shijiazhuang", "inspector", "firm"),
    "of-another-city": ("tangshan", "other-inspector", "other-firm"),
}
"""Name: whose plan it is, who handles it, whom it commissions."""


def bring_in(world: World) -> None:
    """A plan in each of two cities, with a list that was frozen for it."""
    for name, (region, handler, laboratory) in PLANS.items():
        officer, handlers = world.officers[handler], frozenset({handler})
        told = {
            what: word_of("plan", name, what) for what in ("class", "laboratory", "rules", "firm", "why", "sampler")
        }
        plan = SamplingPlan(
            region=Region.objects.get(slug=region), category="food", sampling_type="evaluation", year=2026
        )
        plan.number, plan.product_class, plan.laboratory = f"CJ-{name}".upper(), told["class"], told["laboratory"]
        plan.laboratory_code = world.officers[laboratory].firm_code
        with at_desk(desk_of(officer, AT.date())):
            file(plan, by=officer, hand=Hand.HANDLER, at=AT)
            for key, said in (("publish", {}), ("publish_rules", {"rules": told["rules"]})):
                act(plan, key, plan.version, said, by=officer, at=AT)
            items = [{"id": f"F{nth}", "name": told["firm"], "region": region} for nth in range(3)]
            draw = drawing.begin(
                plan, Draw.FIRMS, items, 1, excluded=[{"id": "F9", "why": told["why"]}], by=officer, at=AT
            )
        seen = ALL | handlers | {laboratory}
        # What is public of a plan is a list of its own; its number and its rules stand there.
        world.kept.append(Kept("plan", name, (plan.pk,), frozenset({told["laboratory"]}), seen, {}, plan))
        acts: dict[str, Any] = {"draw": handlers, "void": handlers}
        world.add("draw", name, draw, seen, told["firm"], told["why"], draw.frozen, acts=acts)
        world.kept.append(Kept("drawing", name, (plan.pk, "samplers"), frozenset(), seen, acts, plan))
