"""Pass rates of sampling inspection (抽检合格率): passed ÷ tested, or weighted by industrial output.

监督抽检 looks for problems, 评价性抽检 is representative, 风险监测 and 例行监测 are something else again: a rate counts
one kind of sampling alone, and its words say which.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhiheng.indicators.declaring import indicator
from zhiheng.indicators.shapes import Facts, Table, share, weighted_share

REVIEW = date(2027, 6, 30)
OPEN_QUESTION = _("方案没有写明哪一类抽检计入；本系统先按此口径计算，待主管部门确认。")
APART = {"product_class": _("产品类别")}
BATCHES = _("分母：期内作出检验结论的{kind}批次。分子：其中合格的。复检改判的，以复检结论为准。不加权，保留两位小数。")


def _of(batches: Table, category: str, sampling_type: str) -> Table:
    return batches.filter((batches.category == category) & (batches.sampling_type == sampling_type))


@indicator(
    name=_("制造业产品质量合格率"),
    indicator="制造业产品质量合格率",
    unit="%",
    clause="一",
    words=_(
        "各地区、各行业的合格批次数 ÷ 检验批次数，按工业产值加权：Σ 产值 × 合格率 ÷ Σ 产值。"
        "没有样品的行业不计，其余行业的权数按比例放大，并注明所覆盖的产值比重。产值用当年的，没有时用此前最近一年的。"
    ),
    source=_("国家统计局年鉴的指标解释；29 个制造业大类，按分地区、分行业产值两层加权。抽样的企业规模分层未能读到。"),
    certain=False,
    why=_("制造业产品是否合格，是方案第一条承诺的数字。"),
    silent=_("它不是消费者买到的商品的合格率，也不说明风险大小；抽查的行业变了，两期之间就不能简单比较。"),
    review=REVIEW,
    apart={"industry": _("行业大类"), **APART},
)
def manufactured_goods_pass_rate(tested_batches: Table, industry_outputs: Table) -> Facts:
    """Supervised samples of industrial goods, by region and division of GB/T 4754, weighted by output."""
    rows = _of(tested_batches, "industrial", "supervision")
    weights = industry_outputs.select("year", "region", "weight", stratum=industry_outputs.industry)
    return weighted_share(
        rows,
        day=rows.judged_on,
        where=rows.passed,
        stratum="industry",
        weights=weights,
        apart=("industry", "product_class"),
    )
