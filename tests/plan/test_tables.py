"""Tables by their header: indicators with a column for each year, tasks with a column for who is responsible."""

import pytest

from zhiheng.plan import parse


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_each_cell_belongs_to_the_year_of_its_column_and_the_base_year_is_no_target(gap: str) -> None:
    rows = (
        "序号 指标 2020年 2023年 2025年 属性",
        "1 渔船总吨位（万吨） 500 600 800 预期性",
        "2 联网率（%） 20 25 30 约束性",
    )
    plan = parse(
        "云溪省“十四五”渔业规划\n一、目标\n专栏1 主要指标\n" + "\n".join(rows).replace(" ", gap) + "\n二、任务\n"
    )
    assert [(t.indicator, float(t.value or 0), t.unit, t.year) for t in plan.targets] == [
        ("渔船总吨位", 600, "万吨", 2023),
        ("渔船总吨位", 800, "万吨", 2025),
        ("联网率", 25, "%", 2023),
        ("联网率", 30, "%", 2025),
    ]
    assert plan.targets[1].span.of(plan.text).replace(gap, "").startswith("渔船总吨位")
    assert plan.coverage.unread == ()


def test_rows_of_a_table_are_no_items_of_the_outline() -> None:
    plan = parse("某市方案\n一、目标\n序号 指标 2020年 2025年\n1 联网率（%） 20 30\n2 持证率（%） 40 50\n二、任务\n")
    assert [s.id for s in plan.sections] == ["一", "二"]


TASKS = (
    "某市2024年渔业重点任务分工方案\n为落实工作,制定本方案。\n附件:任务分工表\n"
    "序号\t重点任务\t牵头单位\t配合单位\t完成时限\n"
    "1\t建设渔港。新建渔港3座。\t市渔业局\t市财政局、水利局\t2024年6月底前\n"
    "2\t培训船员\t市人社局\t\t2024年底前\n"
)


def test_a_table_of_tasks_gives_tasks_with_units_roles_and_deadlines() -> None:
    plan = parse(TASKS)
    assert [(t.heading, [(u.name, u.role) for a in t.assignments for u in a.units]) for t in plan.tasks] == [
        ("建设渔港", [("市渔业局", "lead"), ("市财政局", "support"), ("市水利局", "support")]),
        ("培训船员", [("市人社局", "lead")]),
    ]
    assert [(d.what, d.date.isoformat()) for d in plan.deadlines] == [
        ("建设渔港", "2024-06-30"),
        ("培训船员", "2024-12-31"),
    ]
    assert [(t.indicator, t.units) for t in plan.targets] == [("新建渔港", ("市渔业局", "市财政局", "市水利局"))]
    assert plan.coverage.unread == ()


def test_a_column_of_measures_is_no_column_of_units() -> None:
    plan = parse("某市规划\n一、目标\n序号\t指标\t单位\t2025年\n1\t联网率\t%\t30\n")
    assert plan.tasks == () and [t.unit for t in plan.targets] == ["%"]
