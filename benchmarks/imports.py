"""5,000 rows of a division by Excel: seconds from the upload to the preview, to the confirmed parts, and back.

Everything goes through the pages, as a browser asks them, first with new rows only and then with every row changed.
Beside it stands what a bare openpyxl takes to read the same file in the same run. Fails when a preview takes more
than 10 seconds or when a step does not do what it says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from io import BytesIO
from itertools import islice, product
from typing import Any

from tests.browser.serving import ROOT
from tests.postgres import server

MOST_SECONDS = 10.0


def main(arguments: Sequence[str] = ()) -> int:
    """Run it on a database of its own; 1 when a preview is too slow or a count is wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--here", action="store_true", help="in this process, on the database of the environment")
    chosen = parser.parse_args(list(arguments))
    if chosen.here:
        return _here(chosen.rows)
    command = [sys.executable, "-m", "benchmarks.imports", "--here", "--rows", str(chosen.rows)]
    with ExitStack() as opened:
        var = opened.enter_context(tempfile.TemporaryDirectory(prefix="zh-imports-"))
        environment = os.environ | {"ZHIHENG_VAR": var, "DJANGO_SETTINGS_MODULE": "zhiheng.settings"}
        if chosen.postgres:
            environment["DATABASE_URL"] = opened.enter_context(server())
        for made in (["migrate"], ["setup"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *made], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
            )
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _here(count: int) -> int:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    from zhiheng.directory.models import Officer

    print(f"{connection.vendor}, {count:,} rows of 13 columns")
    setup_test_environment()
    client = Client()
    client.force_login(Officer.objects.get(username="demo-office"))
    new = _workbook(count)
    preview, address = _uploaded(client, new, "new rows", {"new": count})
    _acted(client, address, "confirm", f"{count:,} parts made in one transaction")
    seconds, template = _timed(lambda: client.get("/imports/template.xlsx").content)
    print(f"template with {count:,} rows of mine: {seconds:.1f} s")
    changed = _changed(template)
    bare, _ = _timed(lambda: _bare(changed))
    again, address = _uploaded(client, changed, "changed rows", {"changed": count})
    print(f"bare openpyxl, reading the same file: {bare:.1f} s; the preview takes {again / bare:.1f} times that")
    _acted(client, address, "confirm", f"{count:,} parts changed in one transaction")
    _acted(client, address, "undo", f"{count:,} changes undone in one transaction")
    return 0 if max(preview, again) <= MOST_SECONDS else 1


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def _uploaded(client: Any, content: bytes, name: str, expected: dict[str, int]) -> tuple[float, str]:
    """Upload, and check to the end as the page does; gives the seconds until the preview stands, and its address."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("5000.xlsx", content)
    sent = {"once": f"benchmark-{time.time_ns()}", "ledger": "hebei-2023-2027", "file": file}
    upload, answer = _timed(lambda: client.post("/imports/", sent))
    address, steps = answer["Location"], []
    while True:
        seconds, page = _timed(lambda: client.get(address))
        if page.context["batch"].state != "checking":
            break
        step, _ = _timed(lambda: client.post(address, {"once": f"benchmark-{time.time_ns()}", "act": "check"}))
        steps.append(step)
    counts = {value: n for value, _, n in page.context["counts"] if n}
    assert counts == expected, counts
    whole = upload + sum(steps) + seconds
    print(
        f"{name}: upload and reading {upload:.1f} s, {len(steps)} steps of checking {sum(steps):.1f} s "
        f"(slowest {max(steps, default=0):.1f}), page {seconds:.2f} s; preview after {whole:.1f} s",
        flush=True,
    )
    return whole, address


def _acted(client: Any, address: str, act: str, said: str) -> None:
    sent = {"once": f"benchmark-{time.time_ns()}", "act": act, "why": "测速"}
    seconds, _ = _timed(lambda: client.post(address, sent))
    state = client.get(address).context["batch"].state
    assert state == {"confirm": "confirmed", "undo": "undone"}[act], state
    print(f"{said}: {seconds:.1f} s", flush=True)


def _workbook(count: int) -> bytes:
    """New rows, one for each task, region, year and quarter until there are enough."""
    from django.utils import timezone

    from zhiheng.directory.models import Officer, Region
    from zhiheng.directory.scope import desk_of
    from zhiheng.division.importing.table import my_template
    from zhiheng.division.origin import origins_of
    from zhiheng.ledger.models import Ledger, Task
    from zhiheng.mechanisms.scope import at_desk

    day, ledger = timezone.localdate(), Ledger.objects.get(slug="hebei-2023-2027")
    desk = desk_of(Officer.objects.get(username="demo-office"), day)
    with at_desk(desk):
        keys = Task.objects.filter(document=ledger.edition_in_force()).values_list("key", flat=True)
        origins = [origin for found in origins_of(ledger, keys, desk).values() for origin in found]
        years = [str(year) for year in range(2023, 2028)]
        places = product(origins, years, ("全年", "1", "2", "3", "4"), Region.objects.reporting(day))
        rows = (
            {
                "task": origin.task.key,
                "quote": origin.quote,
                "receiver": region.name,
                "year": year,
                "quarter": quarter,
                "content": f"{region.name}{year}年的工作",
                "contact": "张某",
            }
            for origin, year, quarter, region in islice(places, count)
        )
        return my_template(ledger, desk, day, rows)


def _changed(template: bytes) -> bytes:
    """My template after a person changed the work in every row."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(template))
    page = book.worksheets[0]
    head = {cell.value: cell.column for cell in page[3]}
    for row in range(4, page.max_row + 1):
        if page.cell(row, head["编号"]).value:
            cell = page.cell(row, head["工作内容"])
            cell.value = f"{cell.value}（修改）"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _bare(content: bytes) -> int:
    from openpyxl import load_workbook

    return sum(len(row) for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
