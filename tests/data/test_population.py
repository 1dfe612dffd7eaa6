"""The census: it adds up to what was published, and says what was not compared."""

from datetime import date

from zhiheng import data

CENSUS = data.census()


def test_every_reporting_region_has_residents_and_no_other_region_has() -> None:
    assert list(CENSUS.residents) == [region.id for region in data.reporting_regions()]


def test_the_regions_add_up_to_the_published_figure_of_the_province() -> None:
    assert sum(CENSUS.residents.values()) == CENSUS.total == 74_610_235


def test_the_counts_that_the_bulletin_gives_by_size_come_out() -> None:
    """One region above 10 million, six from 5 to 10, seven below; the five largest have 59.40 % of the province."""
    counts = sorted(CENSUS.residents.values(), reverse=True)
    assert [n >= 10_000_000 for n in counts].count(True) == 1
    assert [n >= 5_000_000 for n in counts].count(True) == 7
    assert round(sum(counts[:5]) / CENSUS.total * 100, 2) == 59.40


def test_it_is_dated_and_says_which_rows_are_unverified() -> None:
    assert (CENSUS.as_of, CENSUS.published) == (date(2020, 11, 1), date(2021, 5, 19))
    assert set(CENSUS.unverified) < set(CENSUS.residents)
    assert not {"shijiazhuang", "tangshan", "baoding", "handan"} & set(CENSUS.unverified)
