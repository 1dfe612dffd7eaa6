"""What a goal hands on: its subject, its year, its cadence; and where that ends."""

import pytest

from tests.plan.sentences import Brief, brief, document, targets


def test_a_part_year_counts_the_same_thing_again() -> None:
    found = brief("到2025年,新增省级绿色矿山12家,累计达到30家。其中,2023年,新增绿色矿山3家;2024年,新增4家。")
    assert found == [
        ("新增省级绿色矿山", "=", 12, "家", 2025),
        ("省级绿色矿山", ">=", 30, "家", 2025),
        ("新增绿色矿山", "=", 3, "家", 2023),
        ("新增绿色矿山", "=", 4, "家", 2024),
    ]


def test_a_cumulative_number_is_a_cumulative_target() -> None:
    assert [t.kind for t in targets("到2025年,新增渔港3座,累计达到9座。")] == ["cumulative", "cumulative"]


def test_the_years_of_a_part_govern_their_own_numbers() -> None:
    assert [b[2:] for b in brief("到2026年,联网率达到80%,其中2024年达到40%、2025年达到60%。")] == [
        (80, "%", 2026),
        (40, "%", 2024),
        (60, "%", 2025),
    ]


def test_the_year_of_a_part_does_not_govern_the_next_bullet() -> None:
    plan = document(
        "——入网率达到80%,其中2024年达到40%。\n——建成渔港30座。", heading="一、总体目标\n到2026年,实现以下目标:\n"
    )
    assert [t.year for t in plan.targets] == [2026, 2024, 2026]


def test_a_bullet_starts_anew_without_a_year_of_the_list() -> None:
    plan = document("——到2025年,入网率达到80%。\n——建成渔港30座。", heading="一、总体目标\n")
    assert [t.year for t in plan.targets] == [2025, None]


def test_each_year_does_not_leak_onto_a_level_of_the_next_clause() -> None:
    found = targets("每年培训船员200名以上,持证率达到100%。")
    assert [(t.cadence, t.kind) for t in found] == [("annual", "annual"), (None, "rate")]


def test_a_year_behind_the_unit_is_a_cadence() -> None:
    (target,) = targets("组织上门诊断2000家次/年。")
    assert (target.indicator, target.unit, target.cadence) == ("上门诊断", "家次", "annual")


def test_a_share_is_of_what_was_named_before() -> None:
    assert [b[0] for b in brief("到2025年,渔业增加值年均增长5%以上,占农业增加值比重提高2个百分点。")] == [
        "渔业增加值年均增长",
        "渔业增加值占农业增加值比重提高",
    ]


@pytest.mark.parametrize("base", ["由2020年的", "从2020年", "从2020年底的", "由目前的"])
def test_what_is_raised_from_a_base_is_the_second_number(base: str) -> None:
    plan = document(f"到2025年,自来水普及率{base}80%提高到95%。")
    (target,) = plan.targets
    assert (target.indicator, target.comparator, float(target.value or 0)) == ("自来水普及率", ">=", 95)
    assert target.span.of(plan.text).startswith("自来水普及率") and target.span.of(plan.text).endswith("95%")
    assert plan.coverage.unread == ()


def test_a_measure_alone_measures_what_was_named_before() -> None:
    found = brief("到2025年,渔业总产值年均增速6%,力争2023年增速实现8%,总量达到2万亿元;2024年增速实现5%。")
    assert [(b[0], b[4]) for b in found] == [
        ("渔业总产值年均增速", 2025),
        ("渔业总产值增速", 2023),
        ("渔业总产值", 2023),
        ("渔业总产值增速", 2024),
    ]


