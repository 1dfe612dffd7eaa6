"""Result tables as authorities publish them, in several spellings; every firm and product in them is made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

FOOD_FAILED = (
    ["附件1 食品监督抽检不合格产品信息"],
    ["声明：以下信息仅指本次抽检标称的生产企业相关产品的生产日期/批号和所检项目"],
    [
        "序号",
        "抽样编号",
        "标称生产企业名称",
        "标称生产企业地址",
        "被抽样单位名称",
        "被抽样单位地址",
        "食品名称",
        "规格型号",
    ]
    + [
        "商标",
        "生产日期/批号",
        "不合格项目║检验结果║标准值",
        "分类",
        "公告号",
        "公告日期",
        "任务来源/项目名称",
        "备注",
    ],
    [1, "XBJ26130200000000001", "示例食品厂", "河北省唐山市路南区示例街1号", "示例超市", "河北省唐山市路南区示例路2号"]
    + [
        "演示牌花生酱",
        "300g/瓶",
        "演示",
        "2026-01-05",
        "黄曲霉毒素B₁║35μg/kg║≤20μg/kg；过氧化值(以脂肪计)║0.9g/100g║≤0.25g/100g",
    ]
    + ["炒货食品及坚果制品", "2026年第3号", "2026-02-20", "省级/演示", "/"],
    [
        2,
        "XBJ26130200000000002",
        "/",
        "/",
        "示例农贸市场张某摊位",
        "河北省石家庄市桥西区示例街",
        "韭菜",
        "计量销售",
        "/",
        "2026/1/8",
    ]
    + ["腐霉利‖0.65mg/kg‖≤0.2mg/kg", "食用农产品", "2026年第3号", "2026年2月20日", "省级/演示", None],
)
GOODS_BOTH = (
    ["产品类别", "受检单位", "受检单位地址", "产品名称", "规格/型号", "标称商标", "生产单位", "生产日期(批号)"]
    + ["抽检结果", "不合格项目", "检验完成日期"],
    [
        "儿童用品",
        "示例商场",
        "唐山市路北区示例路",
        "演示童车",
        "T-1",
        "演示",
        "示例童车厂",
        "20260102",
        "不合格",
        "结构强度、标志",
        "2026.1.20",
    ],
    [
        "儿童用品",
        "示例商场",
        "唐山市路北区示例路",
        "演示童车",
        "T-2",
        "演示",
        "示例童车厂",
        "20260103",
        "合格",
        "/",
        "2026.1.21",
    ],
)
DRUGS_PASSED = (
    ["药品品名", "批号", "规格", "上市许可持有人/生产企业", "被抽样单位", "被抽样单位所在地", "检验结果"],
    ["演示片", "260101", "10mg×20片", "示例药业", "示例药房", "衡水市桃城区示例街", "符合规定"],
)


def xlsx(rows: Sequence[Sequence[Any]], title_over: int = 0) -> bytes:
    """A workbook; the first rows may be merged over all columns as titles are."""
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for number in range(1, title_over + 1):
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(rows[title_over]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "gb18030") -> bytes:
    """The same as WPS writes it."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)
