"""The columns of published result tables, each under the headings that authorities have been seen to give it."""

from __future__ import annotations

from itertools import product

from zhiheng.mechanisms.workbooks.fields import Field
from zhiheng.systems.sampling.failing import BARS

ITEM = ("不合格项目", "不合格检验项目", "不合格项目名称")
RESULT = ("检验结果", "检验值", "实测值", "检测结果")
STANDARD = ("标准值", "标准要求", "标准规定", "标准限值")
FAILING = (
    *("不合格项目", "不合格检验项目", "主要不合格项目", "不合格项目及检验结果", "不合格项", "不符合项目", "不合格原因"),
    *(bar.join(three) for bar in (*BARS, "||", "/", "、") for three in product(ITEM, RESULT, STANDARD)),
    *(bar.join(two) for bar in (*BARS, "||", "/", "、") for two in product(ITEM, RESULT)),
)


def fields_of(outcome: str) -> tuple[Field, ...]:
    """The columns that are read of a table of what failed (``failed``), of what passed (``passed``) or of both."""
    both, failed = outcome == "both", outcome == "failed"
    return (
        Field("number", "抽样编号", longest=40, also=("抽样单编号", "样品编号", "抽样单号", "样品抽样编号")),
        Field("product", "产品名称", required=True, longest=120, also=PRODUCT, width=20),
        Field("brand", "商标", longest=60, also=("标称商标", "注册商标", "品牌")),
        Field("spec", "规格型号", longest=120, also=("规格", "型号规格", "规格/型号", "型号", "规格等级")),
        Field("batch_no", "生产日期/批号", longest=60, also=BATCH, width=18),
        Field("producer_name", "标称生产企业名称", longest=120, also=PRODUCER, width=26),
        Field("producer_address", "标称生产企业地址", longest=200, also=PRODUCER_ADDRESS, width=26),
        Field("firm_name", "被抽样单位名称", longest=120, also=FIRM, width=26),
        Field("firm_address", "被抽样单位地址", longest=200, also=FIRM_ADDRESS, width=26),
        Field("result", "检验结论", required=both, longest=20, also=CONCLUSION),
        Field("failing_items", "不合格项目║检验结果║标准值", required=failed, longest=2000, also=FAILING),
        Field("product_class", "分类", longest=120, also=CLASS),
        Field("sampled_on", "抽样日期", "date", also=("抽样时间", "采样日期")),
        Field("judged_on", "检验日期", "date", also=("检验结论日期", "报告日期", "签发日期", "检验完成日期")),
        Field("announcement", "公告号", longest=120, also=("公告文号", "通告号", "公告编号", "通告文号")),
        Field("published_on", "公告日期", "date", also=("通告日期", "发布日期", "公布日期", "公示日期")),
        Field("plan", "任务来源", longest=40, also=("任务来源/项目名称", "项目名称", "抽检任务", "任务类别")),
    )


PRODUCT = ("食品名称", "样品名称", "标称产品名称", "样品(产品)名称", "药品名称", "药品品名", "品名", "商品名称", "产品")
BATCH = (
    *("生产日期", "批号", "生产日期/批号/购进日期", "生产日期(批号)", "生产日期或批号", "产品批号", "生产批号"),
    *("生产日期(批号/购进日期)", "生产日期、批号", "生产/加工/购进日期", "批次", "生产日期/批次"),
)
PRODUCER = (
    *("标称生产企业", "生产企业", "生产企业名称", "生产单位", "标称生产单位", "标称生产者", "生产者", "标称生产者名称"),
    *("标示生产企业", "标示生产单位", "上市许可持有人/生产企业", "生产厂家", "标称生产单位名称", "生产者名称"),
)
PRODUCER_ADDRESS = (
    *(
        "标称生产企业地址",
        "生产企业地址",
        "生产单位地址",
        "标称生产者地址",
        "标称生产单位地址",
        "生产者地址",
        "企业地址",
    ),
    *("标称生产企业所在地", "生产企业所在地", "生产地"),
)
FIRM = (
    *(
        "被抽样单位",
        "受检单位",
        "被抽检单位",
        "被抽检单位名称",
        "受检单位名称",
        "抽样单位名称",
        "被采样单位",
        "抽样场所",
    ),
    *("经营单位", "销售单位", "被抽样者", "被抽样者名称", "被抽样生产者、销售者", "经销单位", "被抽样企业名称"),
)
FIRM_ADDRESS = (
    *("被抽样单位所在地", "受检单位地址", "被抽检单位地址", "抽样地点", "被抽样单位所在地区", "所属地区", "抽样地区"),
    *("经营单位地址", "销售单位地址", "被抽样者地址", "所在地区", "所在省份", "被抽样单位所在省份", "被抽样单位省份"),
)
CONCLUSION = (
    "检验结果",
    "结论",
    "抽检结果",
    "抽查结果",
    "检测结论",
    "判定结果",
    "是否合格",
    "监督抽查结果",
    "检验结果判定",
)
CLASS = ("食品大类", "食品类别", "产品种类", "产品类别", "类别", "食品分类", "产品分类", "品种", "样品类别", "剂型")
