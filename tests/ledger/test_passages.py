"""The text of an edition, cut for reading."""

from __future__ import annotations

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.ledger.passages import QUOTE, Block, Heading, Span, blocks, heading_end, segments

TEXT = "一、目标\n到2025年合格率达到95%。(责任单位:甲局、乙局)\n\n二、任务\n1.抓检测。加密抽检。(责任单位:甲局)\n"
OUTLINE = [
    Heading(0, "一、", "目标", 1, "c-一"),
    Heading(TEXT.index("二、"), "二、", "任务", 1, "c-二"),
    Heading(TEXT.index("1."), "1.", "抓检测", 2, "c-二1"),
]


def span(words: str, kind: str = "target", url: str = "") -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), kind, url)


def test_overlapping_spans_are_cut_where_either_begins_or_ends() -> None:
    cut = segments("甲乙丙丁戊", [Span(0, 3, "one"), Span(2, 5, "two")])
    assert [(s.text, s.kinds) for s in cut] == [("甲乙", "s-one"), ("丙", "s-one s-two"), ("丁戊", "s-two")]


def test_the_innermost_span_that_leads_somewhere_gives_the_link() -> None:
    outer, inner = Span(0, 5, "mark", "/out"), Span(1, 3, "target", "/in")
    cut = segments("甲乙丙丁戊", [outer, inner])
    assert [s.link.url if s.link else None for s in cut] == ["/out", "/in", "/out"]


def test_two_spans_of_the_same_characters_both_cover_them() -> None:
    cut = segments("甲乙", [Span(0, 2, "target", "/a"), Span(0, 2, "unread")])
    assert [s.kinds for s in cut] == ["s-target s-unread"]


def test_a_span_outside_the_text_is_clipped_and_an_empty_one_covers_nothing() -> None:
    cut = segments("甲乙丙", [Span(2, 99, "late"), Span(1, 1, "empty"), Span(50, 60, "gone")])
    assert [(s.text, s.kinds) for s in cut] == [("甲乙", ""), ("丙", "s-late")]


SPANS = st.builds(Span, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["mark", "target", QUOTE]))


@settings(deadline=None)
@given(st.text("甲乙\n。1", max_size=40), st.lists(SPANS, max_size=8), st.sets(st.integers(0, 40), max_size=5))
def test_every_character_is_given_once_with_exactly_the_spans_that_cover_it(
    text: str, spans: list[Span], cuts: set[int]
) -> None:
    cut = segments(text, spans, cuts)
    assert "".join(s.text for s in cut) == text
    for piece in cut:
        for place in range(piece.start, piece.start + len(piece.text)):
            assert set(piece.covering) == {s for s in spans if s.start <= place < s.end}


@settings(deadline=None)
@given(st.lists(SPANS, max_size=8), st.lists(st.integers(0, len(TEXT) - 1), max_size=6))
def test_blocks_lose_nothing_but_line_breaks_wherever_headings_begin(spans: list[Span], starts: list[int]) -> None:
    headings = [Heading(start, "1.", TEXT[start : start + 3], start % 3, f"c-{start}") for start in starts]
    assert "".join(block.text for block in blocks(TEXT, headings, spans)) == TEXT.replace("\n", "")


def test_a_heading_that_runs_into_its_paragraph_is_parted_from_it() -> None:
    made = blocks(TEXT, OUTLINE, [])
    assert [(block.level, block.anchor, block.text) for block in made] == [
        (1, "c-一", "一、目标"),
        (0, "", "到2025年合格率达到95%。(责任单位:甲局、乙局)"),
        (1, "c-二", "二、任务"),
        (2, "c-二1", "1.抓检测。"),
        (0, "", "加密抽检。(责任单位:甲局)"),
    ]


def test_a_quote_is_one_run_in_each_block_and_begins_in_the_first() -> None:
    start, end = TEXT.index("95%"), TEXT.index("抽检")
    made = blocks(TEXT, OUTLINE, [Span(start, end, QUOTE), span("(责任单位:甲局、乙局)", "mark")])
    quoted = [run for block in made for run in block.runs if run.quoted]
    assert "".join(s.text for run in quoted for s in run.segments) == TEXT[start:end].replace("\n", "")
    assert [run.first for run in quoted] == [True, False, False, False]
    assert max(sum(run.quoted for run in block.runs) for block in made) == 1


def test_a_paragraph_that_is_a_task_by_itself_carries_its_anchor() -> None:
    made = blocks("抓检测。\n抓服务。", [Heading(5, "", "抓服务", 0, "c-一-2")], [])
    assert [(block.level, block.anchor) for block in made] == [(0, ""), (0, "c-一-2")]


def test_a_heading_that_was_cut_short_ends_with_the_first_sentence() -> None:
    assert heading_end("1.很长的标题一直写下去。后文", Heading(0, "1.", "别的字", 2, "c")) == 13
    assert heading_end("1.没有句号\n下一段", Heading(0, "1.", "", 2, "c")) == 6


def test_an_item_goes_before_a_task_that_begins_with_it() -> None:
    both = [Heading(0, "", "抓检测", 0, "c-t"), Heading(0, "1.", "抓检测", 2, "c-1")]
    for order in (both, both[::-1]):
        assert [(b.level, b.anchor) for b in blocks("1.抓检测。", order, [])] == [(2, "c-1")]


def test_time_grows_with_the_text_and_not_with_text_times_spans() -> None:
    def seconds(times: int) -> float:
        line = "到2025年合格率达到95%。(责任单位:甲局)\n"
        text = line * times
        size = len(line)
        spans = [Span(n * size, n * size + 12, "target") for n in range(times)]
        headings = [Heading(n * size, "", "到", 1, f"c-{n}") for n in range(times)]
        begun = process_time()
        made: list[Block] = blocks(text, headings, spans)
        assert len(made) == 2 * times
        return process_time() - begun

    seconds(200)
    few, many = seconds(1000), seconds(8000)
    assert many < 8 * few * 4 + 0.2
