"""工作日历: the days off and make-up days of each year, the years that are not announced, and how the office writes."""

from __future__ import annotations

from calendar import Calendar as Months
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from zhiheng.directory.permissions import Permission, may, needs
from zhiheng.ledger.views.reading import version_of
from zhiheng.mechanisms.calendar.counting import Calendar, working_days_between
from zhiheng.mechanisms.calendar.loading import JOURNAL, announce, calendar_now
from zhiheng.mechanisms.calendar.models import CalendarYear, SpecialDay
from zhiheng.mechanisms.calendar.typed import Days, as_lines, read_notice
from zhiheng.mechanisms.cases.clocks import recount_provisional
from zhiheng.mechanisms.idempotency.once import once
from zhiheng.mechanisms.journal.models import Entry
from zhiheng.mechanisms.listing.columns import Column
from zhiheng.mechanisms.listing.listing import Listing
from zhiheng.mechanisms.versions import Stale

INPUT = {"class": "form-control"}
NO_DAYS = (frozenset[date](), frozenset[date]())

DAYS = Listing(
    "calendar",
    gettext_lazy("放假和调休日期"),
    columns=(
        Column("day", gettext_lazy("日期"), lambda day: day.day, "date"),
        Column("weekday", gettext_lazy("星期"), lambda day: date_format(day.day, "l")),
        Column("kind", gettext_lazy("类别"), lambda day: gettext(day.get_kind_display())),
        Column("year", gettext_lazy("年份"), lambda day: day.year.year, "number"),
        Column("notice", gettext_lazy("通知文号"), lambda day: day.year.notice, width=30),
    ),
    order=("day",),
    files="calendar_export",
)


