"""Dated values of the law: the version of the event's date, and files that are refused with their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.mechanisms.calendar.counting import Limit, Unit
from zhiheng.mechanisms.parameters import NAME, NotInForce, Undeclared, parameters, read

ONE = """
fee.cap:
  label: 上限
  label_en: Cap
  versions:
"""
IN_2020 = "  - {value: 1000, from: 2020-01-01, to: 2020-12-31, reference: 办法第1条, certain: true}\n"
SINCE_2021 = "  - {days: 7, unit: working, from: 2021-01-01, reference: 办法第2条, certain: true}\n"


def written(tmp_path: Path, text: str, system: str = "fees", file: str = "limits.yaml") -> Path:
    folder = tmp_path / system / "parameters"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, "utf-8")
    return folder / file


def test_the_files_of_the_systems_can_be_read() -> None:
    """Reading checks everything; and each name stands where the declarations of cases look for it."""
    assert {"complaint.accept", "complaint.mediate", "complaint.odr", "report.verify"} <= parameters().keys()
    assert all(NAME.fullmatch(name) and parameter.name == name for name, parameter in parameters().items())
    assert list(parameters()) == sorted(parameters())


@pytest.mark.parametrize(
    ("accepted", "limit", "certain"),
    [
        ("2024-06-30", Limit(45, Unit.WORKING), True),
        ("2024-07-01", Limit(60, Unit.CALENDAR), False),
        ("2026-04-14", Limit(60, Unit.CALENDAR), False),
        ("2026-04-15", Limit(60, Unit.CALENDAR), True),
    ],
)
def test_mediation_is_ruled_by_the_day_of_acceptance(accepted: str, limit: Limit, certain: bool) -> None:
    version = parameters()["complaint.mediate"].on(date.fromisoformat(accepted))
    assert (version.limit, version.certain) == (limit, certain)
    assert version.reference and (certain or "45个工作日" in version.note)


def test_a_version_is_in_force_on_its_first_and_last_day(tmp_path: Path) -> None:
    [cap] = read(written(tmp_path, ONE + SINCE_2021 + IN_2020))
    assert cap.on(date(2020, 1, 1)).value == cap.on(date(2020, 12, 31)).value == 1000
    assert cap.on(date(2021, 1, 1)).limit == Limit(7, Unit.WORKING)
    with pytest.raises(NotInForce, match="2019-12-31 没有生效.*2020-01-01起至2020-12-31、2021-01-01起.*not in force"):
        cap.on(date(2019, 12, 31))


def test_a_value_is_no_limit_and_a_limit_no_value(tmp_path: Path) -> None:
    [cap] = read(written(tmp_path, ONE + IN_2020 + SINCE_2021))
    with pytest.raises(TypeError, match="办法第1条"):
        _ = cap.on(date(2020, 1, 1)).limit
    with pytest.raises(TypeError, match="办法第2条"):
        _ = cap.on(date(2021, 1, 1)).value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE + IN_2020 + "  - {value: 2, from: 2020-12-31, reference: 甲, certain: true}\n", "重叠"),
        (ONE + SINCE_2021 + SINCE_2021.replace("2021", "2022"), "重叠"),
        (ONE + IN_2020.replace("reference: 办法第1条, ", ""), "versions 第 1 项: 缺少 reference"),
        (ONE + IN_2020.replace("办法第1条", "''"), "reference 的值 ''"),
        (ONE + IN_2020.replace("certain: true", "certain: false"), "note"),
        (ONE + IN_2020.replace("true", "perhaps"), "certain 的值 'perhaps'"),
        (ONE + IN_2020.replace("value", "vlaue"), "不认识的键 vlaue"),
        (ONE + IN_2020.replace("value: 1000, ", ""), "要么写 days 和 unit"),
        (ONE + IN_2020.replace("value: 1000", "value: 1000, days: 7, unit: working"), "要么写 days 和 unit"),
        (ONE + IN_2020.replace("value: 1000", "value: [1, 2]"), "value 的值 [1, 2]"),
        (ONE + IN_2020.replace("to: 2020", "to: 2019"), "早于 from"),
        (ONE + IN_2020.replace("2020-12-31", "2020-12-32"), "limits.yaml"),
        (ONE + SINCE_2021.replace("working", "weeks"), "unit 应为"),
        (ONE + SINCE_2021.replace("7", "true"), "days 的值 True"),
        (ONE + SINCE_2021.replace("7", "-7"), "不能是 -7"),
        (ONE + SINCE_2021.replace("2021-01-01", "2021-01-01 08:00:00"), "from 的值"),
        (ONE + IN_2020 + ONE + SINCE_2021, "fee.cap 写了两次"),
        (ONE + IN_2020.replace("value: 1000", "value: 1000, value: 2000"), "value 写了两次"),
        (ONE.replace("fee.cap", "Fee"), "Fee: 名称应为"),
        (ONE.replace("  label: 上限\n", "") + IN_2020, "fee.cap: 缺少 label"),
        (ONE, "versions 的值 None"),
        (ONE.rstrip() + " []\n", "versions 是空的"),
        ("- 1\n", "应为"),
        ("fee.cap: 7\n", "fee.cap: 应为"),
        ("fee.cap: [\n", "limits.yaml"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Undeclared) as refused:
        list(read(path))
    assert str(refused.value).startswith("limits.yaml") and said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_files_may_not_give_one_name(tmp_path: Path) -> None:
    written(tmp_path, ONE + IN_2020)
    written(tmp_path, ONE + SINCE_2021, system="other", file="more.yaml")
    with pytest.raises(Undeclared, match=r"more\.yaml: fee\.cap"):
        parameters(tmp_path)
