"""schemathesis asks every operation of the API what nobody thought of: no 5xx, and nothing that its description denies.

The portal runs under gunicorn on loopback with a fresh database, the bundled plan and some parts. Requests that fit the
description and requests that break it are drawn from it, with a real token, for each operation and for chains of
operations. Prints the seed; the same seed draws the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.browser.serving import ROOT, portal

SEED = 20261122
CASES = 25
"""Drawn requests of each operation and phase."""

OF_ONE = {"parts", "imports", "apportionments", "readings", "views", "cases", "registers"}
"""Kinds of things that have ids of their own under the same name of the parameter."""

TOKEN = """
from django.utils import timezone
from zhiheng.directory.models import Officer, Token
from zhiheng.directory.tokens import make, new_secret
from zhiheng.mechanisms.scope import everywhere
secret, now = new_secret(), timezone.now()
with everywhere():
    officer = Officer.objects.get(username="{username}")
    make(secret, name="api-check", scope=Token.WRITE, expires=timezone.localdate(now), by=officer, at=now)
print(secret)
"""

PLAN = """果品质量提升工作要点
一、重点任务
(一)抓检测。
1.扩大抽检。到2025年,果品抽检合格率达到97%以上。(责任单位:省市场监管局)
2.培育品牌。对获奖企业给予20万元奖励。(责任单位:省财政厅)
"""
"""A document to upload, made up."""

# 422 is no breach: what fits the description may still be a region that there is not.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "404", "409", "422"]
"""


