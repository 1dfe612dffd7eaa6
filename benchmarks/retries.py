"""10,000 retries over real HTTP, cut at random points, 8 at once: each request has exactly one effect.

The portal runs under gunicorn on loopback with a database of its own. Each of 1,000 requests writes one journal line;
it is sent ten times, its connection closed after a drawn number of bytes sent or received, then once in peace. The
control sends the same to the same view without the key and without the check that a request is whole; it must find
duplicates and effects of half a request. Prints the seed of the draws.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.serving import ROOT, free_port, wait_for
from tests.postgres import server as postgres

AT_ONCE = 8
KEYED, BARE = "/effects/machine/", "/effects/bare/"
PATIENCE = 60
"""Seconds that one sending waits for its answer."""
WHOLE = 10_000_000
Cut = tuple[str, int, int]
"""How the line is closed ("close" or "reset"), after how many bytes sent and received."""


@dataclass
class Outcome:
    """What one campaign did and what the database says about it."""

    requests: int
    retries: int = 0
    cuts: int = 0
    answers: list[set[str]] = field(default_factory=list)
    effects: Counter[str] = field(default_factory=Counter)
    seconds: float = 0

    @property
    def duplicates(self) -> int:
        """Effects beyond the first of each request."""
        return sum(number - 1 for number in self.effects.values())

    @property
    def losses(self) -> int:
        """Requests without an effect, though the last sending was answered."""
        return self.requests - sum(1 for number in range(self.requests) if thing(number) in self.effects)

    @property
    def strange(self) -> int:
        """Effects that nobody asked for: a request that was cut and taken for a whole one."""
        return sum(1 for done in self.effects if done not in {thing(number) for number in range(self.requests)})

    @property
    def divided(self) -> int:
        """Requests that were given two different answers."""
        return sum(1 for answers in self.answers if len(answers) > 1)


def main(arguments: Sequence[str] = ()) -> int:
    """Run the campaign and its control; 1 when an effect is doubled, lost or strange, or the control finds nothing."""
    parser = argparse.ArgumentParser(prog="benchmarks retries", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="retries, ten of each request")
    parser.add_argument("--seed", default="")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL that is started for it, not on SQLite")
    chosen = parser.parse_args(list(arguments))
    drawn = chosen.seed or secrets.token_hex(4)
    print(f"seed {drawn}, {chosen.count} retries of {chosen.count // 10} requests, {AT_ONCE} at once", flush=True)
    with ExitStack() as opened:
        url = opened.enter_context(postgres()) if chosen.postgres else ""
        keyed, bare = (run(path, drawn, chosen.count // 10, url) for path in (KEYED, BARE))
    tell("with the key", keyed)
    tell("control, the same view without the checks", bare)
    print(f"the key costs {keyed.seconds / bare.seconds:.2f} times the time of the control")
    wrong = keyed.duplicates or keyed.losses or keyed.strange or keyed.divided
    caught = bare.duplicates and bare.strange
    if not caught:
        print("the control found no duplicate or no effect of half a request: this run proves nothing")
    return 1 if wrong or not caught else 0


def tell(name: str, outcome: Outcome) -> None:
    """One line of figures."""
    print(
        f"{name}: {outcome.requests} requests, {outcome.retries} retries, {outcome.cuts} cut, "
        f"{outcome.duplicates} duplicates, {outcome.losses} losses, {outcome.strange} effects of half a request, "
        f"{outcome.divided} requests with two answers, {outcome.seconds:.0f} s",
        flush=True,
    )


def run(path: str, drawn: str, requests: int, url: str = "") -> Outcome:
    """One campaign against a fresh portal; ``url``: a PostgreSQL database that may be emptied; else a new SQLite."""
    outcome = Outcome(requests, answers=[set() for _ in range(requests)])
    with tempfile.TemporaryDirectory(prefix="zh-retries-") as var:
        environment = os.environ | {"ZHIHENG_VAR": var, "DATABASE_URL": url or f"sqlite:///{var}/portal.sqlite3"}
        manage(environment, "migrate", "--verbosity", "0")
        application = "application" if path == KEYED else "unchecked"
        with served(environment, Path(var), application) as address, ThreadPoolExecutor(AT_ONCE) as senders:
            began = time.perf_counter()
            turns = [(number, turn) for number in range(requests) for turn in range(10)]
            for broken in senders.map(lambda it: send(address, path, drawn, it[0], it[1], outcome), turns):
                outcome.retries, outcome.cuts = outcome.retries + 1, outcome.cuts + broken
            list(senders.map(lambda number: send(address, path, drawn, number, -1, outcome), range(requests)))
            outcome.seconds = time.perf_counter() - began
        told = manage(environment, "shell", "--no-imports", "-c", COUNT)
        outcome.effects.update(told.split())
        if url:
            manage(environment, "flush", "--no-input")
    return outcome


COUNT = """
from zhiheng.mechanisms.journal.models import Entry
for entry in Entry.objects.filter(ledger="effects"): print(entry.thing)
"""


def thing(number: int) -> str:
    """What a request asks to write; long, so that half of it is something else."""
    return f"request-{hashlib.sha256(str(number).encode()).hexdigest()}-{number}-whole"


def send(address: str, path: str, drawn: str, number: int, turn: int, outcome: Outcome) -> bool:
    """Send a request once, cut at a drawn point (never in turn -1); whether it was cut. Full answers are remembered."""
    headers = {"Idempotency-Key": f"{drawn}-request-{number:08}"} if path == KEYED else {}
    whole = form(address, path, f"thing={thing(number)}", headers)
    answer = deliver(address, whole, cut(drawn, number, turn, len(whole)))
    if answer is None:
        return True
    status, location = status_of(answer), _header(answer, b"location")
    if turn == -1 and " 302 " not in status:
        raise RuntimeError(f"{thing(number)}: {status}")
    if " 302 " in status:
        outcome.answers[number].add(location)
    return False


def form(address: str, path: str, body: str, headers: Mapping[str, str]) -> bytes:
    """The bytes of a form as a browser posts it, on a connection of its own."""
    host, content = urlsplit(address).netloc, body.encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {len(content)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + b"\r\n" + content


def deliver(address: str, whole: bytes, point: Cut, source: str = "127.0.0.1") -> bytes | None:
    """Send a request from an address, and give its answer; None when the connection was cut before."""
    how, sent, received = point
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 80), PATIENCE, (source, 0)) as line:
        if how == "reset":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.sendall(whole[:sent])
        if sent < len(whole):
            return None
        answer = b""
        while len(answer) < received and (more := line.recv(min(65536, received - len(answer)))):
            answer += more
        return answer if received >= WHOLE else None


def status_of(answer: bytes) -> str:
    """The first line of an answer."""
    return answer.split(b"\r\n", 1)[0].decode()


def cut(drawn: str, number: int, turn: int, length: int) -> Cut:
    """Where the sending of a request of some length is cut, drawn; in turn -1 nowhere."""
    digest = hashlib.sha256(f"{drawn}:{number}:{turn}".encode()).digest()
    kind, how = digest[0] % 4, "reset" if digest[1] % 2 else "close"
    point = int.from_bytes(digest[2:6], "big")
    if turn == -1 or kind == 0:
        return "close", length, WHOLE
    return (how, point % length, 0) if kind == 1 else (how, length, point % 600 if kind == 2 else 0)


def _header(answer: bytes, name: bytes) -> str:
    for line in answer.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
        if line.lower().startswith(name + b":"):
            return line.partition(b":")[2].strip().decode()
    return ""


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a command of manage.py; gives what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def served(environment: dict[str, str], var: Path, application: str) -> Iterator[str]:
    """The portal with the test's addresses, two processes of four threads as ``make run`` has them."""
    port = free_port()
    log = (var / "server.log").open("w+")
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", f"benchmarks._effects:{application}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment | {"PORT": str(port)}, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/livez", server, var / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
