"""Title, issuer, number, date, period."""

from datetime import date

from zhiheng.plan import parse

NOTICE = """某省人民政府办公厅关于印发
某省计量提升行动方案的通知
某政办发〔2024〕7号
各市人民政府：
《某省计量提升行动方案（2024—2026年）》已经省政府同意，现印发给你们，请认真组织实施。
某省人民政府办公厅
2024年2月5日
某省计量提升行动方案
（2024—2026年）
一、重点任务
1.建设平台。（责任单位：省市场监管局）
"""


def test_a_notice_gives_way_to_the_plan_that_it_issues() -> None:
    plan = parse(NOTICE)
    assert plan.title == "某省计量提升行动方案（2024—2026年）"
    assert plan.issuer == "某省人民政府办公厅"
    assert plan.number == "某政办发〔2024〕7号"
    assert plan.issued == date(2024, 2, 5)
    assert plan.period == (2024, 2026)


def test_an_opinion_is_its_own_title_and_signs_at_the_end() -> None:
    plan = parse(
        "某市人民政府关于促进养老服务\n发展的意见\n各区：\n一、任务\n1.建院。\n某市人民政府\n二〇二三年三月二十四日\n"
    )
    assert plan.title == "某市人民政府关于促进养老服务发展的意见"
    assert plan.issuer == "某市人民政府"
    assert plan.issued == date(2023, 3, 24)


def test_what_a_document_does_not_say_stays_unsaid() -> None:
    plan = parse("提升服务\n一、任务\n1.改进。\n")
    assert (plan.issuer, plan.number, plan.issued, plan.period) == (None, None, None, None)


def test_an_empty_text_is_a_plan_without_anything() -> None:
    plan = parse("")
    assert plan.title == "" and not plan.sections and not plan.tasks and plan.coverage.characters == 0
