"""Draws of a plan: who puts a share in, what is left out, what happens when somebody does not reveal."""

from __future__ import annotations

import pytest

from tests.factories import sampling as they
from tests.factories.registers import inspector
from tests.factories.sampling import FIRMS, SECRETS, bureau, committed, firm, laboratory, on, revealed, sits, witness
from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.draw import commitment, recipe_of, verify
from zhiheng.mechanisms.journal.models import history_of
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.sampling import drawing, roster
from zhiheng.systems.sampling.models import Draw, SamplingPlan

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


def begun(made: SamplingPlan, of: str = Draw.FIRMS, k: int = 2) -> Draw:
    items = they.firms() if of == Draw.FIRMS else they.samplers()
    with sits(bureau(), DAY):
        return drawing.begin(made, of, items, k, by=bureau(), at=on(DAY))


def recipe(draw: Draw) -> dict[str, object]:
    with everywhere():
        shares = list(draw.shares.values("party", "commitment", "secret"))
    return recipe_of(draw.recipe, shares, draw.picked or [])


def test_two_bodies_make_a_draw_that_anybody_finds_right() -> None:
    draw = revealed(committed(begun(they.plan()), DAY), DAY)
    assert len(draw.picked or []) == 2
    assert verify(recipe(draw), roster=FIRMS, committed=draw.frozen) == []
    with everywhere():
        assert [share.party for share in draw.shares.all()] == ["唐山市", "省市场监管局"]


def test_one_body_alone_cannot_reveal_nor_commit_twice() -> None:
    draw = begun(they.plan())
    own = commitment(draw.frozen, "唐山市", SECRETS[0])
    with sits(bureau(), DAY):
        drawing.commit(draw, own, by=bureau(), at=on(DAY))
        with pytest.raises(NotNow, match="已经承诺"):
            drawing.commit(draw, "0" * 64, by=bureau(), at=on(DAY))
        with pytest.raises(NotNow, match="2 个不同单位"):
            drawing.reveal(draw, SECRETS[0], by=bureau(), at=on(DAY))
    with sits(witness(), DAY):
        with pytest.raises(NotSo, match="照抄"):
            drawing.commit(draw, own, by=witness(), at=on(DAY))
        with pytest.raises(NotSo, match="64 位"):
            drawing.commit(draw, "f" * 63, by=witness(), at=on(DAY))


def test_nobody_commits_after_the_first_reveal_and_nobody_reveals_anything_else() -> None:
    draw = committed(begun(they.plan()), DAY)
    with sits(bureau(), DAY):
        with pytest.raises(NotSo, match="不符"):
            drawing.reveal(draw, SECRETS[1], by=bureau(), at=on(DAY))
        drawing.reveal(draw, SECRETS[0], by=bureau(), at=on(DAY))
    with sits(laboratory(), DAY), pytest.raises(NotNow, match="开始揭示"):
        drawing.commit(draw, "0" * 64, by=laboratory(), at=on(DAY))


def test_a_withheld_share_voids_the_draw_which_stays_and_is_named_by_the_next() -> None:
    draw = committed(begun(made := they.plan()), DAY)
    with sits(bureau(), DAY):
        drawing.reveal(draw, SECRETS[0], by=bureau(), at=on(DAY))
        with pytest.raises(NotNow, match="还没有完成"):
            drawing.begin(made, Draw.FIRMS, they.firms(), 2, by=bureau(), at=on(DAY))
        drawing.void(draw, "逾期", by=bureau(), at=on(DAY))
        again = drawing.begin(made, Draw.FIRMS, they.firms(), 2, by=bureau(), at=on(DAY))
        assert Draw.objects.get(pk=draw.pk).void_why == "没有揭示：省市场监管局。逾期"
        assert again.replaces == draw and again.recipe["replaces"] == draw.frozen
        assert any(line.field == "作废" for line in history_of(made))
    with sits(witness(), DAY), pytest.raises(NotNow, match="完成或者作废"):
        drawing.reveal(draw, SECRETS[1], by=witness(), at=on(DAY))


def test_after_a_reveal_was_withheld_the_list_and_the_number_are_kept_and_the_silent_one_is_counted() -> None:
    draw = committed(begun(made := they.plan()), DAY)
    with sits(bureau(), DAY):
        drawing.reveal(draw, SECRETS[0], by=bureau(), at=on(DAY))
        drawing.void(draw, "逾期", by=bureau(), at=on(DAY))
        assert drawing.silent(made) == {"省市场监管局": 1}
        for roster_now, k in ((they.firms()[1:], 2), (they.firms(), 1)):
            with pytest.raises(NotSo, match="沿用冻结的"):
                drawing.begin(made, Draw.FIRMS, roster_now, k, by=bureau(), at=on(DAY))
        gone = [{"id": FIRMS[0], "why": "已经注销"}]
        again = drawing.begin(made, Draw.FIRMS, they.firms(), 2, excluded=gone, by=bureau(), at=on(DAY))
        assert again.recipe["excluded"] == gone
        drawing.void(again, "名单未通知", by=bureau(), at=on(DAY))
        assert drawing.silent(made) == {"省市场监管局": 1}
        with pytest.raises(NotSo, match="第 1 次抽取"):
            drawing.begin(made, Draw.FIRMS, they.firms(), 1, by=bureau(), at=on(DAY))