class NoticeForm(forms.Form):
    """What the office types or pastes of a notice."""

    notice = forms.CharField(label=gettext_lazy("通知文号"), max_length=100, widget=forms.TextInput(attrs=INPUT))
    days = forms.CharField(
        label=gettext_lazy("放假和上班的日期"), max_length=5000, widget=forms.Textarea(attrs={**INPUT, "rows": 14})
    )
    why = forms.CharField(label=gettext_lazy("理由"), max_length=200, widget=forms.TextInput(attrs=INPUT))

    def __init__(self, year: int, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.year = year
        self.read = Days()

    def clean_days(self) -> str:
        """Every sentence is understood, and there is at least one holiday."""
        text: str = self.cleaned_data["days"]
        self.read = read_notice(text, self.year)
        if self.read.problems:
            raise forms.ValidationError(self.read.problems)
        if not self.read.off:
            raise forms.ValidationError(gettext("没有读到放假的日期。"))
        return text


@dataclass(frozen=True)
class Cell:
    """One day of a month: its number, 休 or 班 where a notice names it, and its look."""

    number: int
    mark: str
    look: str


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar of this year."""
    return _page(request, timezone.localdate().year)


@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """The calendar of one year; 404 for a year that is neither announced nor about to be."""
    if year not in _years():
        raise Http404(gettext("工作日历里没有这一年。"))
    return _page(request, year)


@require_safe
def calendar_export(request: HttpRequest, fmt: str) -> HttpResponse:
    """Every special day of every announced year: xlsx, csv or json."""
    return DAYS.export(request, SpecialDay.objects.select_related("year"), fmt)


@needs(Permission.EDIT_CALENDAR)
@once
def edit_calendar(request: HttpRequest, year: int) -> HttpResponseBase:
    """Type or paste the notice of a year: read first, looked at a second time, then saved; provisional days follow."""
    if year not in _years():
        raise Http404
    row = CalendarYear.objects.filter(year=year).first()
    if request.method != "POST":
        start = {"notice": row.notice, "days": as_lines(*row.off_and_worked())} if row else {}
        return _form(request, row, NoticeForm(year, initial=start))
    form = NoticeForm(year, request.POST)
    if not form.is_valid() or request.POST.get("act") != "save":
        return _form(request, row, form, again="again" in request.POST)
    try:
        changed = _save(request, form)
    except Stale as stale:
        return _form(request, row, form, stale=stale, status=409)
    messages.success(request, gettext("已保存，%(n)d 个期限重新计算后有变化。") % {"n": changed})
    return redirect("calendar_year", year)


def _save(request: HttpRequest, form: NoticeForm) -> int:
    given, read = form.cleaned_data, form.read
    announce(
        form.year,
        given["notice"],
        read.off,
        read.worked,
        version=version_of(request),
        by=request.user,
        at=timezone.now(),
        why=given["why"],
    )
    return recount_provisional(open_too=True)


def _form(
    request: HttpRequest,
    row: CalendarYear | None,
    form: NoticeForm,
    *,
    stale: Stale | None = None,
    again: bool = False,
    status: int = 200,
) -> HttpResponse:
    before = row.off_and_worked() if row else NO_DAYS
    title = gettext("%(year)d 年放假安排") % {"year": form.year}
    context = {
        "year": form.year,
        "form": form,
        "row_version": row.version if row else 0,
        "stale": stale,
        "title": title,
        "checked": form.is_bound and not form.errors and not stale and not again,
        "spans": list(_spans(form.read.off)),
        "worked": sorted(form.read.worked),
        "added": sorted((form.read.off - before[0]) | (form.read.worked - before[1])),
        "gone": sorted((before[0] - form.read.off) | (before[1] - form.read.worked)),
        "crumbs": [(gettext("工作日历"), reverse("calendar")), (title, "")],
    }
    return render(request, "web/calendar_edit.html", context, status=status)


def _page(request: HttpRequest, year: int) -> HttpResponse:
    row = CalendarYear.objects.filter(year=year).first()
    off, worked = row.off_and_worked() if row else NO_DAYS
    now = calendar_now()
    context = {
        "year": year,
        "row": row,
        "years": [(one, one in now.published) for one in _years()],
        "spans": list(_spans(off)),
        "worked": sorted(worked),
        "working": working_days_between(date(year - 1, 12, 31), date(year, 12, 31), now),
        "months": [_month(year, month, now) for month in range(1, 13)] if row else [],
        "may_edit": may(request.user, Permission.EDIT_CALENDAR),
        "entries": Entry.objects.filter(ledger=f"{JOURNAL}{year}").select_related("by"),
        "downloads": [(fmt.upper(), reverse("calendar_export", args=[fmt])) for fmt in ("xlsx", "csv", "json")],
        "crumbs": [(gettext("工作日历"), "")],
    }
    return render(request, "web/calendar.html", context)


def _years() -> range:
    """From the first announced year to the next of today, and one after the last that is announced."""
    this = timezone.localdate().year
    known: QuerySet = CalendarYear.objects.values_list("year", flat=True)
    return range(min([this, *known]), max([this, *known]) + 2)


def _spans(off: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Runs of days off as people see them: a weekend between two days off does not part them."""
    first = last = None
    for day in sorted(off):
        if last and all((last + timedelta(n)).weekday() > 4 for n in range(1, (day - last).days)):
            last = day
            continue
        if first and last:
            yield first, last
        first = last = day
    if first and last:
        yield first, last


def _month(year: int, month: int, days: Calendar) -> tuple[date, list[list[Cell | None]]]:
    """The first of a month, and six weeks from Monday to Sunday, so that all months are of one height."""
    weeks: list[list[Cell | None]] = [
        [_cell(day, days) if day.month == month else None for day in week]
        for week in Months().monthdatescalendar(year, month)
    ]
    weeks += [[None] * 7] * (6 - len(weeks))
    return date(year, month, 1), weeks


def _cell(day: date, days: Calendar) -> Cell:
    if day in days.worked:
        return Cell(day.day, gettext("班"), "worked")
    if day in days.off:
        return Cell(day.day, gettext("休"), "off")
    return Cell(day.day, "", "weekend" if days.rests(day) else "")
