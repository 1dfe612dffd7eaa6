"""``python -m zhiheng estimate``: a mean or a share of a table, with its error, under the design it was sampled by."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from zhiheng.mechanisms.console import Answer, Parser, Refused, opened
from zhiheng.mechanisms.estimate.designs import mean
from zhiheng.mechanisms.estimate.proportions import share
from zhiheng.mechanisms.estimate.result import Estimate, Interval, Suppressed, Unestimable
from zhiheng.mechanisms.estimate.table import Records, read

DESIGN = {"strata": "分层", "cluster": "整群", "weights": "加权", "fpc": "有限总体修正"}
INTERVALS = {
    Interval.WILSON: "Wilson",
    Interval.CLOPPER_PEARSON: "Clopper–Pearson",
    Interval.NORMAL: "正态 normal",
    Interval.T: "t 分布 Student's t",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what a sample says of the whole, in sentences or as JSON.

    A share without any design has Wilson's interval; everything else the normal one (R's survey does the same).
    Returns 0, or 2 after one line on standard error that names the row and the column.
    """
    return opened(_parser(), arguments, _answer, (Unestimable,))


def _parser() -> Parser:
    parser = Parser("zhiheng estimate", "按抽样设计估计均值或比例及其误差 · an estimate and its error by design")
    parser.add_argument("file", metavar="FILE.csv", type=Path, help="每行一条记录的表 · one record a row")
    parser.add_argument(
        "--value",
        metavar="COL|COL=LEVEL",
        required=True,
        help="求均值的列,或求某值占比的列 · mean, or share of a level",
    )
    parser.add_argument("--strata", metavar="COL", help="层 · strata")
    parser.add_argument("--cluster", metavar="COL", help="群(第一阶段抽样单位)· clusters, the first sampling units")
    parser.add_argument("--weights", metavar="COL", help="权数 · weights")
    parser.add_argument("--fpc", metavar="COL", help="所在层的总体单位数(整群时为群数)或抽样比 · units in the whole")
    parser.add_argument(
        "--exact", action="store_true", help="比例用 Clopper–Pearson 区间 · for a share without a design"
    )
    parser.add_argument("--t", action="store_true", help="用 t 分布的区间 · an interval by Student's t")
    return parser


def _answer(given: argparse.Namespace) -> Answer:
    records = read(given.file)
    column, level = _asked(given.value, records)
    if level is not None and level not in (there := sorted(set(records.names(column)))):
        zh = f"没有一行的“{column}”是“{level}”,现有:{'、'.join(there[:10])}"
        raise Refused(zh, f"no row has {column}={level}")
    design = [name for name in DESIGN if getattr(given, name) is not None]
    plain = level is not None and not design and not given.t
    if given.exact and not plain:
        raise Refused("--exact 只用于没有抽样设计的比例", "--exact goes with a share without a design")
    told = records.numbers(column) if level is None else [float(name == level) for name in records.names(column)]
    found = share(int(sum(told)), len(told), exact=given.exact) if plain else _designed(told, records, given)
    answer = {
        "estimate": found.estimate,
        "se": found.se,
        "ci": found.ci,
        "n": found.n,
        "interval": found.interval,
        "df": found.df,
        "suppressed": found.suppressed is not None,
        "reason": found.suppressed,
    }
    return answer, [*_sentences(found, design), *_doubts(found, level)]


def _asked(value: str, records: Records) -> tuple[str, str | None]:
    """The column, and the level whose share is asked; a column whose own name has the sign = is found first."""
    if value in records.headings:
        return value, None
    signs = [place for place, sign in enumerate(value) if sign == "="]
    named = [(value[:place], value[place + 1 :].strip()) for place in signs if value[:place] in records.headings]
    return named[0] if named else (value.partition("=")[0], None)


def _designed(told: list[float], records: Records, given: argparse.Namespace) -> Estimate:
    names = {key: records.names(one) if one is not None else None for key, one in _of(given, "strata", "cluster")}
    numbers = {key: records.numbers(one) if one is not None else None for key, one in _of(given, "weights", "fpc")}
    return mean(
        told,
        strata=names["strata"],
        clusters=names["cluster"],
        weights=numbers["weights"],
        population=numbers["fpc"],
        t=given.t,
    )


def _of(given: argparse.Namespace, *options: str) -> list[tuple[str, str | None]]:
    return [(option, getattr(given, option)) for option in options]


def _sentences(found: Estimate, design: Sequence[str]) -> list[str]:
    """The figure with its error, or why it is not to be published."""
    how = "、".join(DESIGN[name] for name in design) or "简单随机抽样"
    if found.suppressed:
        few = found.suppressed is Suppressed.FEW
        why_zh = f"只有 {found.n} 条记录,少于 20 条" if few else f"变异系数 {found.cv:.1%},大于 33%"
        why_en = f"{found.n} records, fewer than 20" if few else f"coefficient of variation {found.cv:.1%}, over 33 %"
        return [
            f"不宜公布:{why_zh}。数值只在 --json 中给出。",
            f"Not to be published: {why_en}. --json has the figure.",
        ]
    error = "—" if found.se is None else f"{found.se:.6g}"
    bounds = "—" if found.ci is None else " – ".join(f"{bound:.6g}" for bound in found.ci)
    interval = INTERVALS[found.interval]
    return [
        f"估计值 {found.estimate:.6g},标准误 {error},95% 置信区间 {bounds}({interval}),{found.n} 条记录,{how}。",
        f"estimate {found.estimate:.6g}, SE {error}, 95 % interval {bounds} ({found.interval}), n {found.n}.",
    ]


def _doubts(found: Estimate, level: str | None) -> list[str]:
    if level is None or not found.ci or 0 <= found.ci[0] <= found.ci[1] <= 1:
        return []
    return ["注意:区间超出 0 至 1,正态近似在这里不可靠。The interval leaves 0 to 1: too near an end."]
