"""``zhiheng estimate``: R's figures from a table, in the encodings of offices, and one line for what makes no sense."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.mechanisms.estimate.vectors import VECTORS, Row, designs
from zhiheng.__main__ import main
from zhiheng.mechanisms.estimate import wilson


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["estimate", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def options(design: Row) -> list[str]:
    """A design of the vectors as arguments."""
    value = f"{design['value']}={design['level']}" if design["level"] else design["value"]
    columns = {"--strata": "strata", "--cluster": "clusters", "--weights": "weights", "--fpc": "fpc"}
    given = [word for option, key in columns.items() if design[key] for word in (option, design[key])]
    return [str(VECTORS / design["file"]), "--value", value, *given]


@pytest.mark.parametrize(("design", "result"), designs(), ids=lambda row: row["name"] if "file" in row else "R")
def test_the_door_answers_what_r_answers(capsys: pytest.CaptureFixture[str], design: Row, result: Row) -> None:
    """A plain share alone has another interval, Wilson's, and R's standard error all the same."""
    status, out, err = asked(capsys, *options(design), "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {"estimate", "se", "ci", "n"} <= found.keys()
    keys = [("estimate", found["estimate"]), ("se", found["se"]), ("n", found["n"])]
    if found["interval"] == "normal":
        keys += [("lower", found["ci"][0]), ("upper", found["ci"][1]), ("df", found["df"])]
    for key, ours in keys:
        assert math.isclose(ours, float(result[key]), rel_tol=1e-6), key
    assert (found["interval"] == "wilson") == (design["name"] == "share alone")


def test_a_plain_share_says_which_interval_it_has(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "batches.csv"
    table.write_text("批次,结论\n" + "".join(f"{n},{'合格' if n else '不合格'}\n" for n in range(50)), "gbk")
    found = json.loads(asked(capsys, table, "--value", "结论=合格", "--json")[1])
    assert (found["estimate"], found["n"], tuple(found["ci"])) == (0.98, 50, wilson(49, 50))
    chinese, english = asked(capsys, table, "--value", "结论=合格")[1].splitlines()
    assert "估计值 0.98" in chinese and "Wilson" in chinese and "50 条记录" in chinese and "n 50" in english
    assert "Clopper–Pearson" in asked(capsys, table, "--value", "结论=合格", "--exact")[1]


def test_what_rests_on_too_little_is_said_and_not_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "few.csv"
    table.write_text("x\n" + "7.25\n7.75\n" * 9, "utf-8")
    status, out, _ = asked(capsys, table, "--value", "x")
    assert status == 0 and "不宜公布:只有 18 条记录,少于 20 条" in out and "7.5" not in out
    found = json.loads(asked(capsys, table, "--value", "x", "--json")[1])
    assert (found["estimate"], found["suppressed"], found["reason"]) == (7.5, True, "n<20")
    table.write_text("x\n" + "0\n" * 30 + "1\n", "utf-8")
    assert "变异系数" in asked(capsys, table, "--value", "x")[1]


def test_a_level_with_the_sign_of_equality_and_a_bound_over_1_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "levels.csv"
    table.write_text("a=b;w\n" + "好;1\n" * 40 + "差;1\n", "utf-8-sig")
    assert "区间超出 0 至 1" in asked(capsys, table, "--value", "a=b=好", "--weights", "w")[1]
    assert "t 分布" in asked(capsys, table, "--value", "w", "--t")[1]


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("x,s\n1,a\n,b\n", "--value x", "第 3 行“x”列是空的"),
        ("x,s\n1,a\n\n合格,b\n", "--value x", "第 4 行“x”列的“合格”不是数字"),
        ("x,s\n1,a\nNaN,b\n", "--value x", "第 3 行“x”列的“NaN”不是数字"),
        ("x,s\n1,a\n1e999,b\n", "--value x", "不是数字"),
        ("x,s\n1,a\n2,\n", "--value x --strata s", "第 3 行“s”列是空的"),
        ("x,s\n1,a\n2,b\n", "--value x --strata s", "层“a”只有一个抽样单位"),
        ("x,s\n1,a\n2,b\n", "--value y", "没有名为“y”,现有各列:x、s"),
        ("x,x\n1,a\n2,b\n", "--value x", "不止一列叫“x”"),
        ("x,s\n1,a\n2,b,3\n", "--value x", "第 3 行的列数与表头不同"),
        ("x,s\n1,a\n2,b\n", "--value x --weights s", "第 2 行“s”列的“a”不是数字"),
        ("x,s\n1,9\n2,8\n", "--value x --fpc s", "全部样本的总体单位数不一致:8、9"),
        ("x,s\n1,a\n2,b\n", "--value x --exact", "--exact 只用于没有抽样设计的比例"),
        ("x,s\n1,a\n2,b\n", "--value s=nope", "没有一行的“s”是“nope”,现有:a、b"),
        ("x,s\n1,a\n2,b\n", "--value s=c --weights x", "没有一行的“s”是“c”"),
        ("x,s\n", "--value x", "没有记录"),
        ("", "--value x", "没有记录"),
        ('x,s\n1,"a\n', "--value x", "引号不成对"),
        ("\x00\x01", "--value x", "不是文字表格"),
        ("x,s\n1,a\n", "", "参数有误"),
    ],
)
def test_what_makes_no_sense_ends_with_status_2_and_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, arguments: str, said: str
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(content, "utf-8")
    status, out, err = asked(capsys, table, *arguments.split())
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_file_that_is_not_there_is_said_by_its_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = asked(capsys, tmp_path / "none.csv", "--value", "x")
    assert status == 2 and "文件“none.csv”打不开" in err and str(tmp_path) not in err
