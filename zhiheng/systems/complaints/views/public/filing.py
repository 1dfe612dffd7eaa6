"""我要投诉: the steps of the form, and its being sent; without an account, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from zhiheng.directory.sign_ins import address_of
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.evidence.models import LARGEST, FileRefused
from zhiheng.mechanisms.evidence.pictures import ACCEPT
from zhiheng.mechanisms.idempotency.once import FIELD, once
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.complaints.exhibiting import MOST, exhibit
from zhiheng.systems.complaints.filer import whole_name
from zhiheng.systems.complaints.filing_form import STEPS, YES_NO, Answers, Step, complaint_of, filled, step_of
from zhiheng.systems.complaints.models.knock import again_at, knock, too_often
from zhiheng.systems.complaints.models.ticket import hand_out
from zhiheng.systems.complaints.routing import Why
from zhiheng.systems.complaints.views.public.draft import draft_of, forget_draft, keep_draft
from zhiheng.systems.complaints.views.public.followed import show

NOT_ANSWERS = {"csrfmiddlewaretoken", "go", FIELD}
REASONS = {
    Why.PLACE: _("经营者实际经营地的市场监管部门办理投诉。"),
    Why.DOMICILE: _("经营者住所地的市场监管部门办理投诉。"),
    Why.PLATFORM: _("平台住所地的市场监管部门办理投诉。"),
    Why.UNREACHABLE: _("平台没有公示经营者地址或者联系不上，由平台住所地的市场监管部门办理。"),
    Why.FIRST: _("两处都有管辖权的，由先收到的市场监管部门办理。"),
    Why.UNKNOWN: _("经营者不在河北或者地址不明，由您当地的市场监管部门先收下，再转给有管辖权的部门。"),
}


class SendForm(forms.Form):
    """The last questions: evidence, and two consents of which nothing is answered beforehand (文书式样一)."""

    agrees_to_publish = forms.ChoiceField(
        label=_("是否同意公示投诉信息"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("公示经营者名称、争议和结果，不出现您的姓名、电话和住址。不同意也照样办理。"),
        error_messages={"required": _("请选择是否同意公示。")},
    )
    agrees_to_entrust = forms.ChoiceField(
        label=_("是否同意委托调解"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("由消费者协会等调解组织代为调解。不同意时由市场监管部门自己调解。"),
        error_messages={"required": _("请选择是否同意委托调解。")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.asked = True  # type: ignore[attr-defined]


@never_cache
def complain(request: HttpRequest) -> HttpResponse:
    """Where it begins: what is needed, what follows, by when."""
    now = timezone.now()
    rules, today = parameters(), timezone.localdate(now)
    context = {
        "begun": bool(draft_of(request, now)),
        "accept": rules["complaint.accept"].on(today),
        "mediate": rules["complaint.mediate"].on(today),
        "crumbs": [(gettext("我要投诉"), "")],
    }
    return render(request, "complaints/public/begin.html", context)


@never_cache
def complain_step(request: HttpRequest, key: str) -> HttpResponseBase:
    """One step. What is typed stays in the browser's session, sealed; sent again it replaces itself."""
    step = step_of(key)
    if step is None:
        raise Http404(gettext("投诉表没有这一步。"))
    now = timezone.now()
    answers = draft_of(request, now)
    if request.method != "POST":
        return _step(request, step(initial=MultiValueDict(answers)) if answers else step())
    if request.POST.get("go") == "drop":
        forget_draft(request)
        return redirect("complain")
    typed = {name: given for name, given in request.POST.lists() if name in step.base_fields}
    cleared = {name: given for name, given in answers.items() if name not in step.base_fields}
    answers = {**cleared, **typed}
    keep_draft(request, answers, now)
    place = STEPS.index(step)
    if request.POST.get("go") == "back":
        return redirect("complain_step", STEPS[place - 1].key) if place else redirect("complain")
    form = step(MultiValueDict(answers))
    if not form.is_valid():
        return _step(request, form)
    return redirect("send_complaint") if place + 1 == len(STEPS) else redirect("complain_step", STEPS[place + 1].key)


