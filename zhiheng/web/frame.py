"""What every page's frame shows: whose ledger it is, where one can go, in which language and size."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import metadata
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, pgettext
from django_scopes.state import get_scope

from zhiheng.directory.permissions import Permission, may
from zhiheng.ledger.models import Document, Ledger
from zhiheng.mechanisms.cases.views.opened import has_cases
from zhiheng.mechanisms.scope import Desk

TEXT_SIZES = ("normal", "large")
CONTRASTS = ("normal", "high")
FILING = {"complain", "complain_step", "send_complaint", "receipt", "followed"}
Place = tuple[str, str, list[str] | None, set[str]]
"""An entry of the menu: the name of its address, its words, the arguments (None: not now), the pages it stands for."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; a view may override every name. Nothing is asked of the database before it is shown.

    ``demo_shown`` is False here: a view that shows demonstration figures sets it, and the page says so on top.
    """
    shown = SimpleLazyObject(lambda: _Shown(request))
    return {
        "shown": shown,
        "demo_shown": False,
        "text_size": _choice(request, "text_size", TEXT_SIZES),
        "contrast": _choice(request, "contrast", CONTRASTS),
        "other_language": _other_language(request),
        "version": _version(),
        "idle_seconds": int(settings.IDLE_TIME.total_seconds()),
        "warned_seconds": int(settings.WARNED_BEFORE.total_seconds()),
    }


class _Shown:
    """The ledger that the page is about, or the lead ledger; its edition in force; the main menu."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.ledger = _ledger_of(request)
        self.edition: Document | None = None
        if self.ledger:
            self.edition = self.ledger.documents.defer("text").order_by("-edition_no").first()

    @property
    def menu(self) -> list[dict[str, Any]]:
        """The entries of the menu with their addresses; those of a ledger only when there is one."""
        slug = [self.ledger.slug] if self.ledger else None
        wanted: list[Place] = [
            self._first_entry(),
            ("text", gettext("行动方案原文"), slug, {"text", "editions"}),
            ("tasks", gettext("任务台账"), slug, {"tasks", "task", "funding"}),
            ("indicators", gettext("指标目录"), slug, {"indicators", "indicator"}),
            ("numbers", gettext("数据说话"), [], {"numbers", "number", "numbers_heat", "value"}),
            ("units", pgettext("menu", "责任单位"), [], {"units", "unit"}),
            ("regions", pgettext("menu", "地区"), [], {"regions", "region"}),
            ("registers", gettext("登记簿"), [], {"registers", "register_rows", "register_row", "new_register_row"}),
            ("data", gettext("开放数据"), [], {"data"}),
            ("complaints_public", gettext("投诉公示"), [], {"complaints_public", "score_card"}),
            ("public_samples", gettext("抽检结果"), [], {"public_samples", "public_sample", "sample_of_number"}),
            ("complain", gettext("我要投诉"), [], FILING),
            *self._places_at_work(),
        ]
        name = self.request.resolver_match.url_name if self.request.resolver_match else None
        entries = []
        for view, label, arguments, pages in wanted:
            if arguments is not None:
                entries.append({"url": reverse(view, args=arguments), "label": label, "current": name in pages})
        return entries

    def _places_at_work(self) -> list[Place]:
        """What only those who have signed in find: their desk, cases and parts for those who may have some."""
        user = getattr(self.request, "user", AnonymousUser())
        if not user.is_authenticated:
            return []
        mine: Place = ("mine", gettext("我的待办"), [], {"mine", "done"})
        cases: list[Place] = []
        # A page that refuses before the desk is known (a form without its token) has none.
        if has_cases(get_scope().get("desk") or Desk()):
            cases = [("queue", gettext("我的办件"), [], {"queue", "cases", "case", "do", "new_case", "amend_case"})]
        parts: Place = ("parts", gettext("分解任务"), [], {"parts", "part", "imports", "import_batch"})
        return [mine, *cases, parts] if may(user, Permission.SEE_PARTS) else [mine, *cases]

    def _first_entry(self) -> Place:
        """首页; on the pages of another ledger than the lead one, that ledger's own overview."""
        if self.ledger and self.ledger != Ledger.objects.first():
            return "plan", gettext("方案概览"), [self.ledger.slug], {"plan"}
        return "home", gettext("首页"), [], {"home", "plan"}


@cache
def _version() -> str:
    """The version of the installed package, or that of the source tree it runs from."""
    try:
        return metadata.version("zhiheng")
    except metadata.PackageNotFoundError:
        described = tomllib.loads((settings.BASE_DIR.parent / "pyproject.toml").read_text(encoding="utf-8"))
        return str(described["project"]["version"])


def _ledger_of(request: HttpRequest) -> Ledger | None:
    match = request.resolver_match
    found = re.search(r"plans/<(?:\w+:)?(\w+)>", match.route) if match else None
    own = Ledger.objects.filter(slug=match.kwargs[found.group(1)]).first() if match and found else None
    return own or Ledger.objects.first()


def _choice(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    given = request.COOKIES.get(name, "")
    return given if given in allowed else allowed[0]


def _other_language(request: HttpRequest) -> dict[str, str]:
    """The other language with the address of this same page in it."""
    code, label = next((code, label) for code, label in settings.LANGUAGES if code != get_language())
    return {"code": code, "label": label, "url": translate_url(request.get_full_path(), code)}
