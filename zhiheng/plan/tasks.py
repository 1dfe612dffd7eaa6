"""Tasks and what each mark governs.

A task is the lowest item that asks somebody to do something: the items of chapters with marks and of chapters that do
not set the frame (总体要求, 保障措施 …). Where unnumbered paragraphs carry marks of their own, each of them is a task.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from zhiheng.plan.marks import Mark
from zhiheng.plan.model import Assignment, Quote, Task
from zhiheng.plan.outline import Node, Outline, plain

_WORK = (
    r"(?:工作|行动|发展|主要|总体|具体|基本|试点|改革|建设|阶段|阶段性|重点|预期|远景|近期|年度|实施|相关|有关|其他|"
    r"其它|规划|“?十[三四五]五”?|时期)"
)
_FRAME = re.compile(
    rf"(?:{_WORK})*(?:要求|思路|目标|目标任务|目标指标|指标|指导思想|原则|考虑|意义|背景|形势|现状|基础|成效|环境|"
    rf"机遇|挑战|范围|对象|定义|依据|说明|"
    r"步骤|进度安排|时间安排|安排|保障|保障措施|保障机制|组织保障|组织领导|组织实施|保障体系|措施保障|附则|事项|总则|"
    r"名词解释|机遇与挑战|和)+"
    rf"(?:(?:和|与|及|、)(?:{_WORK})*(?:要求|思路|目标|原则|措施|保障|意义|形势|任务|范围|指标))*"
)
_FRAME_VERB = re.compile(
    r"^(?:切实|全面|进一步)?(?:加强|强化|完善|健全|落实|优化|做好|抓好|加大|狠抓|严格|明确|压实|夯实)?"
    r"(?:组织领导|组织保障|组织实施|保障措施|实施保障|要素保障|政策保障|服务保障|工作保障)(?:[,和、].{0,12})?$"
)


@dataclass(frozen=True)
class Tasks:
    """The tasks, and for each mark whether a task took it."""

    tasks: tuple[Task, ...]
    loose: tuple[Mark, ...]


def frames(heading: str) -> bool:
    """Whether a heading only sets the frame (指导思想, 发展目标, 保障措施) and asks nobody for a task."""
    words = re.sub(r"\([^()]*\)", "", plain(heading))
    return bool(_FRAME.fullmatch(words) or _FRAME_VERB.match(words))


def assign(text: str, norm: str, tree: Outline, marks: list[Mark]) -> Tasks:
    """The tasks of the tree with their assignments; marks that stand outside every item are handed back."""
    owner, loose = _owners(norm, tree, marks)
    holds = Counter(at for mine in owner for at in tree.ancestors(mine))
    framed = [False] * len(tree.nodes)
    tasks: list[Task] = []
    for at, node in enumerate(tree.nodes):
        above = node.parent is not None and framed[node.parent]
        framed[at] = above or frames(node.heading.of(text))
        mine = owner.get(at, [])
        leaf = not any(_is_item(tree.nodes[c]) for c in node.children)
        below = any(holds[c] for c in node.children)
        if mine or (leaf and not framed[at] and not below and not _sheltered(tree, at, owner)):
            tasks.extend(_tasks_of(text, norm, tree, at, mine))
    return Tasks(tuple(sorted(tasks, key=lambda t: t.span)), tuple(loose))


def _is_item(node: Node) -> bool:
    return not node.number.startswith("专栏")


def _sheltered(tree: Outline, at: int, owner: dict[int, list[Mark]]) -> bool:
    """An item under an item that carries the mark for all of them, or a sub-item (1) of one, is no task of its own."""
    chain = tree.ancestors(at)[1:]
    return tree.nodes[at].number.startswith("专栏") or any(
        tree.nodes[up].number.startswith("专栏") or owner.get(up) for up in chain
    )


def _owners(norm: str, tree: Outline, marks: list[Mark]) -> tuple[dict[int, list[Mark]], list[Mark]]:
    """Which item each mark belongs to: the last one that began before it, or the parent that a closing line sums up."""
    starts = [n.line.start for n in tree.nodes]
    owner: dict[int, list[Mark]] = {}
    loose: list[Mark] = []
    for mark in marks:
        at = bisect_right(starts, mark.span.start) - 1
        if at < 0 or mark.span.start >= tree.nodes[at].end:
            loose.append(mark)
        else:
            owner.setdefault(at, []).append(mark)
    for at in sorted(owner, reverse=True):
        up = _summed(norm, tree, at, owner)
        if up is not None:
            owner.setdefault(up, []).extend(owner.pop(at))
    return owner, loose


def _summed(norm: str, tree: Outline, at: int, owner: dict[int, list[Mark]]) -> int | None:
    """The parent, when the only mark among several siblings stands in a line of its own after the last of them."""
    node = tree.nodes[at]
    up = node.parent
    if up is None or len(owner[at]) != 1 or tree.nodes[up].children[-1] != at or len(tree.nodes[up].children) < 2:
        return None
    mark = owner[at][0]
    line = next((p for p in node.own if p.start <= mark.span.start < p.end), None)
    if line is None or _bare(norm[line.start : line.end]) != _bare(mark.span.of(norm)):
        return None
    siblings = tree.nodes[up].children[:-1]
    return None if any(s in owner for s in siblings) or up in owner else up


def _bare(words: str) -> str:
    return re.sub(r"^[。; ]+|[。; ]+$", "", words)


def _tasks_of(text: str, norm: str, tree: Outline, at: int, marks: list[Mark]) -> list[Task]:
    """One task, or one for each paragraph that ends with a mark of its own when the heading runs into its text."""
    node = tree.nodes[at]
    section = node.id if node.parent is None else tree.nodes[node.parent].id
    end = node.end if not node.children or not marks or marks[-1].span.end > node.own_end else node.own_end
    blocks = [] if node.alone else _blocks(norm, node, marks)
    if len(blocks) < 2:
        span = Quote(node.line.start, end)
        heading = plain(node.heading.of(text))
        return [Task(node.id, heading, section, span, _assignments(norm, node, span, marks))]
    tasks = []
    for number, span in enumerate(blocks, 1):
        mine = [m for m in marks if span.holds(m.span)]
        heading = plain(node.heading.of(text)) if number == 1 else _first_sentence(text, norm, span)
        tasks.append(Task(f"{node.id}-{number}", heading, node.id, span, _assignments(norm, node, span, mine)))
    return tasks


def _blocks(norm: str, node: Node, marks: list[Mark]) -> list[Quote]:
    """Runs of paragraphs, each closed by a paragraph that ends with a mark."""
    closing = {m.span.end for m in marks}
    blocks: list[Quote] = []
    begin: int | None = None
    for line in (node.line, *node.own):
        begin = line.start if begin is None else begin
        tail = norm[line.start : line.end].rstrip("。;, ")
        if line.start + len(tail) in closing or line.end in closing:
            only_mark = any(m.span.start <= line.start + 1 and m.span.end >= line.start + len(tail) for m in marks)
            if only_mark and blocks and begin == line.start:
                blocks[-1] = Quote(blocks[-1].start, line.end)
            else:
                blocks.append(Quote(begin, line.end))
            begin = None
    if begin is not None and blocks:
        blocks[-1] = Quote(blocks[-1].start, (node.own or (node.line,))[-1].end)
    return blocks


def _first_sentence(text: str, norm: str, span: Quote) -> str:
    """The heading of a paragraph without a number: its first sentence."""
    stop = re.compile(r"[。;\n]").search(norm, span.start, span.end)
    cut = stop.start() if stop else span.end
    if cut - span.start > 60:
        comma = norm.find(",", span.start, cut)
        cut = comma if comma > 0 else span.start + 60
    return plain(text[span.start : cut])


def _assignments(norm: str, node: Node, span: Quote, marks: list[Mark]) -> tuple[Assignment, ...]:
    """What each mark governs: the text since the mark before it; behind a heading, the text that follows."""
    found: list[Assignment] = []
    begin = span.start
    ahead = bool(marks) and _heads(norm, node, span, marks[0])
    for at, mark in enumerate(marks):
        if ahead:
            stop = marks[at + 1].span.start if at + 1 < len(marks) and at else span.end
            stop = marks[at + 1].span.start if at + 1 < len(marks) else stop
            governed = Quote(begin, max(stop, mark.span.end))
            ahead = False
            begin = governed.end
        else:
            governed = Quote(min(begin, mark.span.start), mark.span.start)
            begin = mark.span.end
        while begin < span.end and norm[begin] in "。;,, \n\t":
            begin += 1
        found.append(Assignment(governed, mark.span, mark.units))
    return tuple(found)


def _blank(words: str) -> bool:
    return re.fullmatch(r"[。;:, \n\t]*", words) is not None


def _heads(norm: str, node: Node, span: Quote, mark: Mark) -> bool:
    """Whether a mark stands right behind the heading with the text still to come."""
    if mark.span.start < node.heading.end or not _blank(norm[node.heading.end : mark.span.start]):
        return False
    return not _blank(norm[mark.span.end : span.end]) and span.start == node.line.start
