"""What the transitions of a sample ask for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.cases.declaring import Ask

NO_RETEST = (
    ("microbe", _("微生物指标不合格")),
    ("expired", _("备份样品超过保质期")),
    ("unusable", _("备份样品无法实现复检目的")),
    ("other", _("法律、法规、食品安全标准规定不予复检的其他情形")),
)
"""Food: what cannot be tested again (食品安全抽样检验管理办法); that the request came late, the clock says."""
NOT_SAMPLED = (
    ("few", _("产品数量不够")),
    ("not_for_sale", _("有充分证据证明不用于销售，或者只用于出口且出口合同另有质量约定")),
    ("marked", _("标有“试制”“处理”“样品”等字样")),
    ("gone", _("单位已经停业、搬走或者找不到")),
)
OBJECTIONS = (
    ("retest", _("对检验结论有异议，申请复检")),
    ("sampling", _("对抽样过程有异议")),
    ("identity", _("对样品真实性有异议")),
    ("method", _("对检验方法、标准适用有异议")),
)
SHEET = (
    Ask("product", _("产品名称"), longest=120, sets="product"),
    Ask("brand", _("商标"), required=False, longest=60, sets="brand"),
    Ask("spec", _("规格型号"), required=False, longest=120, sets="spec"),
    Ask("batch_no", _("生产日期或者批号"), longest=60, sets="batch_no"),
    Ask("produced_on", _("生产日期"), "date", required=False, sets="produced_on"),
    Ask("standard", _("执行标准"), required=False, longest=120, sets="standard"),
    Ask("producer_name", _("标称生产者"), longest=120, sets="producer_name"),
    Ask("producer_code", _("标称生产者代码"), required=False, longest=18, sets="producer_code"),
    Ask("place", _("抽样地点"), longest=200, sets="place"),
    Ask("sampled_on", _("抽样日期"), "date", sets="sampled_on"),
    Ask(
        "samplers",
        _("抽样人员"),
        longest=120,
        sets="samplers",
        help=_("抽到的抽样人员，不少于两人，姓名之间用顿号（第18号令第15、16条）。"),
    ),
    Ask(
        "sampler_code",
        _("受托抽样机构代码"),
        required=False,
        longest=18,
        sets="sampler_code",
        help=_("委托抽样的才填；抽样机构不能检验同一样品（第18号令第9条）。"),
    ),
    Ask("seal_no", _("封签编号"), longest=60, sets="seal_no", help=_("检样和备样分别封样，双方签字。")),
    Ask("quantity", _("抽样数量"), longest=60, sets="quantity", help=_("检样和备样各多少。")),
    Ask("price", _("购样费用(元)"), "number", sets="price", help=_("检样按标价或者市场价购买，不向被抽样单位收费。")),
)
"""The sampling sheet (抽样单)."""
WHY = Ask("why", _("理由"), "long", longest=2000)
