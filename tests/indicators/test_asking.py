"""Numbers are asked at one door, and behind each stand exactly as many records as it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.indicators.spec.tables import REGIONS, Folder, read, schema, table, write
from zhiheng.indicators import asking
from zhiheng.indicators.asking import Unaskable, answer, records
from zhiheng.indicators.shapes import Value
from zhiheng.indicators.tree import WHOLE
from zhiheng.mechanisms.periods import Grain, Period

ON = date(2026, 11, 22)
YEAR = Period.of("2026")
HEBEI, SHIJIAZHUANG = REGIONS.index("河北"), REGIONS.index("石家庄")
FOOD = "food_pass_rate"


@pytest.fixture
def food(tmp_path: Path) -> Folder:
    """The batches of the specification of 食品安全抽检合格率, as a snapshot."""
    return named(read(FOOD).written(tmp_path))


def named(folder: Folder) -> Folder:
    """A folder under a name that no other has: answers are kept by the name of their snapshot."""
    return Folder(folder.path, str(folder.path))


def ask(folder: Folder, key: str = FOOD, grain: Grain = Grain.QUARTER, **said: Any) -> asking.Answer:
    return answer(key, YEAR, grain, on=ON, snapshot=folder, **said)  # type: ignore[arg-type]


def test_an_answer_has_a_cell_also_where_there_are_no_records(food: Folder) -> None:
    found = ask(food)
    assert found.at(Period.of("2026Q1"), SHIJIAZHUANG).found.denominator == 5
    assert found.at(Period.of("2026Q3"), SHIJIAZHUANG).found == Value(None, 0, 0)
    assert ask(food, "batches_tested").at(Period.of("2026Q3"), SHIJIAZHUANG).found == Value(0, 0)


def test_some_regions_alone_can_be_asked_for_and_no_other_is_told_then(food: Folder) -> None:
    found = ask(food, regions=[SHIJIAZHUANG])
    assert {cell.region for cell in found.cells} == {WHOLE, SHIJIAZHUANG}
    with pytest.raises(Unaskable, match="was not asked for"):
        found.at(Period.of("2026Q1"), SHIJIAZHUANG + 1)


def test_the_same_question_is_answered_once(food: Folder) -> None:
    before = asking._answered.cache_info().misses
    assert ask(food).cells is ask(food).cells
    assert asking._answered.cache_info().misses == before + 1


def test_a_plain_share_comes_with_the_interval_of_wilson_and_a_count_without(food: Folder) -> None:
    found = ask(food)
    estimate = found.estimate(found.at(Period.of("2026Q1")))
    assert estimate is not None and estimate.ci is not None
    assert estimate.ci == pytest.approx((0.29999, 0.90323), abs=1e-5)
    assert found.estimate(found.at(Period.of("2026Q3"))) is None
    counted = ask(food, "batches_tested")
    assert counted.estimate(counted.at(Period.of("2026Q1"))) is None


@pytest.mark.parametrize("said", [{"apart": ("firm",)}, {"within": (("firm", "A"),)}])
def test_what_a_definition_is_not_told_apart_by_cannot_be_asked(said: Any, food: Folder) -> None:
    with pytest.raises(Unaskable, match="firm"):
        ask(food, **said)


def test_a_definition_that_is_not_there_cannot_be_asked(food: Folder) -> None:
    with pytest.raises(Unaskable, match="nothing"):
        ask(food, "nothing")


def test_records_come_by_day_with_all_that_is_published_of_them_page_by_page(food: Folder) -> None:
    definition = ask(food).definition
    pages = [
        records(definition, food, YEAR, HEBEI, on=ON, offset=offset, limit=4)  # type: ignore[arg-type]
        for offset in (0, 4)
    ]
    assert [page.count for page in pages] == [7, 7]
    assert [len(page.rows) for page in pages] == [4, 3]
    rows = [row for page in pages for row in page.rows]
    assert [row["day"] for row in rows] == sorted(row["judged_on"] for row in rows)
    assert {row["category"] for row in rows} == {"food"}
    assert sum(row["told"] for row in rows) == pages[0].numerator == 5


BATCH = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["food", "industrial"]),
        "sampling_type": st.sampled_from(["evaluation", "supervision"]),
        "industry": st.sampled_from(["13", "31", "-"]),
        "product_class": st.sampled_from(["蔬菜", "-"]),
        "region": st.sampled_from(["-", *REGIONS[1:]]),
        "judged_on": st.integers(0, 730).map(lambda days: str(date(2025, 1, 1) + timedelta(days))),
        "passed": st.sampled_from(["yes", "no"]),
    }
)
CLOCK = st.fixed_dictionaries(
    {
        "clock": st.sampled_from(["handle", "recheck", "fix"]),
        "category": st.sampled_from(["food", "industrial"]),
        "region": st.sampled_from(["-", *REGIONS[1:]]),
        "due_on": st.integers(0, 500).map(lambda days: str(date(2025, 9, 1) + timedelta(days))),
        "ended": st.none() | st.integers(0, 500).map(lambda days: str(date(2025, 9, 1) + timedelta(days))),
    }
).map(lambda row: {**row, "ended": row["ended"] or "-"})
SPAN = st.sampled_from([YEAR, Period.of("2026Q2"), Period(date(2025, 11, 1), date(2026, 4, 30))])
QUESTIONS = (
    (FOOD, ()),
    (FOOD, ("product_class",)),
    ("manufactured_goods_pass_rate", ()),
    ("manufactured_goods_pass_rate", ("industry",)),
    ("batches_failed", ("category", "product_class")),
    ("sampling_handling_on_time", ()),
    ("sampling_handling_on_time", ("category",)),
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which each example gets one of its own."""
    yield tmp_path_factory.mktemp("random")


@settings(
    max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(
    batches=st.lists(BATCH, max_size=30),
    clocks=st.lists(CLOCK, max_size=20),
    span=SPAN,
    grain=st.sampled_from(list(Grain)),
    question=st.sampled_from(QUESTIONS),
    within=st.sampled_from([(), (("category", "food"),), (("product_class", None),)]),
)
def test_behind_every_cell_stand_as_many_records_as_it_says(
    batches: Any, clocks: Any, span: Period, grain: Grain, question: Any, within: Any, folders: Path
) -> None:
    key, apart = question
    definition = asking.definitions()[key]
    within = tuple(pair for pair in within if pair[0] in (definition.apart or {}))
    path = folders / str(len(list(folders.iterdir())))
    for name, rows in (("tested_batches", batches), ("sampling_clocks", clocks)):
        write(path / f"{name}.parquet", table(schema(name), rows))
    write(path / "industry_outputs.parquet", read("manufactured_goods_pass_rate").tables["industry_outputs"])
    write(path / "region_edges.parquet", read(FOOD).tree)
    snapshot: Any = named(Folder(path))
    found = answer(key, span, grain, on=ON, apart=apart, within=within, snapshot=snapshot)
    whole = [cell for cell in found.cells if cell.region == WHOLE]
    for cell in [*whole, *[cell for cell in found.cells if cell.region != WHOLE][:3]]:
        only = (*within, *zip(apart, cell.group, strict=True))
        behind = records(definition, snapshot, cell.period, cell.region, on=ON, within=only, limit=100)
        assert behind.count == len(behind.rows) == cell.found.denominator
        assert behind.numerator == cell.found.numerator
        assert len({row["record"] for row in behind.rows}) == behind.count