def test_what_is_void_before_anybody_revealed_binds_nobody() -> None:
    draw = committed(begun(made := they.plan()), DAY)
    with sits(bureau(), DAY):
        drawing.void(draw, "名单有误", by=bureau(), at=on(DAY))
        assert drawing.silent(made) == {}
        drawing.begin(made, Draw.FIRMS, they.firms()[1:], 1, by=bureau(), at=on(DAY))


def test_two_offices_of_one_region_are_one_body() -> None:
    draw = begun(they.plan())
    inspector_of_the_province = inspector("qian", "hebei")
    for who, secret in ((witness(), SECRETS[0]), (inspector_of_the_province, SECRETS[1])):
        with sits(who, DAY):
            said = commitment(draw.frozen, drawing.party_of(who), secret)
            if who == inspector_of_the_province:
                assert drawing.party_of(who) == "河北省"
                with pytest.raises(NotNow, match="算一个单位"):
                    drawing.commit(draw, said, by=who, at=on(DAY))
            else:
                drawing.commit(draw, said, by=who, at=on(DAY))


def test_a_draw_is_not_repeated_until_it_is_liked() -> None:
    revealed(committed(begun(made := they.plan()), DAY), DAY)
    with pytest.raises(NotNow, match="现在缺 0 个"):
        begun(made)


def test_whoever_is_recused_is_replaced_by_another_draw_that_leaves_them_out() -> None:
    draw = revealed(committed(begun(made := they.plan(), Draw.SAMPLERS), DAY), DAY)
    gone, stays = draw.picked or []
    with sits(bureau(), DAY):
        with pytest.raises(NotSo, match="理由"):
            drawing.recuse(draw, gone, " ", by=bureau(), at=on(DAY))
        drawing.recuse(draw, gone, "与企业负责人是亲属", by=bureau(), at=on(DAY))
        with pytest.raises(NotSo, match="已经回避"):
            drawing.recuse(draw, gone, "再来", by=bureau(), at=on(DAY))
    with pytest.raises(NotNow, match="缺 1 个"):
        begun(made, Draw.SAMPLERS, 2)
    other = revealed(committed(begun(made, Draw.SAMPLERS, 1), DAY), DAY)
    assert {one["id"] for one in other.recipe["excluded"]} == {gone, stays}
    with sits(bureau(), DAY):
        assert {line["id"] for line in made.standing(Draw.SAMPLERS)} == {stays, *(other.picked or [])}


def test_firms_that_were_sampled_lately_are_left_out_with_the_reason() -> None:
    sample = they.served(passed=True)
    draw = begun(they.plan(day="2026-03-02"))
    assert [one["id"] for one in draw.recipe["excluded"]] == [sample.firm_code]
    assert "六个月" in draw.recipe["excluded"][0]["why"]


def test_only_who_handles_the_plan_begins_voids_and_recuses_and_a_stranger_sees_nothing() -> None:
    draw = begun(made := they.plan())
    for who in (witness(), laboratory()):
        with sits(who, DAY):
            assert Draw.objects.filter(pk=draw.pk).exists()
            with pytest.raises(NotNow):
                drawing.void(draw, "x", by=who, at=on(DAY))
            with pytest.raises(NotNow):
                drawing.begin(made, Draw.SAMPLERS, they.samplers(), 2, by=who, at=on(DAY))
    with sits(firm(), DAY):
        assert not Draw.objects.exists()


def test_nothing_is_drawn_before_the_rules_are_public() -> None:
    made = they.plan()
    with everywhere():
        SamplingPlan.objects.filter(pk=made.pk).update(state="planned")
    with pytest.raises(NotNow, match="细则公开以后"):
        begun(made)


def test_a_roster_is_read_as_it_is_pasted() -> None:
    with sits(bureau(), DAY):
        lines = roster.read(Draw.FIRMS, f"{FIRMS[0]}\t某厂\t路南区\t3\n\n{FIRMS[1]}，另一厂，tangshan-lubei")
        assert [(line["id"], line["name"], line["region"], line["weight"]) for line in lines] == [
            (FIRMS[0], "某厂", "tangshan-lunan", 3),
            (FIRMS[1], "另一厂", "tangshan-lubei", 1),
        ]
        assert roster.read(Draw.SAMPLERS, "S1 张一\nS2 李二 2")[1]["weight"] == 2
        with pytest.raises(NotSo) as wrong:
            roster.read(Draw.FIRMS, f"123 某厂 路南区\n{FIRMS[0]} 某厂 长安区\n{FIRMS[0]}")
        assert [words[:3] for _, words in wrong.value.problems] == ["第 1", "第 2", "第 3"]
