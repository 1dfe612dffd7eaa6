"""Every public page of the portal: found in the URL configuration, opened with objects of the served province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES = {
    "plan": [["hebei-2023-2027"]],
    "text": [["hebei-2023-2027"]],
    "tasks": [["hebei-2023-2027"]],
    "task": [["hebei-2023-2027", "二(二)4"]],
    "indicators": [["hebei-2023-2027"]],
    "indicator": [
        ["hebei-2023-2027", "complaints-closed-on-time"],
        ["hebei-2023-2027", "manufacturing-pass-rate"],
        ["hebei-2023-2027", "one-stop-counties"],
    ],
    "number": [["closed_on_time"], ["manufactured_goods_pass_rate"]],
    "value": [["closed_on_time"]],
    "funding": [["hebei-2023-2027"]],
    "sources": [["hebei-2023-2027"]],
    "editions": [["hebei-2023-2027"]],
    "unit": [["shichang"], ["gongshanglian"]],
    "region": [["tangshan"], ["xiongan"]],
    "register_rows": [["return-promise"], ["assured-unit"]],
    "public_cases": [["complaint"]],
    "complain_step": [["who"], ["against"], ["what"], ["asks"]],
    "score_card": [["91130600000000000M"]],
    "calendar_year": [[2025], [2027]],
}
"""What the pages with an address of their own are opened with; a page without arguments needs no sample."""

NOT_PAGES = {
    *("display", "logout", "keep_this", "discard", "save_view", "drop_view", "stay", "livez", "readyz"),
    *("mine", "done", "kept", "password", "sign_ins", "reveals", "accounts", "tokens", "revoke_token"),
    *("upload", "reading", "correct", "confirm", "take_over"),
    *("new_account", "account", "hand_password", "edit_calendar"),
    *("apportion", "yearly_path", "apportionment", "parts"),
    *("part", "change_part", "divide", "divide_part"),
    *("imports", "import_batch", "publish_value"),
    *("register_row", "new_register_row", "amend_register_row", "record_register_event", "strike_register_event"),
    *("register_import", "cases_import", "intake", "intake_returned"),
    *("queue", "cases", "case", "do", "new_case", "amend_case", "reveal_case"),
    *("send_complaint", "followed", "exhibit", "give_exhibits", "paper"),
    *("new_draw", "draw", "draw_recipe"),
    *("sampling_sheets", "sampling_sheet", "test_report", "sample_file", "sample_label", "results_imports"),
    *("results_import", "sheet_worker", "public_sample", "sample_of_number"),
}
"""Posted to, behind the sign-in, or for machines."""


@dataclass(frozen=True)
class PublicPage:
    """A page's name and address in Chinese."""

    name: str
    url: str

    def __str__(self) -> str:
        return self.url.strip("/").replace("hebei-2023-2027", "~") or "home"


def public_pages() -> list[PublicPage]:
    """All pages a stranger can open, a few addresses of each; files and machine addresses are left out."""
    return [page for name, files in _names(get_resolver().url_patterns) if not files for page in _opened(name)]


def unsampled() -> list[str]:
    """Names of pages that need arguments and have no sample here: they would go untested."""
    return [name for name, files in _names(get_resolver().url_patterns) if not files and not list(_opened(name))]


def _opened(name: str) -> Iterator[PublicPage]:
    if name in NOT_PAGES:
        return
    for arguments in SAMPLES.get(name, [[]]):
        yield PublicPage(name, reverse(name, args=arguments))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, bool]]:
    """Named addresses, and whether each is a file (its last part has a dot)."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if not pattern.namespace:
                yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name, "." in str(pattern.pattern).rsplit("/", 1)[-1]