@never_cache
@once
def send_complaint(request: HttpRequest) -> HttpResponseBase:
    """The answers once more, the last questions, and the sending. What is posted holds all answers itself, so that the

    same form sent again is the same complaint, whatever became of the session.
    """
    answers: Answers = request.POST if request.method == "POST" else MultiValueDict(draft_of(request, timezone.now()))
    steps = filled(answers)
    wrong = next((step for step in steps if not step.is_valid()), None)
    if wrong and request.method != "POST":
        return redirect("complain_step", wrong.key)
    form = SendForm(request.POST if request.method == "POST" else None)
    if wrong:
        keep_draft(request, {name: given for name, given in answers.lists() if name not in NOT_ANSWERS}, timezone.now())
        return _step(request, wrong)
    if request.method != "POST" or not form.is_valid():
        return _check(request, steps, answers, form)
    return _sent(request, steps, answers, form)


def _sent(request: HttpRequest, steps: Sequence[Step], answers: Answers, form: SendForm) -> HttpResponse:
    """File it with its evidence and hand out its link, all or nothing."""
    now = timezone.now()
    if too_often("complaint.filings_an_hour", address_of(request), at=now):
        words = gettext("这个网络地址一小时内提交的投诉太多，请在 %(time)s 以后再提交，或拨打 12315。")
        problem = words % {"time": again_at(now).strftime("%H:%M")}
        return _check(request, steps, answers, form, problem=problem, status=429)
    knock("complaint.filings_an_hour", address_of(request), at=now)
    complaint = complaint_of(steps)
    for name, given in form.cleaned_data.items():
        setattr(complaint, name, given == "yes")
    way = next((step.cleaned_data["way"] for step in steps if "way" in step.cleaned_data), "")
    try:
        with at_desk(Desk(case=complaint.pk)), transaction.atomic():
            file(complaint, by=None, hand=Hand.FILER, at=now)
            exhibit(complaint, _files(request), hand=Hand.FILER, by=None, at=now)
            if way == "odr":
                act(complaint, "to_odr", complaint.version, {}, by=None, at=now)
            answer = show(request, complaint, hand_out(complaint, at=now), filed=True)
    except FileRefused as refused:
        return _check(request, steps, answers, form, problem=str(refused))
    forget_draft(request)
    return answer


def _files(request: HttpRequest) -> list[UploadedFile]:
    return request.FILES.getlist("files")


def _step(request: HttpRequest, form: Step) -> HttpResponse:
    place = STEPS.index(type(form))
    return render(request, "complaints/public/step.html", {"form": form, **_bar(place), **_way(str(form.title))})


def _check(
    request: HttpRequest,
    steps: Sequence[Step],
    answers: Answers,
    form: SendForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    complaint = complaint_of(steps)
    context = {
        "form": form,
        "problem": problem,
        "answered": [(step, list(step.shown())) for step in steps],
        "hidden": list(_hidden(steps, answers)),
        "place": whole_name(complaint.region, timezone.localdate()),
        "reason": REASONS[complaint.competence.why],
        "accept": ACCEPT,
        "most": MOST,
        "largest": LARGEST,
        "back": STEPS[-1].key,
    }
    shown = {**context, **_bar(len(STEPS)), **_way(gettext("核对并提交"))}
    return render(request, "complaints/public/send.html", shown, status=status)


def _hidden(steps: Sequence[Step], answers: Answers) -> Iterator[tuple[str, str]]:
    for step in steps:
        for name in step.fields:
            yield from ((name, given) for given in answers.getlist(name))


def _bar(place: int) -> dict[str, Any]:
    """How far one has come; the check is the last step."""
    whole = len(STEPS) + 1
    return {"nth": place + 1, "steps": whole, "bar": ["done" if nth <= place else "" for nth in range(whole)]}


def _way(title: str) -> dict[str, Any]:
    return {"crumbs": [(gettext("我要投诉"), reverse("complain")), (title, "")]}