def main(arguments: Sequence[str] = ()) -> int:
    """Serve, ask, tell; 1 when something broke, with the requests that broke it."""
    parser = argparse.ArgumentParser(prog="benchmarks api-check", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    chosen = parser.parse_args(list(arguments))
    print(f"seed {chosen.seed}, {chosen.cases} cases of each operation and phase", flush=True)
    with tempfile.TemporaryDirectory(prefix="zh-api-") as var, portal(Path(var)) as address:
        secret, handler = _token(Path(var), "demo-office"), _token(Path(var), "demo-inspector")
        real = _worked_on(address, secret)
        began = time.perf_counter()
        done = ask(address, secret, Path(var), seed=chosen.seed, cases=chosen.cases, real=real)
        written = _send(f"{address}/api/parts", secret)["count"] - len(real["parts"])
        handled = _handled(address, handler)
        more = ask(address, handler, Path(var), seed=chosen.seed, cases=chosen.cases, real=handled, only="/cases")
        moved = _moved(address, handler)
        kept = _kept(address, handler)
        only = "/(registers|intakes)"
        lists = ask(address, handler, Path(var), seed=chosen.seed, cases=chosen.cases, real=kept, only=only)
    for run in (done, more, lists):
        # The summary when all went well, without its last line, which reads like one of pytest that ran no test.
        summary = run.stdout[run.stdout.rfind("= SUMMARY =") :].rstrip().rpartition("\n")[0]
        print((run.stdout if run.returncode else summary) + run.stderr)
    print(f"{written} divisions, {moved} moves of cases went through; {time.perf_counter() - began:.0f} s")
    if not (written and moved):
        print("nothing was written: this run proves little")
    return 1 if done.returncode or more.returncode or lists.returncode or not (written and moved) else 0


def ask(
    address: str, secret: str, folder: Path, *, seed: int, cases: int, real: dict[str, list[Any]], only: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run schemathesis in a process of its own; ``real``: values that exist, by parameter, for half of the cases.

    ``only``: what stands in the addresses that are asked; without it, all are.
    """
    lines = [CONFIGURATION]
    for name, values in real.items():
        lines.append(f"[dictionaries.{name}]\nvalues = {json.dumps(values, ensure_ascii=False)}\n")
    lines.append("[parameters]")
    lines += [f'"path.{name}" = {{ dictionary = "{name}", probability = 0.5 }}' for name in real if name not in OF_ONE]
    for name in OF_ONE & set(real):
        lines.append(f'[[operations]]\ninclude-path-regex = "/{name}/"\n[operations.parameters]')
        lines.append(f'"path.id" = {{ dictionary = "{name}", probability = 0.5 }}')
    configuration = folder / "schemathesis.toml"
    configuration.write_text("\n".join(lines), encoding="utf-8")
    program = str(Path(sys.executable).parent / "schemathesis")
    command = [program, "--config-file", str(configuration), "run", f"{address}/api/openapi.json"]
    command += ["--header", f"Authorization: Bearer {secret}", "--seed", str(seed), "--max-examples", str(cases)]
    # One worker: two threads of Python 3.11 that parse source at once may break each other (gh-106905).
    command += ["--generation-database", "none", "--workers", "1", "--no-color", "--continue-on-failure"]
    command += ["--include-path-regex", only] if only else []
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "benchmarks._api_hooks", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _token(var: Path, username: str) -> str:
    environment = os.environ | {"ZHIHENG_VAR": str(var), "DATABASE_URL": f"sqlite:///{var / 'portal.sqlite3'}"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", TOKEN.format(username=username)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()[-1]


def _worked_on(address: str, secret: str) -> dict[str, list[Any]]:
    """Divide a task, hand files in, upload a plan: what is in the database when the questions begin, by parameter."""
    regions = [{"region": name, "content": "建立质量台账。"} for name in ("shijiazhuang", "tangshan", "langfang")]
    division = {"ledger": "hebei-2023-2027", "task": "二(二)4", "parts": regions, "issue": True}
    parts = [part["id"] for part in _send(f"{address}/api/parts", secret, json.dumps(division).encode())["items"]]
    files = [_hand_in(f"{address}/api/parts/{part}/attachments", secret, "a.xlsx", b"x") for part in parts[:1]]
    template = _send(f"{address}/api/imports/template", secret)
    batches = [_hand_in(f"{address}/api/imports?{number}", secret, "a.xlsx", template) for number in range(3)]
    plans = [_hand_in(f"{address}/api/readings?{number}", secret, "a.txt", PLAN.encode()) for number in range(3)]
    view = {"list": "parts", "name": "待签收", "query": "state=issued"}
    views = [_send(f"{address}/api/views", secret, json.dumps(view).encode())["id"]]
    shares = {"ledger": "hebei-2023-2027", "indicator": "complaints-closed-on-time", "target": "T37", "rule": "same"}
    proposal = _send(f"{address}/api/apportionments/regions", secret, json.dumps(shares).encode())["id"]
    return {
        "parts": parts,
        "attachment": files,
        "imports": batches,
        "apportionments": [proposal],
        "readings": plans,
        "views": views,
        "ledger": ["hebei-2023-2027"],
        "key": ["二(一)1", "二(二)4"],
        "indicator": ["complaints-closed-on-time"],
        "unit": ["shichang"],
        "region": ["tangshan"],
    }


def _handled(address: str, secret: str) -> dict[str, list[Any]]:
    """Complaints that the inspector filed, and what can be done with them, by parameter."""
    fields = {"region": "tangshan", "firm_name": "示例商店", "complainant": "示例", "goods": "洗衣机", "persons": 1}
    fields |= {"channel": "phone", "trader_kind": "shop", "phone": "13000000000", "facts": "示例：不能脱水。"}
    body = json.dumps({"fields": fields}).encode()
    filed = [_send(f"{address}/api/cases/complaint?{number}", secret, body) for number in range(3)]
    acts = [one["transition"] for one in filed[0]["possible"]]
    return {"cases": [case["id"] for case in filed], "kind": ["complaint"], "transition": acts}


def _moved(address: str, secret: str) -> int:
    """How many of the complaints have moved on."""
    return sum(case["version"] > 1 for case in _send(f"{address}/api/cases/complaint?limit=200", secret)["items"])


def _kept(address: str, secret: str) -> dict[str, list[Any]]:
    """Rows of a register that the inspector entered, by parameter."""
    fields = {"name": "示例门店", "region": "tangshan", "selling": "甲店", "accepting": "乙店", "proof": "小票"}
    to, made = f"{address}/api/registers/cross-shop-network", []
    for number in range(3):
        row = fields | {"code": f"W{number}", "settlement": "按月"}
        made.append(_send(f"{to}?{number}", secret, json.dumps({"fields": row}).encode()))
    return {"registers": [row["id"] for row in made], "kind": ["cross-shop-network"]}


def _hand_in(address: str, secret: str, file: str, content: bytes) -> Any:
    """Send a file as a form does; gives the id of what it became."""
    head = 'Content-Disposition: form-data; name="{}"'.format
    fields = [(head("ledger"), b"hebei-2023-2027"), (head("file") + f'; filename="{file}"', content)]
    form = b"".join(b"--edge\r\n" + name.encode() + b"\r\n\r\n" + value + b"\r\n" for name, value in fields)
    made = _send(address, secret, form + b"--edge--\r\n", "multipart/form-data; boundary=edge")
    return made["id"]


def _send(address: str, secret: str, body: bytes | None = None, kind: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": kind}
    headers["Idempotency-Key"] = "api-check-" + hashlib.sha256(address.encode()).hexdigest()[:32]
    request = urllib.request.Request(address, body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        said = answer.read()
        return json.loads(said) if "json" in answer.headers["Content-Type"] else said
