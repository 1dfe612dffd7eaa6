"""Ledgers made of a few lines of text, read and imported as a real document is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from zhiheng.ledger.importing import import_plan, ledger_for
from zhiheng.ledger.models import Document, Ledger
from zhiheng.plan import parse, read

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)

FRUIT = """云川省果品质量提升行动方案(2024-2026年)
一、工作目标
到2025年,果品抽检合格率达到97%以上。
二、重点任务
(一)抓检测。
1.扩大抽检。每年抽检果品500批次。(责任单位:省市场监管局、省林果办)建立快检站点。(责任单位:省林果办)
2.培育品牌。对获得国家级奖项的企业,给予20万元奖励。(牵头单位:省农业农村厅;配合单位:省财政厅)
(二)抓服务。
3.建立追溯。2025年6月底前完善果品追溯体系。(责任单位:省商务厅)
"""

NOBODY = """云川省果园看护工作要点
一、主要工作
(一)看好果园。加强巡查,防止偷采,做好夜间值守。
(二)修好道路。整修果园道路,方便车辆进出。
"""


def ledger_of(text: str, slug: str = "guopin", at: datetime = NOON) -> Ledger:
    """The ledger of a plan given as text; the same slug again makes the next edition."""
    outcome = import_plan(parse(text), slug=slug, form=Document.OFFICIAL, source_name=f"{slug}.txt", by=None, at=at)
    return outcome.document.ledger


def ledger_of_file(path: Path) -> Ledger:
    """The ledger of a document as ``manage.py import_plan`` makes it."""
    plan = read(path)
    outcome = import_plan(plan, slug=ledger_for(plan), form=Document.OFFICIAL, source_name=path.name, by=None, at=NOON)
    return outcome.document.ledger
