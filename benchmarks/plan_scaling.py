"""How the time to read a plan grows with its length: 10,000 to 1,000,000 characters.

Two texts: an invented plan with distinct chapters, and the Hebei plan repeated (when ../shared is there). Linear growth
shows as a ratio per character near 1.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from zhiheng.plan import parse
from zhiheng.plan.numbering import chinese_number

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
HEBEI = Path(__file__).resolve().parents[2] / "shared" / "plan" / "hebei-2023-2027.txt"
HEAD = """云溪省冷链物流提升行动方案
(2024-2028年)
为加快补齐冷链物流短板,减少鲜活农产品损耗,制定本行动方案。
"""
ITEMS = (
    "布局田头冷库。支持合作社和家庭农场建设田头小型冷库,每年新建{n}座以上,对新建的田头冷库按照核定投资的40%给予补助、"
    "每座最高不超过{n}万元。(责任单位:省农业农村厅、省财政厅)引导经营者公开收费标准。(责任单位:省市场监管局)",
    "完善集散中心。在运输干线沿线建设区域冷链集散中心,到2026年底建成{n}个。(责任单位:省发展改革委、省商务厅)",
    "加强温度监测。鼓励运输企业更新冷藏车,推动车厢温度全程记录,到2028年重点企业入网率达到9{d}%。"
    "(省交通运输厅牵头,省公安厅、省商务厅配合)",
)


def synthetic(characters: int) -> str:
    """An invented plan of that many characters: chapters of five parts of three items each."""
    return "".join(_until(characters))[:characters]


def _until(characters: int) -> Iterator[str]:
    yield HEAD
    length, chapter = len(HEAD), 0
    while length < characters:
        chapter += 1
        lines = [f"{chinese_number(chapter)}、重点任务之{chinese_number(chapter)}"]
        for part in range(1, 6):
            lines.append(f"({chinese_number(part)})推进第{chinese_number(part)}类设施建设。")
            for item, text in enumerate(ITEMS, 1):
                lines.append(f"{item}.{text.format(n=chapter * 10 + part, d=part)}")
        text = "\n".join(lines) + "\n"
        length += len(text)
        yield text


def repeated(text: str, characters: int) -> str:
    """A text put behind itself until it has that many characters."""
    return (text * (characters // len(text) + 1))[:characters]


def best_of(text: str, runs: int) -> float:
    """Processor seconds of the fastest of some readings: what else the machine does must not count."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        parse(text)
        times.append(time.process_time() - began)
    return min(times)


def main(arguments: Sequence[str] = ()) -> None:
    """Print processor seconds, nanoseconds a character, and the ratio of those to the first row."""
    parser = argparse.ArgumentParser(prog="benchmarks plan-scaling", description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out longer texts")
    chosen = parser.parse_args(list(arguments))
    texts = {"invented plan": synthetic}
    if HEBEI.exists():
        text = HEBEI.read_text("utf-8")
        texts["Hebei repeated"] = lambda characters: repeated(text, characters)
    else:
        print("Hebei repeated: left out, ../shared/plan/hebei-2023-2027.txt is not there")
    for name, make in texts.items():
        print(f"{name:<16}{'characters':>12}{'seconds':>10}{'ns/char':>10}{'ratio':>8}")
        first = 0.0
        for size in (size for size in SIZES if size <= chosen.largest):
            seconds = best_of(make(size), 3 if size <= 100_000 else 2)
            each = seconds / size * 1e9
            first = first or each
            print(f"{'':<16}{size:>12,}{seconds:>10.3f}{each:>10,.0f}{each / first:>8.2f}", flush=True)
