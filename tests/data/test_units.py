"""Units: the 24 of the plan, one meaning for each name, and successors."""

from collections import Counter

from zhiheng import data
from zhiheng.plan import edition


def test_the_plan_names_24_units_and_each_is_in_the_directory() -> None:
    written = {unit.short for unit in data.units() if unit.in_plan}
    assert len(written) == 24
    assert written == set(edition.load("hebei-2023-2027").units)


def test_a_name_means_one_unit() -> None:
    names = Counter(name for unit in data.units() for name in {unit.name, unit.short, *unit.aliases})
    assert {name for name, times in names.items() if times > 1} == set()


def test_every_unit_is_known_with_and_without_the_name_of_the_province() -> None:
    for unit in data.units():
        names = {unit.name, unit.short, *unit.aliases}
        assert any("河北" in name for name in names) or unit.id == "renhang-shijiazhuang"
        assert len(names) >= 2


def test_the_units_of_the_reform_of_2023_and_2024_have_successors() -> None:
    units = {unit.id: unit for unit in data.units()}
    followed = {unit.short: units[unit.successor].short for unit in units.values() if unit.successor}
    assert followed == {
        "人行石家庄中心支行": "人行河北省分行",
        "河北银保监局": "河北金融监管局",
        "省政务服务管理办公室": "省数据和政务服务局",
    }


def test_a_successor_begins_when_its_forerunner_ends() -> None:
    units = {unit.id: unit for unit in data.units()}
    for unit in units.values():
        assert (unit.valid_to is None) == (unit.successor is None), unit.id
        if unit.successor:
            assert units[unit.successor].valid_from == unit.valid_to


def test_every_source_is_explained_and_what_is_believed_says_so() -> None:
    sources = data.read_yaml("units.yaml")["sources"]
    for unit in data.units():
        assert unit.source in sources
        assert unit.certainty == "known" or unit.note, f"{unit.id} is only believed and does not say why"


def test_places_in_the_order_are_unique() -> None:
    places = [unit.sort for unit in data.units()]
    assert places == sorted(set(places))


def test_a_name_without_its_province_names_no_unit_of_this_one() -> None:
    """发展改革委 in a national plan is the national commission, and in a city's plan the city's."""
    strangers = ("发展改革委", "药监局", "国资委", "市场监管局", "财政厅")
    assert not [name for unit in data.units() for name in (unit.short, unit.name, *unit.aliases) if name in strangers]
