"""The tree of chapters, parts and items."""

from zhiheng.plan import parse
from zhiheng.plan.outline import outline
from zhiheng.plan.tasks import frames
from zhiheng.plan.text import normalise


def ids(text: str) -> list[str]:
    norm = normalise(text)
    return [n.id for n in outline(norm, len(norm)).nodes]


def test_ids_join_the_numbers_from_the_root() -> None:
    assert ids("一、目标\n二、任务\n（一）甲\n1．子\n2.丑\n（二）乙\n") == [
        "一",
        "二",
        "二(一)",
        "二(一)1",
        "二(一)2",
        "二(二)",
    ]


def test_a_continuous_numbering_stays_under_its_chapter() -> None:
    assert ids("一、甲\n(一)子\n(二)丑\n二、乙\n(三)寅\n") == ["一", "一(一)", "一(二)", "二", "二(三)"]


def test_chapters_and_sections_are_ranks_above() -> None:
    assert ids("第一章 总则\n第一节 原则\n一、甲\n第二章 任务\n") == [
        "第一章",
        "第一章第一节",
        "第一章第一节一",
        "第二章",
    ]


def test_a_repeated_number_gets_an_id_of_its_own() -> None:
    found = ids("一、甲\n1.子\n1.丑\n一、乙\n1.寅\n")
    assert len(found) == len(set(found)) == 5


def test_a_sentence_that_begins_with_a_year_or_a_quantity_is_no_heading() -> None:
    assert ids("一、甲\n2025年底前完成。\n3.5亿元用于建设。\n10个城市先行。\n") == ["一"]


def test_a_heading_ends_at_its_full_stop_or_at_its_mark() -> None:
    norm = "一、甲\n1.加强培训。每年办班。\n2.改善服务(责任单位:市民政局)\n正文。\n"
    nodes = outline(norm, len(norm)).nodes
    assert [norm[n.heading.start : n.heading.end] for n in nodes] == ["甲", "加强培训", "改善服务"]


def test_a_section_runs_to_the_end_of_its_last_paragraph() -> None:
    plan = parse("某市方案\n一、甲\n(一)子。第一段。\n第二段。\n二、乙\n")
    part = next(s for s in plan.sections if s.id == "一(一)")
    assert part.span.of(plan.text).endswith("第二段。")
    assert part.parent == "一" and part.level == 2


def test_frame_headings_ask_nobody() -> None:
    for heading in (
        "总体要求",
        "指导思想",
        "基本原则",
        "工作目标",
        "发展目标",
        "保障措施",
        "加强组织领导",
        "实施步骤",
        "有关要求",
    ):
        assert frames(heading), heading
    for heading in ("主要任务", "重点任务", "推动产品质量提升", "完善质量政策制度", "做好改革组织实施工作"):
        assert not frames(heading), heading
