"""Pass rates of sampling inspection (抽检合格率): passed ÷ tested, or weighted by industrial output.

监督抽检 looks for problems, 评价性抽检 is representative, 风险监测 and 例行监测 are something else again. A rate counts
one kind of sampling alone: that which the dated parameter ``sampling.feeds_<category>`` names for the day of a result.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.utils.translation import gettext_lazy as _

from zhiheng.indicators.declaring import indicator
from zhiheng.indicators.definitions.clocks import due_or_done
from zhiheng.indicators.shapes import Column, Facts, Table, count, share, weighted_share
from zhiheng.mechanisms.parameters import Version, parameters

REVIEW = date(2027, 6, 30)
PRODUCTS = {"product_class": _("产品类别")}
SORTS = {"category": _("产品大类"), "sampling_type": _("抽检性质")}
BATCHES = _(
    "分母：期内作出检验结论、抽检性质计入本指标的批次。分子：其中合格的。复检改判的，以复检结论为准。"
    "各类抽检性质不混算，风险监测从不计入。不加权，保留两位小数；没有批次时为“尚无数据”，不是 100%。"
)
OPEN_QUESTION = _("方案没有写明哪一类抽检计入；按参数所定的抽检性质计算，待主管部门确认。")
DIVISIONS = tuple(str(division) for division in range(13, 42))
"""The 29 divisions of GB/T 4754-2017 that the rate covers; 42 and 43 are outside it."""
HANDLED = ("handle", "recheck", "second_recheck")
"""Clocks of whoever handles a failing: 核查处置, 复查, 再次复查. The time that a firm has for itself is not one."""


@indicator(
    name=_("制造业产品质量合格率"),
    indicator="制造业产品质量合格率",
    unit="%",
    clause="一",
    words=_(
        "各地区、各行业的合格批次数 ÷ 检验批次数，按工业产值加权：Σ 产值 × 合格率 ÷ Σ 产值。"
        "只计 29 个制造业大类的批次。没有样品的行业不计，其余行业的权数按比例放大，并注明所覆盖的产值比重；"
        "没有产值的行业，批次列在分母里，不影响合格率。产值按地区和行业逐个取当年的，没有时取此前最近一年的；"
        "下级地区另有产值的，上级只按扣除后的余数计权。"
    ),
    source=_("国家统计局年鉴的指标解释；29 个制造业大类，按分地区、分行业产值两层加权。抽样的企业规模分层未能读到。"),
    certain=False,
    why=_("制造业产品是否合格，是方案第一条承诺的数字。"),
    silent=_("它不是消费者买到的商品的合格率，也不说明风险大小；抽查的行业变了，两期之间就不能简单比较。"),
    review=REVIEW,
    apart={"industry": _("行业大类"), **PRODUCTS},
    parameters=("sampling.feeds_industrial",),
)
def manufactured_goods_pass_rate(tested_batches: Table, industry_outputs: Table) -> Facts:
    """Samples of industrial goods, by region and division of GB/T 4754, weighted by output."""
    rows = _fed(tested_batches, "industrial")
    rows = rows.filter(rows.industry.isin(DIVISIONS))
    weights = industry_outputs.select("year", "region", "weight", "demo", stratum=industry_outputs.industry)
    return weighted_share(
        rows,
        day=rows.judged_on,
        where=rows.passed,
        stratum="industry",
        weights=weights,
        apart=("industry", "product_class"),
    )


@indicator(
    name=_("食品安全抽检合格率"),
    indicator="食品安全抽检合格率",
    unit="%",
    clause="一",
    words=BATCHES,
    source=OPEN_QUESTION,
    certain=False,
    why=_("吃得放不放心，是方案第一条承诺的数字。"),
    silent=_("监督抽检专找问题，合格率低于市场的实际水平；评价性抽检才有代表性。两者不能比较。"),
    review=REVIEW,
    apart=PRODUCTS,
    parameters=("sampling.feeds_food",),
)
def food_pass_rate(tested_batches: Table) -> Facts:
    """Food, by the one kind of sampling that feeds it."""
    return _passed(tested_batches, "food")


@indicator(
    name=_("药品监督抽检合格率"),
    indicator="药品监督抽检合格率",
    unit="%",
    clause="一",
    words=BATCHES,
    source=_("方案写明是监督抽检；批次合格率的算法没有查到官方公式。"),
    certain=False,
    why=_("药品合格是安全的底线，方案要求稳定在 99% 以上。"),
    silent=_("抽到的品种各期不同；它不说明药品的疗效，也不说明没有抽到的品种。"),
    review=REVIEW,
    apart=PRODUCTS,
    parameters=("sampling.feeds_drug",),
)
def drug_pass_rate(tested_batches: Table) -> Facts:
    """Drugs, supervised sampling."""
    return _passed(tested_batches, "drug")


@indicator(
    name=_("农产品质量监测合格率"),
    indicator="农产品质量监测合格率",
    unit="%",
    clause="一",
    words=BATCHES,
    source=_("按例行监测计算，不是监督抽查；方案没有另作定义，待主管部门确认。"),
    certain=False,
    why=_("菜篮子、米袋子是否合格，是方案第一条承诺的数字。"),
    silent=_("蔬菜、水果、茶叶、畜禽、水产各有不同，总数掩盖差别，要分类看。"),
    review=REVIEW,
    apart=PRODUCTS,
    parameters=("sampling.feeds_produce",),
)
def produce_pass_rate(tested_batches: Table) -> Facts:
    """Farm produce, routine monitoring."""
    return _passed(tested_batches, "produce")


@indicator(
    name=_("建材抽检合格率"),
    unit="%",
    clause="二(四)2",
    words=BATCHES,
    source=OPEN_QUESTION,
    certain=False,
    why=_("建材不合格，工程质量就没有保证。方案要求加强建材质量监管，没有定目标值。"),
    silent=_("它只看抽到的产品，不说明用到工程上的材料。"),
    review=REVIEW,
    apart=PRODUCTS,
    parameters=("sampling.feeds_building",),
)
def building_materials_pass_rate(tested_batches: Table) -> Facts:
    """Building materials; the plan sets no target."""
    return _passed(tested_batches, "building")


@indicator(
    name=_("检验批次数"),
    unit="批次",
    clause="二(三)2",
    words=_("期内作出检验结论的批次，一批计一次。风险监测不计入，其余抽检性质合计。"),
    source=_("按检验批次登记直接计数。"),
    certain=True,
    why=_("抽得够不够多、各地是否均衡，先看批次数。"),
    silent=_("批次多不等于质量好，也不等于抽得准。"),
    review=REVIEW,
    better="",
    apart={**SORTS, **PRODUCTS},
)
def batches_tested(tested_batches: Table) -> Facts:
    """Every batch with a conclusion; of 风险监测 there is none in the snapshot."""
    return count(tested_batches, day=tested_batches.judged_on, apart=(*SORTS, *PRODUCTS))


@indicator(
    name=_("不合格批次数"),
    unit="批次",
    clause="二(三)2",
    words=_("期内检验结论为不合格的批次，一批计一次；复检改判合格的不计。风险监测不计入，其余抽检性质合计。"),
    source=_("按检验批次登记直接计数。"),
    certain=True,
    why=_("每一批不合格都要有处置，处置从这里数起。"),
    silent=_("抽得越多、抽得越准，不合格批次越多；不能用来比较地区。"),
    review=REVIEW,
    better="",
    apart={**SORTS, **PRODUCTS},
)
def batches_failed(tested_batches: Table) -> Facts:
    """Batches that did not pass."""
    rows = tested_batches.filter(~tested_batches.passed)
    return count(rows, day=rows.judged_on, apart=(*SORTS, *PRODUCTS))


@indicator(
    name=_("不合格产品处置按期完成率"),
    unit="%",
    clause="二(三)2",
    words=_(
        "分母：核查处置、复查、再次复查的期限在期内届满的不合格产品，加上期内提前完成的；逾期未完成的留在分母，尚未到期的不计入。"
        "分子：其中在期限届满日当天或之前完成的，移送的算完成。期限内复检改判合格或者作废的，没有应办事项，不计入。"
        "企业自己整改的期限不在其中。提前完成的在完成和届满的两期各计一次，所以各季度之和不一定等于全年。"
    ),
    source=_("没有查到官方公式；按消费投诉按期办结率的同一算法，由本系统写明，待主管部门确认。"),
    certain=False,
    why=_("查出不合格只是一半，处置到位才算完。"),
    silent=_("按期完成不等于改好了，要和复查合格的比例一起看。"),
    review=REVIEW,
    apart=SORTS,
)
def sampling_handling_on_time(sampling_clocks: Table, on: date) -> Facts:
    """Rounds of handling a failing that were due in the period, or were finished early in it."""
    return due_or_done(sampling_clocks, HANDLED, on, besides=("retest_pass", "void"), apart=tuple(SORTS))


def _passed(batches: Table, category: str) -> Facts:
    rows = _fed(batches, category)
    return share(rows, day=rows.judged_on, where=rows.passed, apart=tuple(PRODUCTS))


def _fed(batches: Table, category: str) -> Table:
    """The batches of a category whose kind of sampling fed its rate on the day of the result."""
    versions = parameters()[f"sampling.feeds_{category}"].versions
    fed = reduce(or_, (_in_force(batches, version) for version in versions))
    return batches.filter((batches.category == category) & fed)


def _in_force(batches: Table, version: Version) -> Column:
    found = (batches.sampling_type == str(version.value)) & (batches.judged_on >= version.begins)
    return found & (batches.judged_on <= version.ends) if version.ends else found
