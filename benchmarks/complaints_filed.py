"""1,000 complaints filed at once over real HTTP, each sent ten times and cut at random: 1,000 rows, no loss, no double.

The portal runs under gunicorn on a PostgreSQL of its own, as the role of the server with row-level security. What is
posted is the last step of the form as a browser posts it, with its token and its key; the senders have a few hundred
addresses, since one address may file only so many in an hour. Then as many again in peace, beside as many posts to a
bare Django view of the same server that writes one line. Prints the seed of the cuts.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.retries import AT_ONCE, BARE, cut, deliver, form, manage, served, status_of
from tests.browser.serving import ROOT
from tests.postgres import server

TIMES = 10
TOKEN = "t" * 32
"""Of the browser: the same in its cookie and in the form."""
ANSWERS = {
    "complainant": "王小明",
    "phone": "13800138000",
    "id_type": "id_card",
    "id_number": "11010519491231002X",
    "trader_kind": "shop",
    "firm_name": "测速商场",
    "where": "shijiazhuang-qiaoxi",
    "field": "appliances",
    "bought_on": "2026-11-01",
    "facts": "用了三天就不通电，商场不肯退。",
    "claims": "refund",
    "also_reports": "no",
    "agrees_to_publish": "no",
    "agrees_to_entrust": "no",
    "csrfmiddlewaretoken": TOKEN,
}
NUMBER = re.compile(rb"TS\d{8}-[2-9A-Z]{8}")
COUNT = """
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Complaint
with everywhere():
    for complaint in Complaint.objects.filter(firm_name="测速商场"):
        print(complaint.goods, complaint.number, complaint.moves.count(), complaint.clock_rows.count())
"""


@dataclass
class Filed:
    """What was sent and answered, and what stands in the database."""

    number: int
    sendings: int = 0
    cuts: int = 0
    answers: list[set[str]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, str] = field(default_factory=dict)
    halves: int = 0

    def problems(self) -> dict[str, int]:
        """What must not be: by what it is called, how often it was."""
        asked = {goods(which) for which in range(self.number)}
        return {
            "lost": len(asked - set(self.rows)),
            "doubled": sum(many - 1 for many in self.rows.values()),
            "that nobody asked for": sum(1 for row in self.rows if row not in asked),
            "without their move or clock": self.halves,
            "answered with another number": sum(
                1 for which in range(self.number) if self.answers[which] != {self.numbers.get(goods(which), "")}
            ),
        }


def main(arguments: Sequence[str] = ()) -> int:
    """File them; 1 when one is lost, doubled, halved, or answered with the number of another."""
    parser = argparse.ArgumentParser(prog="benchmarks complaints-filed", description=__doc__)
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--seed", default="")
    chosen = parser.parse_args(list(arguments))
    drawn = chosen.seed or secrets.token_hex(4)
    print(f"seed {drawn}, {chosen.number:,} complaints, each sent {TIMES} times, {AT_ONCE} at once", flush=True)
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-filed-"))
        environment = os.environ | {"ZHIHENG_VAR": var, "DATABASE_URL": opened.enter_context(server())}
        for made in (["migrate"], ["setup"], ["database_roles"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *made], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
            )
        bound = environment | {"ZHIHENG_DATABASE_ROLE": "zhiheng_app"}
        address = opened.enter_context(served(bound, Path(var), "application"))
        senders = opened.enter_context(ThreadPoolExecutor(AT_ONCE))
        outcome = campaign(address, drawn, chosen.number, senders)
        read(manage(bound, "shell", "--no-imports", "-c", COUNT), outcome)
        problems = outcome.problems()
        rows = sum(outcome.rows.values())
        print(f"{outcome.sendings:,} sendings, {outcome.cuts:,} of them cut: {rows:,} complaints in the database")
        print(", ".join(f"{many} {what}" for what, many in problems.items()), flush=True)
        compare(address, drawn, chosen.number, senders)
    return 1 if any(problems.values()) or rows != chosen.number else 0


def campaign(address: str, drawn: str, number: int, senders: ThreadPoolExecutor) -> Filed:
    """Send each ten times, cut at drawn points, and once in peace."""
    outcome = Filed(number, answers=[set() for _ in range(number)])

    def send(it: tuple[int, int]) -> bool:
        which, turn = it
        whole = complaint(address, drawn, goods(which))
        answer = deliver(address, whole, cut(drawn, which, turn, len(whole)), source(which, turn))
        if answer is None:
            return True
        if " 200 " not in status_of(answer):
            # An answer that was cut at the server's end tells nothing; the one in peace has to be right.
            assert turn >= 0, status_of(answer)
            return False
        outcome.answers[which] |= {found.decode() for found in NUMBER.findall(answer)}
        return False

    for turns in (range(TIMES), (-1,)):
        for broken in senders.map(send, [(which, turn) for turn in turns for which in range(number)]):
            outcome.sendings, outcome.cuts = outcome.sendings + 1, outcome.cuts + broken
    return outcome


def read(told: str, outcome: Filed) -> None:
    """What the command says stands in the database."""
    for line in told.splitlines():
        what, number, moves, clocks = line.split()
        outcome.rows[what] += 1
        outcome.numbers[what] = number
        outcome.halves += (moves, clocks) != ("1", "1")


def compare(address: str, drawn: str, number: int, senders: ThreadPoolExecutor) -> None:
    """So many filings in peace beside so many posts to a bare view of the same server, which write a line each."""
    peace = "close", 1_000_000, 10_000_000

    def filed(which: int) -> None:
        answer = deliver(address, complaint(address, drawn, f"peace-{which}"), peace, source(which, 77))
        assert answer and " 200 " in status_of(answer), answer and status_of(answer)

    def bare(which: int) -> None:
        answer = deliver(address, form(address, BARE, f"thing={which}", {}), peace)
        assert answer and " 302 " in status_of(answer), answer and status_of(answer)

    rates = {act.__name__: number / _seconds(senders, act, number) for act in (bare, filed)}
    print(
        f"{rates['filed']:.0f} complaints a second, {rates['bare']:.0f} posts a second to the bare view: "
        f"filing takes {rates['bare'] / rates['filed']:.1f} times as long"
    )


def _seconds(senders: ThreadPoolExecutor, act: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    list(senders.map(act, range(number)))
    return time.perf_counter() - began


def goods(which: int) -> str:
    """What a complaint is about: no other is about the same."""
    return f"电水壶-{which:05}-整件"


def source(which: int, turn: int) -> str:
    """The address of a sender: every complaint comes from one that has filed few others."""
    return f"127.{1 + turn % 100}.{which // 250}.{1 + which % 250}"


def complaint(address: str, drawn: str, what: str) -> bytes:
    """The last step of the form, posted by a browser with its cookie and the key of the form."""
    key = f"{drawn}-{what.encode().hex()}"[-64:]
    body = urlencode([*ANSWERS.items(), ("goods", what), ("once", key)])
    return form(address, "/complain/send/", body, {"Cookie": f"csrftoken={TOKEN}"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