def test_a_number_inside_the_subject_is_no_target() -> None:
    assert brief("到2025年,产值过10亿元的企业达3家。") == [("产值过10亿元的企业", ">=", 3, "家", 2025)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("到2025年,客货船新增2万户。", ("客货船新增", "=", 2, "万户", 2025)),
        ("到2025年,建成渔港3—5座。", ("渔港", ">=", 3, "座", 2025)),
        ("到2025年,引进培育服务商20家左右。", ("服务商", "~", 20, "家", 2025)),
        ("到2025年,全市累计建成充电桩超5万个。", ("建成充电桩", ">", 50000, "个", 2025)),
        ("到2025年,渔业贷款增速不低于各项贷款增速。", ("渔业贷款增速", ">=", None, "%", 2025)),
        ("到2025年,渔民收入增长与经济增长基本同步。", ("渔民收入增长", "~", None, "%", 2025)),
        ("到2025年,形成甲港、乙港和丙港等3个港口群。", ("港口群", "=", 3, "个", 2025)),
        ("到2025年,为不少于200户渔民提供免费体检。", ("提供免费体检的渔民", ">=", 200, "户", 2025)),
        ("到2025年,完成沿海336户居民供水改造。", ("沿海居民供水改造", "=", 336, "户", 2025)),
    ],
)
def test_a_name_is_the_thing_that_is_counted(words: str, expected: Brief) -> None:
    assert brief(words) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "严格执行食品安全法第四十条规定,冷藏温度应保持在0℃—4℃,运输时间不超过24小时。",
        "形成一批中国制造业500强企业。",
        "抓好80万吨乙烯改扩建项目。",
    ],
)
def test_what_a_rule_demands_and_what_a_name_holds_is_no_target(words: str) -> None:
    plan = document(words)
    assert plan.targets == () and plan.coverage.unread == ()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "到2025年,果蔬、肉类、水产品产地处理率分别达到30%、85%和90%。",
            ["果蔬产地处理率", "肉类产地处理率", "水产品产地处理率"],
        ),
        ("到2025年,数控化率、设计工具普及率分别提高到68%、85%。", ["数控化率", "设计工具普及率"]),
        ("到2025年,玉米播种面积和产量分别稳定在300万亩、20亿斤以上。", ["玉米播种面积", "玉米产量"]),
        (
            "到2025年,生猪出栏量、蔬菜和水产品产量分别达到18万头、20万吨、8万吨。",
            ["生猪出栏量", "蔬菜产量", "水产品产量"],
        ),
    ],
)
def test_respectively_gives_each_its_full_name(words: str, names: list[str]) -> None:
    assert [b[0] for b in brief(words)] == names


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "到2025年,参保率、入学率超过84.5%、64%。",
            [("参保率", ">", 84.5, "%", 2025), ("入学率", ">", 64, "%", 2025)],
        ),
        ("到2025年,渔获量较2020年增加约一倍。", [("渔获量增加", "~", 1, "倍", 2025)]),
        ("到2025年,完成投资约5000万元。", [("投资", "~", 5000, "万元", 2025)]),
        ("到2025年,装机达到600千瓦。", [("装机", ">=", 600, "千瓦", 2025)]),
        (
            "到2025年,更新提升6个水站、4500个大气站点。",
            [("更新提升水站", "=", 6, "个", 2025), ("更新提升大气站点", "=", 4500, "个", 2025)],
        ),
        (
            "到2025年,220千伏及以下输变电工程投资达到40亿元。",
            [("220千伏及以下输变电工程投资", ">=", 40, "亿元", 2025)],
        ),
    ],
)
def test_several_numbers_and_classes_of_things_keep_their_names(words: str, expected: list[Brief]) -> None:
    assert brief(words) == expected


def test_a_substance_that_ends_like_a_measure_shares_the_measure_of_the_list() -> None:
    assert [
        b[0] for b in brief("到2025年,化学需氧量、氨氮、氮氧化物、有机物重点工程减排量分别达到7、2、8、3万吨。")
    ] == [
        "化学需氧量重点工程减排量",
        "氨氮重点工程减排量",
        "氮氧化物重点工程减排量",
        "有机物重点工程减排量",
    ]


def test_a_part_without_any_word_counts_the_same_thing() -> None:
    assert brief("三年累计培训船员1万人次,其中2023年3000人次。", "某市行动方案(2023-2025年)") == [
        ("培训船员", "=", 1, "万人次", None),
        ("培训船员", "=", 3000, "人次", 2023),
    ]


def test_respectively_by_years_counts_the_same_thing() -> None:
    assert brief("2023年底前建成渔港10座,2024年、2025年分别建成15座、20座。") == [
        ("渔港", "=", 10, "座", 2023),
        ("渔港", "=", 15, "座", 2024),
        ("渔港", "=", 20, "座", 2025),
    ]


def test_to_keep_a_rate_is_to_hold_it() -> None:
    assert brief("到2025年,办结率保持100%。") == [("办结率", "hold", 100, "%", 2025)]
