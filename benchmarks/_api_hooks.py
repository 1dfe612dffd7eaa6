"""What schemathesis cannot know of our API: a key stands for one submission, and some names are real."""

from __future__ import annotations

import itertools
import os
import re
from typing import Any

import schemathesis

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
REGIONS = ("tangshan", "baoding", "xiongan", "handan", "cangzhou", "nowhere")
counter = itertools.count()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A right key is made new for each sending: a used one would get the answer of another submission.

    Two of three divisions that fit the description are of a task that there is, to regions that there mostly are.
    """
    number = next(counter)
    name = next((name for name in case.headers or {} if name.lower() == "idempotency-key"), None)
    if name and KEY.fullmatch(str(case.headers[name])):
        case.headers[name] = f"api-check-{os.getpid()}-{number:08}"
    if case.operation.label == "POST /api/parts" and case.meta.generation.mode.is_positive and number % 3:
        named = {"region": REGIONS[number % 6], "unit": "", "year": 2023 + number % 5, "quarter": number // 5 % 4 + 1}
        parts = [part | named | {"content": part.get("content") or "台账"} for part in case.body["parts"][:1]]
        case.body = {"ledger": "hebei-2023-2027", "task": "二(一)1", "parts": parts, "issue": bool(number % 2)}
