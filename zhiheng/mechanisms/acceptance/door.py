"""``python -m zhiheng aql``: how many of a lot are looked at and how many may fail, for samplers and auditors."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from zhiheng.mechanisms.acceptance import Acceptance, NotTabled, acceptance, standard
from zhiheng.mechanisms.console import Answer, Parser, Refused, opened


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a single sampling plan of GB/T 2828.1, in sentences or as JSON.

    Returns 0, or 2 after one line on standard error when the standard has no such plan.
    """
    parser = Parser("zhiheng aql", "GB/T 2828.1 计数抽样一次抽样方案 · a single sampling plan by AQL")
    parser.add_argument("lot", metavar="LOT", help="批量 · items in the lot")
    parser.add_argument("level", metavar="LEVEL", help="检验水平 I II III S-1 … S-4 · inspection level")
    parser.add_argument("aql", metavar="AQL", help="接收质量限,0.010 … 1000 · acceptance quality limit")
    parser.add_argument("--tightened", action="store_true", help="加严检验 · tightened inspection")
    return opened(parser, arguments, _answer, (NotTabled,))


def _answer(given: argparse.Namespace) -> Answer:
    if not re.fullmatch(r"[0-9]{1,15}", given.lot):
        raise Refused(f"批量“{given.lot}”不是整数", "the lot is not a whole number")
    found = acceptance(int(given.lot), given.level, given.aql, tightened=given.tightened)
    told = {
        "lot": found.lot,
        "level": found.level,
        "aql": found.aql,
        "severity": "tightened" if found.tightened else "normal",
        "code_letter": found.code_letter,
        "plan_letter": found.plan_letter,
        "sample_size": found.sample_size,
        "ac": found.ac,
        "re": found.re,
        "whole_lot": found.whole_lot,
        "standard": standard()["standard"],
        "certain": standard()["certain"],
        "note": standard()["note"],
    }
    return told, _sentences(found)


def _sentences(found: Acceptance) -> list[str]:
    severity_zh, severity_en = ("加严检验", "tightened") if found.tightened else ("正常检验", "normal")
    asked_zh = f"批量 {found.lot},检验水平 {found.level},AQL {found.aql},{severity_zh}一次抽样:字码 {found.code_letter}"
    asked_en = f"lot {found.lot}, level {found.level}, AQL {found.aql}, {severity_en}: letter {found.code_letter}"
    if found.plan_letter != found.code_letter:
        asked_zh += f",按箭头改用字码 {found.plan_letter} 的方案"
        asked_en += f", by the arrow the plan of {found.plan_letter}"
    lines = [
        f"{asked_zh},样本量 {found.sample_size},Ac {found.ac},Re {found.re}。",
        f"{asked_en}, sample size {found.sample_size}, Ac {found.ac}, Re {found.re}.",
    ]
    if found.whole_lot:
        lines.append(f"表中样本量 {found.table_size} 不小于批量,执行 100% 检验。100 % inspection.")
    if found.per_hundred:
        lines.append("AQL 大于 10 只用于每百单位不合格数。Over 10 the AQL counts nonconformities per 100 items.")
    return [*lines, f"依据 · by {standard()['standard']}", f"注意 · note: {standard()['note']}"]
