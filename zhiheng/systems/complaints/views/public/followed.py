"""查进度: a case as the one who filed it sees it, by the link of the receipt; how far it is, by number and phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from zhiheng.directory.sign_ins import address_of
from zhiheng.mechanisms.cases.acting import NotNow, NotSo, act
from zhiheng.mechanisms.cases.declaring import Hand, Transition
from zhiheng.mechanisms.cases.forms import asking_form
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.cases.telling import clocks_of
from zhiheng.mechanisms.evidence.models import FileRefused
from zhiheng.mechanisms.evidence.pictures import ACCEPT
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.mechanisms.versions import Stale
from zhiheng.systems.complaints.exhibiting import MOST, exhibit
from zhiheng.systems.complaints.filer import case_of_link, case_of_phone, stages_of, told_to_filer, whole_name
from zhiheng.systems.complaints.filing_form import member_of
from zhiheng.systems.complaints.models.knock import again_at, knock, too_often

EXHIBIT = "exhibit"
LOOKUPS = "complaint.lookups_an_hour"


class ReceiptForm(forms.Form):
    """The number of the receipt and the phone that stands in the complaint."""

    number = forms.CharField(
        label=_("受理编号"),
        max_length=40,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请填写受理编号。")},
    )
    phone = forms.CharField(
        label=_("投诉时填写的手机号"),
        max_length=20,
        widget=forms.TextInput({"class": "form-control", "type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请填写手机号。")},
    )


@never_cache
@once
def receipt(request: HttpRequest) -> HttpResponseBase:
    """How far one's case is, by number and phone, to read and not to act: a firm may know both. Misses are counted."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        now, address = timezone.now(), address_of(request)
        if too_often(LOOKUPS, address, at=now):
            words = gettext("没有查到的次数太多，请在 %(time)s 以后再查，或拨打 12315 查询。")
            form.add_error(None, words % {"time": again_at(now).strftime("%H:%M")})
            status = 429
        elif found := case_of_phone(form.cleaned_data["number"], form.cleaned_data["phone"]):
            with at_desk(Desk(case=found.pk)):
                return render(request, "complaints/public/progress.html", _progress(found))
        else:
            knock(LOOKUPS, address, at=now)
            form.add_error(None, gettext("没有编号和手机号都对得上的投诉，请对照回执检查。"))
    crumbs = [(gettext("我要投诉"), reverse("complain")), (gettext("查进度"), "")]
    return render(request, "complaints/public/receipt.html", {"form": form, "crumbs": crumbs}, status=status)


@never_cache
@once
def followed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The case of a link: stages, what runs until when, what was said; and what its filer can do with it."""
    case = case_of_link(token)
    if case is None:
        raise Http404(gettext("这个查询链接不对，请重新扫描回执上的二维码，或者用编号和手机号查询。"))
    with at_desk(Desk(case=case.pk)):
        if request.method != "POST":
            return show(request, case, token)
        if request.POST.get("act") == EXHIBIT:
            return _exhibited(request, case, token)
        return _acted(request, case, token)


def _exhibited(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    files = request.FILES.getlist("files")
    problem = "" if files else gettext("请先选择文件。")
    if case.in_state.ends:
        problem = gettext("这件投诉已经办结，不能再补充材料。")
    try:
        given = [] if problem else exhibit(case, files, hand=Hand.FILER, by=None, at=timezone.now())
    except FileRefused as refused:
        problem, given = str(refused), []
    done = "" if problem else gettext("已收到 %(number)d 个文件，办理人员会看到。") % {"number": len(given)}
    return show(request, case, token, problem=problem, done=done)


def _acted(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """What the filer does, by the declaration of the kind; what is not right is told beside its question."""
    key, sent = request.POST.get("act", ""), request.POST.get("version", "")
    version = int(sent[:9]) if sent.isascii() and sent.isdigit() else 0
    transition, problems, problem = case.transition(key), [], ""
    asked = {name: request.POST.get(name, "") for name in request.POST}
    try:
        act(case, key, version, asked, by=None, at=timezone.now())
    except NotNow as reason:
        problem = str(reason)
    except Stale:
        problem = gettext("这件投诉刚刚有了新的进展，请先看看再办。")
    except NotSo as wrong:
        problems = wrong.problems
    if problem or problems:
        case = type(case)._base_manager.select_related("region").get(pk=case.pk)
        return show(request, case, token, problem=problem, sent=(key, asked, dict(problems)))
    done = gettext("已办理：%(act)s。") % {"act": transition.label if transition else key}
    return show(request, case, token, done=done)


def show(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    sent: tuple[str, dict[str, str], dict[str, str]] = ("", {}, {}),
    **said: str | bool,
) -> HttpResponse:
    """Everything that one's own case tells, and nothing of anybody else; ``said``: a problem, what was done, filed."""
    link = request.build_absolute_uri(reverse("followed", args=[token]))
    context: dict[str, Any] = {
        **_progress(case),
        "token": token,
        "link": link,
        "qr": qr(link),
        "told": told_to_filer(case, list(case.moves.order_by("nth"))),
        "offers": list(_offers(case, sent)),
        "exhibits": case.exhibits.select_related("file"),
        "accept": ACCEPT,
        "most": MOST,
        **said,
    }
    return render(request, "complaints/public/followed.html", context)


def _progress(case: Case) -> dict[str, Any]:
    """Where a case stands: who has it, its stages, what runs until when; nothing that anybody wrote."""
    today = timezone.localdate()
    running = [clock for clock in clocks_of(case, today) if clock.row.ended is None]
    return {
        "case": case,
        "place": whole_name(case.region, today),
        "stages": stages_of(case, list(case.moves.order_by("nth"))),
        "running": sorted(running, key=lambda clock: str(clock.row.due_on)),
        "crumbs": [(gettext("我要投诉"), reverse("complain")), (case.number, "")],
        "demo_shown": case.demo,
        "private": True,
    }


def _offers(
    case: Case, sent: tuple[str, dict[str, str], dict[str, str]]
) -> Iterator[tuple[Transition, forms.Form, str]]:
    """What its filer can do with it, each with its form and the reason why it cannot be done today."""
    key, said, problems = sent
    member = member_of({"firm_code": case.firm_code, "firm_name": case.firm_name})
    for transition, why_not in case.possible(Desk(case=case.pk), timezone.localdate()):
        if transition.key == "to_odr" and member is None:
            continue
        form = asking_form(case.asks_of(transition), said if transition.key == key else None)
        form.auto_id = f"{transition.key}-%s"
        if form.is_bound and form.is_valid():
            for name, words in problems.items():
                form.add_error(name, words)
        yield transition, form, why_not


def qr(link: str) -> SafeString:
    """A link as inline SVG without any style, for scanning from a screen or from paper."""
    return mark_safe(segno.make(link, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))
