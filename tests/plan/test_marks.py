"""Responsibility marks in the ways that documents write them."""

import pytest

from zhiheng.plan import parse

Roles = list[tuple[str, str | None]]


def marks(text: str) -> list[Roles]:
    plan = parse(f"某市方案\n一、重点任务\n{text}\n")
    return [[(u.name, u.role) for u in a.units] for t in plan.tasks for a in t.assignments]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("（责任单位：市财政局、市水利局）", [("市财政局", None), ("市水利局", None)]),
        ("【责任单位:市财政局】", [("市财政局", None)]),
        ("〔市财政局负责〕", [("市财政局", None)]),
        ("(市财政局、市水利局)", [("市财政局", None), ("市水利局", None)]),
        (
            "(市财政局牵头,市水利局、市教育局配合)",
            [("市财政局", "lead"), ("市水利局", "support"), ("市教育局", "support")],
        ),
        ("(牵头单位:市财政局;配合单位:市水利局)", [("市财政局", "lead"), ("市水利局", "support")]),
        ("(牵头单位:市财政局,责任单位:市水利局)", [("市财政局", "lead"), ("市水利局", "joint")]),
        ("(责任单位:市财政局牵头,市水利局按职责分工负责)", [("市财政局", "lead"), ("市水利局", "joint")]),
        ("(市财政局、市水利局牵头负责)", [("市财政局", "lead"), ("市水利局", "lead")]),
        ("(市财政局指导,市水利局参与)", [("市财政局", None), ("市水利局", "support")]),
        ("(市财政局等有关部门和单位按职责分工负责)", [("市财政局", None)]),
        ("(各有关部门和单位,各区人民政府按职责分工负责)", [("各有关部门和单位", None), ("各区人民政府", None)]),
        ("(市财政局会同市水利局负责)", [("市财政局", "lead"), ("市水利局", "joint")]),
        (
            "(省财政厅、水利厅等省有关部门和各地级以上市人民政府按职责分工负责)",
            [("省财政厅", None), ("省水利厅", None), ("各地级以上市人民政府", None)],
        ),
    ],
)
def test_a_bracket_names_units_with_the_roles_that_it_says(mark: str, expected: Roles) -> None:
    assert marks(f"1.修渠。修好水渠。{mark}") == [expected]


@pytest.mark.parametrize(
    "aside",
    [
        "(光伏)",
        "(见附件)",
        "(以下简称平台)",
        "(技工院校内由人力资源社会保障行政部门负责)",
        "(同时具备教学能力的教师)",
        "(PPP)",
    ],
)
def test_an_aside_is_no_mark(aside: str) -> None:
    assert marks(f"1.修渠。在城市修好水渠{aside},保证供水。") == []


def test_marks_on_lines_of_their_own_are_one_mark() -> None:
    text = "(一)修渠。修好水渠。\n牵头单位:市水利局\n配合单位:市财政局、市教育局"
    assert marks(text) == [[("市水利局", "lead"), ("市财政局", "support"), ("市教育局", "support")]]


def test_a_mark_without_brackets_ends_its_sentence() -> None:
    assert marks("1、修渠。修好水渠。责任单位:市水利局、市财政局。完成时限:2025年6月底前。") == [
        [("市水利局", None), ("市财政局", None)]
    ]


def test_each_mark_governs_the_text_since_the_mark_before_it() -> None:
    plan = parse("某市方案\n一、任务\n1.修渠。修东渠。(市水利局)修西渠。(市财政局、市水利局负责)\n")
    (task,) = plan.tasks
    first, second = task.assignments
    assert first.span.of(plan.text) == "1.修渠。修东渠。" and second.span.of(plan.text) == "修西渠。"
    assert first.mark.of(plan.text) == "(市水利局)"


def test_a_mark_behind_a_heading_governs_what_follows() -> None:
    plan = parse("某市方案\n一、任务\n1.修渠(责任单位:市水利局)\n先修东渠,再修西渠。\n")
    (assignment,) = plan.tasks[0].assignments
    assert "再修西渠" in assignment.span.of(plan.text)


def test_a_mark_after_the_last_of_several_items_belongs_to_all_of_them() -> None:
    plan = parse(
        "某市方案\n一、任务\n(一)修渠。\n1.修东渠。\n2.修西渠。\n(责任单位:市水利局)\n(二)植树。种树。(市林业局)\n"
    )
    assert [(t.id, [u.name for a in t.assignments for u in a.units]) for t in plan.tasks] == [
        ("一(一)", ["市水利局"]),
        ("一(二)", ["市林业局"]),
    ]


def test_unnumbered_paragraphs_with_marks_of_their_own_are_tasks() -> None:
    plan = parse("某市方案\n一、任务\n(一)修渠。修东渠。(市水利局牵头)\n整治河道,清理淤泥。(市水利局、市财政局负责)\n")
    assert [(t.id, t.heading, t.section) for t in plan.tasks] == [
        ("一(一)-1", "修渠", "一(一)"),
        ("一(一)-2", "整治河道,清理淤泥", "一(一)"),
    ]


def test_the_first_of_a_list_leads_from_where_the_document_says_so() -> None:
    found = marks(
        "1.甲。做甲。(市财政局、市水利局负责)\n2.乙。做乙。(市水利局、市财政局负责。列第一位者为牵头单位,下同)\n"
        "3.丙。做丙。(市教育局、市财政局负责)\n4.丁。做丁。(市教育局配合)"
    )
    assert found == [
        [("市财政局", None), ("市水利局", None)],
        [("市水利局", "lead"), ("市财政局", "joint")],
        [("市教育局", "lead"), ("市财政局", "joint")],
        [("市教育局", "support")],
    ]


def test_a_time_limit_inside_a_mark_is_no_unit() -> None:
    assert marks("1.甲。做甲。(牵头单位:市财政局;责任单位:市水利局,6月底完成)") == [
        [("市财政局", "lead"), ("市水利局", "joint")]
    ]


def test_a_chapter_of_safeguards_has_tasks_only_where_it_names_somebody() -> None:
    text = (
        "一、任务\n1.甲。做甲。(市财政局)\n"
        "二、保障措施\n(一)加强领导。各区要重视。\n(二)督查。年中督查。(市政府办公室负责)\n"
    )
    assert [t.id for t in parse("某市方案\n" + text).tasks] == ["一1", "二(二)"]


def test_without_any_mark_the_items_of_working_chapters_are_tasks_and_nobody_is_invented() -> None:
    plan = parse(
        "某市方案\n一、总体要求\n(一)原则。好。\n二、主要任务\n(一)修渠。\n修东渠。\n(二)植树。\n种树。\n三、保障措施\n(一)领导。重视。\n"
    )
    assert [t.id for t in plan.tasks] == ["二(一)", "二(二)"]
    assert plan.units == ()


def test_one_damaged_mark_is_listed_and_not_lost() -> None:
    plan = parse("某市方案\n一、任务\n1.甲。做甲。责任单位:\n")
    assert any("责任标注" in u.why for u in plan.coverage.unread)
