"""Targets with the grammar of the plan."""

from decimal import Decimal

import pytest

from zhiheng.plan import parse
from zhiheng.plan.model import Target


def targets(words: str, heading: str = "一、重点任务\n1.甲。") -> tuple[Target, ...]:
    return parse(f"某市行动方案\n{heading}{words}\n某市人民政府\n2023年3月1日\n").targets


def brief(
    words: str, heading: str = "一、重点任务\n1.甲。"
) -> list[tuple[str, str, float | None, str | None, int | None]]:
    return [
        (t.indicator, t.comparator, None if t.value is None else float(t.value), t.unit, t.year)
        for t in targets(words, heading)
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("到2025年,垃圾回收率达到60%。", ("垃圾回收率", ">=", 60, "%", 2025)),
        ("到2025年,垃圾回收率达到60%以上。", ("垃圾回收率", ">=", 60, "%", 2025)),
        ("到2025年,抽检合格率稳定在98%以上。", ("抽检合格率", "hold", 98, "%", 2025)),
        ("到2025年,抽检合格率保持在98%以上。", ("抽检合格率", "hold", 98, "%", 2025)),
        ("到2025年,机械总动力稳定在11亿千瓦左右。", ("机械总动力", "~", 11, "亿千瓦", 2025)),
        ("到2025年,高技术产业比重达到25%左右。", ("高技术产业比重", "~", 25, "%", 2025)),
        ("到2025年,技术合同成交额超过100亿元。", ("技术合同成交额", ">", 100, "亿元", 2025)),
        ("到2025年,水体劣五类比例控制在5%以内。", ("水体劣五类比例", "<=", 5, "%", 2025)),
        ("到2025年,煤炭消费比重下降到50%以下。", ("煤炭消费比重", "<=", 50, "%", 2025)),
        ("到2025年,婴儿死亡率不高于4‰。", ("婴儿死亡率", "<=", 4, "‰", 2025)),
        ("到2025年,人均预期寿命达到79岁。", ("人均预期寿命", ">=", 79, "岁", 2025)),
        ("到2025年,累计培训工匠5000名。", ("培训工匠", "=", 5000, "名", 2025)),
        ("到2025年,新增博物馆10座以上。", ("新增博物馆", ">=", 10, "座", 2025)),
        ("到2025年,建成公园20个。", ("公园", "=", 20, "个", 2025)),
        ("到2025年,打造30个具有影响力的品牌。", ("具有影响力的品牌", "=", 30, "个", 2025)),
        ("到2025年,研发经费投入年均增长8%以上。", ("研发经费投入年均增长", ">=", 8, "%", 2025)),
        ("到2025年,单位产值能耗比2020年下降14%。", ("单位产值能耗下降", "=", 14, "%", 2025)),
        ("到2025年,审批时间压缩至3个工作日以内。", ("审批时间", "<=", 3, "个工作日", 2025)),
        ("到2025年,劳动生产率高于全国平均水平。", ("劳动生产率", ">", None, None, 2025)),
        ("到2025年,绿色产业产值比重显著提升。", ("绿色产业产值比重", "qualitative", None, "%", 2025)),
        ("2024年底前,实现乡镇消防站全覆盖。", ("乡镇消防站全覆盖", "=", 100, "%", 2024)),
        ("到2025年,较大火灾事故零发生。", ("较大火灾事故", "=", 0, "起", 2025)),
        ("到2025年,女职工占职工总数超过一半。", ("女职工占职工总数比例", ">", 50, "%", 2025)),
        ("到2025年,50%以上的乡镇建成示范图书馆。", ("乡镇建成示范图书馆比例", ">=", 50, "%", 2025)),
        ("到2025年,参保率由80%提高到95%。", ("参保率", ">=", 95, "%", 2025)),
    ],
)
def test_the_words_of_a_target_are_kept(
    words: str, expected: tuple[str, str, float | None, str | None, int | None]
) -> None:
    assert brief(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "支持从业人员超过100人的企业参评。",
        "招聘具有3年以上工作经历的人员。",
        "取得证书满5年的,可以申报。",
        "禁止使用厚度低于0.01毫米的薄膜。",
        "启动1+X试点,建设5G基站,打造一刻钟便民圈。",
        "围绕我市12大主导产业开展服务。",
        "按照《条例》(2019年修订)执行。",
        "申请人应在30日内提交材料。",
        "目前,全市已建成公园50个。",
        "截至2022年底,污水处理率达到97%。",
        "面向16-24岁青年提供服务。",
        "每人每年只享受一次补贴。",
    ],
)
def test_conditions_names_limits_and_what_has_been_are_no_targets(words: str) -> None:
    assert brief(words) == []


