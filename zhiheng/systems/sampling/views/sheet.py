"""The sampler's pages: what is still to be taken, and the sheet of one sample, for a phone that is off line by turns.

The page keeps itself on the phone and sends what was written there when it is on line again (``static/sheets.js``); to
a form without a script they are ordinary pages. A script asks for JSON and gets the server's words field by field.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.mechanisms.cases.acting import NotNow, NotSo
from zhiheng.mechanisms.cases.forms import asking_form
from zhiheng.mechanisms.cases.views.opened import case_of, for_casework, handled, way_to
from zhiheng.mechanisms.evidence.models import send_evidence
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.scope import desk_now
from zhiheng.mechanisms.versions import Stale
from zhiheng.systems.sampling.models import Sample, SampleFile
from zhiheng.systems.sampling.sheet import FILES, LARGEST_PHOTO, MOST_PHOTOS, WAYS, asks_of, hand_in, sheets_of, waiting

SELDOM = ("produced_on", "standard", "producer_code", "sampler_code")
"""What may be left out and mostly is: folded away, so that the sheet is done in two minutes."""


@require_safe
def sheet_worker(request: HttpRequest) -> HttpResponse:
    """The service worker: at the root, because sheets stand in two languages. Its copy is asked for anew each time."""
    answer = render(request, "sampling/sheet-worker.js", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@never_cache
@require_safe
@for_casework
def sampling_sheets(request: HttpRequest) -> HttpResponse:
    """The samples that this desk has still to take; for a script whether it is signed in, as whom, with which token."""
    if not desk_now().casework:
        raise Http404
    sheets = waiting(request.user)
    if _of_script(request):
        return JsonResponse({"token": get_token(request), "officer": str(request.user.pk)})
    context = {
        "sheets": sheets,
        "as_of": timezone.localdate(),
        "crumbs": way_to((gettext("抽样单"), "")),
        "demo_shown": any(one.sample.demo for one in sheets),
    }
    return render(request, "sampling/sheets.html", context)


@never_cache
@for_casework
@once
def sampling_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet of one sample; posted, it is handed in with its files or nothing is."""
    sample: Any = handled(Sample.kind, pk)
    if request.method != "POST":
        if sample.state != "drawn":
            return redirect(sample)
        return _sheet(request, sample, "sample", {})
    way, problems, status = request.POST.get("way", ""), {}, 422
    try:
        _handed_in(request, sample, way)
    except KeyError:
        problems = {"way": [gettext("请选择抽样情况。")]}
    except NotSo as wrong:
        for name, words in wrong.problems:
            problems.setdefault(name, []).append(words)
    except (NotNow, Stale) as reason:
        words = str(reason) if isinstance(reason, NotNow) else gettext("您打开之后，这个办件有了变动")
        problems, status = {"": [words]}, 409
    else:
        return _done(request, sample)
    if _of_script(request):
        return JsonResponse({"problems": problems}, status=status)
    return _sheet(request, sample, way, problems, status)


def _handed_in(request: HttpRequest, sample: Sample, way: str) -> None:
    said = {ask.name: request.POST.get(ask.name, "") for ask in asks_of(sample, way)}
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
    photos, signature = request.FILES.getlist("photos"), request.FILES.get("signature")
    hand_in(sample, way, version, said, photos, signature, by=request.user, at=timezone.now())


def _done(request: HttpRequest, sample: Sample) -> HttpResponse:
    words = gettext("%(number)s：抽样单已提交，现在是“%(state)s”。") % {
        "number": sample.number,
        "state": sample.in_state.label,
    }
    if _of_script(request):
        return JsonResponse({"words": words, "url": sample.get_absolute_url()})
    messages.success(request, words)
    return redirect(sample)


def _sheet(
    request: HttpRequest, sample: Sample, way: str, problems: dict[str, list[str]], status: int = 200
) -> HttpResponse:
    """The page; what was typed stays, with what is wrong beside each field."""
    sheet = sheets_of([sample], request.user)[0]
    today = timezone.localdate().isoformat()
    typed = request.POST.dict() if request.method == "POST" else {"sampled_on": today, **sheet.known}
    forms = {key: asking_form(asks_of(sample, key), typed) for key, _words in WAYS}
    for form in forms.values():
        form.is_valid()
        for name in set(problems) & set(form.fields):
            form.add_error(name, problems[name])
    context = {
        "sheet": sheet,
        "sample": sample,
        "ways": WAYS,
        "way": way if way in dict(WAYS) else "sample",
        "forms": forms,
        "seldom": SELDOM,
        "problems": {name: words for name, words in problems.items() if name in ("", "way", *FILES)},
        "wrong": bool(problems),
        "most_photos": MOST_PHOTOS,
        "largest": LARGEST_PHOTO,
        "kilobytes": LARGEST_PHOTO // 1024,
        "crumbs": way_to((gettext("抽样单"), "/sampling/sheet/"), (sample.number, "")),
        "demo_shown": sample.demo,
    }
    return render(request, "sampling/sheet.html", context, status=status)


@require_safe
@for_casework
def sample_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photograph, a signature or a report of a sample, for a desk that sees it."""
    found = SampleFile.objects.select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    case_of(Sample.kind, found.sample_id)
    return send_evidence(request, found.file, may=lambda officer, file: True)  # type: ignore[return-value]


def _of_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
