"""Whose plan it is."""

import pytest

from zhiheng.ledger.place import place_of
from zhiheng.plan import parse


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("河北省人民政府办公厅\n关于印发质量强省行动方案的通知\n冀政办〔2023〕1号\n一、任务\n1.做事。", "河北省"),
        ("石家庄市人民政府办公室\n关于印发质量提升行动方案的通知\n石政办〔2023〕1号\n一、任务\n1.做事。", "石家庄市"),
        ("青山省果品质量提升行动方案(2024-2026年)\n一、任务\n1.做事。", "青山省"),
        ("国务院关于促进就业工作的若干意见\n国发〔2018〕39号\n一、任务\n1.做事。", ""),
        ("国家职业教育改革实施方案\n一、任务\n1.做事。", ""),
        ("“无废城市”建设试点工作方案\n一、任务\n1.做事。", ""),
    ],
)
def test_the_place_is_that_of_the_issuer_or_else_of_the_title(text: str, place: str) -> None:
    plan = parse(text)
    assert place_of(plan) == place, (plan.issuer, plan.title)