def test_two_goals_without_a_verb_share_the_one_before() -> None:
    assert brief("到2025年,新增技术标准200项以上,地方标准120项以上。") == [
        ("新增技术标准", ">=", 200, "项", 2025),
        ("新增地方标准", ">=", 120, "项", 2025),
    ]


def test_a_head_counts_for_the_second_of_two_rates() -> None:
    found = brief("到2025年,每万人口发明专利拥有量达到8件、高价值发明专利拥有量达到3.5件。")
    assert [f[0] for f in found] == ["每万人口发明专利拥有量", "每万人口高价值发明专利拥有量"]
    assert {f[3] for f in found} == {"件/万人"}


def test_respectively_gives_each_name_its_number() -> None:
    assert brief("到2025年,小麦种植、收获机械化率分别达到95%和90%。") == [
        ("小麦种植机械化率", ">=", 95, "%", 2025),
        ("小麦收获机械化率", ">=", 90, "%", 2025),
    ]


def test_one_number_for_several_names_is_one_target_for_each() -> None:
    assert [f[0] for f in brief("到2025年,食品抽检合格率和药品抽检合格率均达到99%。")] == [
        "食品抽检合格率",
        "药品抽检合格率",
    ]


def test_two_years_give_the_numbers_in_their_order() -> None:
    assert brief("到2025年和2030年,居民健康素养水平分别不低于25%和30%。") == [
        ("居民健康素养水平", ">=", 25, "%", 2025),
        ("居民健康素养水平", ">=", 30, "%", 2030),
    ]


def test_a_year_governs_its_paragraph_until_another_one_comes() -> None:
    found = brief("到2025年,建设提速。用水效率达到90%。到2027年,用水效率达到95%。")
    assert [(f[2], f[4]) for f in found] == [(90, 2025), (95, 2027)]


def test_a_goal_hands_its_year_to_the_list_under_it() -> None:
    found = brief("到2026年,实现以下目标:\n——参保率达到95%。\n——入园率达到90%。", "一、总体目标\n")
    assert [(f[0], f[4]) for f in found] == [("参保率", 2026), ("入园率", 2026)]


def test_a_year_that_the_plan_does_not_give_is_not_invented() -> None:
    (target,) = targets("建成公园20个。")
    assert target.year is None and target.cadence is None


def test_each_year_is_a_cadence_and_carries_through_its_sentence() -> None:
    found = targets("每年新增示范企业50家、示范学校20所。到2025年,入学率达到95%。")
    assert [(t.indicator, t.cadence, t.kind, t.year) for t in found] == [
        ("新增示范企业", "annual", "annual", None),
        ("新增示范学校", "annual", "annual", None),
        ("入学率", None, "rate", 2025),
    ]


def test_a_cadence_of_several_years_is_part_of_the_unit() -> None:
    (target,) = targets("每5年修订1次专业目录。")
    assert (target.value, target.unit, target.cadence) == (Decimal(1), "次/5年", "every 5 years")


def test_each_city_reaches_it_alone() -> None:
    found = targets("每个设区的市2个以上县(市、区)设立服务站,接待群众100人以上。")
    assert [(t.indicator, t.per) for t in found][0] == ("设立服务站的县(市、区)", "设区市")
    assert {t.per for t in found} == {"设区市"}


def test_a_short_name_takes_the_topic_of_its_sentence() -> None:
    assert brief("开展节水技术推广行动,每年服务企业300家以上。")[0][0] == "节水技术推广行动服务企业"


def test_a_plan_for_one_year_dates_its_targets() -> None:
    plan = parse("2025年市政府重点工作分工方案\n一、经济。地区生产总值增长5%以上。(市发改委负责)\n")
    assert [(t.indicator, t.year) for t in plan.targets] == [("地区生产总值增长", 2025)]


def test_a_target_has_the_units_of_its_assignment_only() -> None:
    plan = parse(
        "某市方案\n一、目标\n到2025年,入学率达到95%。\n二、任务\n1.甲。到2025年,参保率达到90%。(市医保局)建成公园5个。(市园林局)\n"
    )
    assert [(t.clause, t.units) for t in plan.targets] == [("一", ()), ("二1", ("市医保局",)), ("二1", ("市园林局",))]


def test_a_table_of_indicators_gives_the_years_to_come() -> None:
    plan = parse(
        "某市规划\n一、主要目标\n序号\t指标名称\t单位\t2020年\t2025年\n1\t城镇化率\t%\t60.5\t≥65\n2\t专精特新企业(家)\t\t30\t1,000以上\n"
        "某市人民政府\n2022年3月1日\n"
    )
    assert [(t.indicator, t.comparator, t.value, t.unit, t.year) for t in plan.targets] == [
        ("城镇化率", ">=", Decimal(65), "%", 2025),
        ("专精特新企业", ">=", Decimal(1000), "家", 2025),
    ]
    assert plan.coverage.unread == ()
