"""The questions that somebody who complains is asked, in the steps of the form (文书式样一 of 第121号令)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiheng.directory.models import Region, RegionEdge
from zhiheng.directory.models.region import in_force_between
from zhiheng.mechanisms.fen import Yuan
from zhiheng.mechanisms.identifiers import id_card_problem, uscc_problem
from zhiheng.mechanisms.privacy.masking import MOBILE, NARROW, find_personal, plain_number
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.complaints import grounds
from zhiheng.systems.complaints.models import Complaint
from zhiheng.systems.complaints.models.complaint import CLAIMS, TRADERS, purchase_problem
from zhiheng.systems.complaints.models.odr_member import OdrMember
from zhiheng.systems.complaints.questions import ID_TYPES
from zhiheng.systems.complaints.routing import Trader

YES_NO = (("yes", _("是")), ("no", _("否")))
ELSEWHERE = "elsewhere"
LONGEST = 2000
"""Characters of the facts: two pages, more than anybody types on a phone."""
Answers = MultiValueDict[str, str]


def _line(label: Any, longest: int, *, required: bool = True, help_text: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput({"class": "form-control", **attrs})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=widget)


def _words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea({"class": "form-control", "rows": 6})
    return forms.CharField(label=label, max_length=LONGEST, required=required, help_text=help_text, widget=widget)


def _one_of(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=help_text, widget=forms.RadioSelect
    )


def _picked(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, required=required, help_text=help_text, widget=widget)


class Step(forms.Form):
    """One step: its place in the address, its heading, and which of its lines are kept unsealed."""

    key = ""
    title: Any = ""
    unsealed: tuple[str, ...] = ()

    def __init__(self, data: Answers | None = None, initial: Answers | None = None) -> None:
        started: dict[str, list[str]] = {name: initial.getlist(name) for name in initial} if initial else {}
        super().__init__(data, initial={name: given for name, given in started.items() if given != [""]})
        for name, field in self.fields.items():
            if name in started and not isinstance(field, forms.MultipleChoiceField):
                self.initial[name] = started[name][-1]
            field.asked = field.required  # type: ignore[attr-defined]
            field.error_messages["required"] = gettext("请填写“%(label)s”。") % {"label": field.label}
            if field.help_text and not isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
                field.widget.attrs["aria-describedby"] = f"id_{name}-help"

    def clean(self) -> dict[str, Any]:
        """Numbers of people belong into the fields that are sealed."""
        for name in self.unsealed:
            if find_personal(str(self.cleaned_data.get(name) or "")):
                self.add_error(name, gettext("这里不要写手机号、身份证号；需要时写在“事实和经过”里，那里加密保存。"))
        return self.cleaned_data

    def shown(self) -> Iterator[tuple[str, str]]:
        """What was answered, as (label, words), for the page on which it is checked; asked of a right form."""
        for name, field in self.fields.items():
            given = self.cleaned_data[name]
            if given not in (None, "", []):
                yield str(field.label), _answer(field, given)


class Who(Step):
    """Who complains: 消保条例 art. 46 asks for the real identity."""

    key = "who"
    title = _("您是谁")

    complainant = _line(_("姓名"), 60, autocomplete="name")
    phone = _line(_("手机号"), 20, help_text=_("办理人员用它联系您；查进度也用它。"), type="tel", autocomplete="tel")
    id_type = _one_of(_("证件类型"), ID_TYPES)
    id_number = _line(
        _("证件号码"),
        40,
        help_text=_("只用来核对身份，加密保存，办理人员查看要写明理由并留下记录。"),
        autocomplete="off",
    )
    address = _line(_("联系地址"), 200, required=False, autocomplete="street-address")

    def clean_phone(self) -> str:
        """A number at which the bureau can call back."""
        number = plain_number(self.cleaned_data["phone"])
        if not MOBILE.fullmatch(number) and not (number.isdigit() and 10 <= len(number) <= 12):
            raise forms.ValidationError(gettext("这不像一个电话号码。手机号是 11 位，座机请带区号。"))
        return number

    def clean(self) -> dict[str, Any]:
        """An identity card has a check digit; of other papers anything is taken."""
        found = super().clean()
        if found.get("id_type") == "id_card" and found.get("id_number"):
            found["id_number"] = plain_number(found["id_number"])
            if problem := id_card_problem(found["id_number"]):
                self.add_error("id_number", gettext(problem))
        return found


class Against(Step):
    """Against whom, and where it does business: that decides which bureau is competent (第121号令)."""

    key = "against"
    title = _("投诉谁")
    unsealed = ("firm_name", "platform_name", "trader_address")

    trader_kind = _one_of(_("经营者是哪一类"), TRADERS)
    firm_name = _line(_("经营者名称"), 120, help_text=_("招牌、小票、营业执照或网店页面上的名称。"))
    firm_code = _line(
        _("统一社会信用代码"), 18, required=False, help_text=_("营业执照上的 18 位代码，不知道可以不填。")
    )
    platform_name = _line(_("平台名称"), 120, required=False, help_text=_("在网络平台上购买的填写，例如平台的名称。"))
    where = _picked(_("经营者所在的县(市、区)"), help_text=_("实体店选实际经营的地方，网店选页面公示的地址。"))
    nearby = _picked(
        _("您所在的县(市、区)"), required=False, help_text=_("经营者不在河北或者不知道在哪里的，由您当地先收下。")
    )
    trader_address = _line(_("经营者地址"), 200, required=False)
    trader_phone = _line(_("经营者电话"), 40, required=False, type="tel")

    def __init__(self, data: Answers | None = None, initial: Answers | None = None) -> None:
        super().__init__(data, initial)
        counties = county_choices(timezone.localdate())
        none = ("", _("请选择"))
        self.fields["where"].choices = [none, (ELSEWHERE, _("不在河北，或者不知道")), *counties]  # type: ignore[attr-defined]
        self.fields["nearby"].choices = [none, *counties]  # type: ignore[attr-defined]

    def clean_firm_code(self) -> str:
        """A code by GB 32100-2015, or none."""
        code = self.cleaned_data["firm_code"].translate(NARROW).strip().upper()
        if code and (problem := uscc_problem(code)):
            raise forms.ValidationError(gettext(problem))
        return code

    def clean(self) -> dict[str, Any]:
        """Some bureau has to receive it."""
        found = super().clean()
        if found.get("where") == ELSEWHERE and not found.get("nearby"):
            self.add_error("nearby", gettext("请选择您所在的县(市、区)，由那里的市场监管部门先收下。"))
        return found


class What(Step):
    """What happened: goods or service, time, place, sum, facts."""

    key = "what"
    title = _("发生了什么")
    unsealed = ("goods", "bought_at")

    field = _picked(_("商品或服务的类别"))
    goods = _line(_("商品或服务名称"), 120)
    bought_on = forms.DateField(
        label=_("购买或接受服务的日期"),
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期要写成 2026-11-22 这样。")},
    )
    bought_at = _line(_("购买或接受服务的地点"), 200, required=False)
    amount_fen = Yuan(label=_("涉及金额(元)"), required=False)
    facts = _words(_("事实和经过"), help_text=_("什么时候、怎么回事、和经营者怎么交涉过。加密保存，不会公示。"))

    def __init__(self, data: Answers | None = None, initial: Answers | None = None) -> None:
        super().__init__(data, initial)
        kinds = grounds.choices("category", timezone.localdate())
        self.fields["field"].choices = [("", _("请选择")), *kinds]  # type: ignore[attr-defined]
        self.fields["amount_fen"].widget.attrs |= {"class": "form-control", "inputmode": "decimal"}

    def clean_bought_on(self) -> date:
        """Not a day to come, nor one that nobody remembers."""
        found: date = self.cleaned_data["bought_on"]
        if problem := purchase_problem(found, timezone.localdate()):
            raise forms.ValidationError(problem)
        return found


class Asks(Step):
    """What is asked for; and, of a firm that takes part in ODR, whether it may settle it first."""

    key = "asks"
    title = _("您的要求")
    unsealed = ("promise",)

    claims = forms.MultipleChoiceField(label=_("请求"), choices=CLAIMS, widget=forms.CheckboxSelectMultiple)
    claim_words = _words(_("具体说明"), required=False, help_text=_("例如退还多少钱、换成什么。"))
    promise = _line(
        _("经营者没有兑现的公开承诺"), 200, required=False, help_text=_("例如店里写明的七日无理由退货。没有就不填。")
    )
    also_reports = _one_of(
        _("是否同时举报违法行为"), YES_NO, help_text=_("例如出售过期食品。举报由执法人员另案核查，经营者看不到举报人。")
    )
    way = _one_of(
        _("先由企业和您协商吗"),
        (("odr", _("先由企业协商，不成再由市场监管部门办理")), ("bureau", _("直接由市场监管部门办理"))),
    )

    def __init__(self, data: Answers | None = None, initial: Answers | None = None) -> None:
        super().__init__(data, initial)
        member = member_of(data or initial or MultiValueDict())
        if member is None:
            del self.fields["way"]
        else:
            words = gettext("%(firm)s 参加了 12315 在线消费纠纷解决(ODR)，收到后 10 个工作日内与您协商。")
            self.fields["way"].help_text = words % {"firm": member.name}


STEPS: tuple[type[Step], ...] = (Who, Against, What, Asks)


def step_of(key: str) -> type[Step] | None:
    """The step of an address."""
    return next((step for step in STEPS if step.key == key), None)


def filled(answers: Answers) -> list[Step]:
    """All steps with their answers."""
    return [step(answers) for step in STEPS]


def complaint_of(steps: Sequence[Step]) -> Complaint:
    """The complaint that right steps make, routed to the bureau that is competent; not saved."""
    said = {name: value for step in steps for name, value in step.cleaned_data.items()}
    where, nearby, way = said.pop("where"), said.pop("nearby"), said.pop("way", "")
    complaint = Complaint(channel="web", **{**said, "also_reports": said["also_reports"] == "yes"})
    place = None if where == ELSEWHERE else Region.objects.get(slug=where)
    if complaint.trader_kind in (Trader.PLATFORM, Trader.OWN_SITE):
        complaint.domicile_region = place
    else:
        complaint.trader_region = place
    complaint.region = place or Region.objects.get(slug=nearby)
    complaint.region = complaint.competence.place or complaint.region
    member = member_of({"firm_name": complaint.firm_name, "firm_code": complaint.firm_code})
    if way == "odr" and member:
        complaint.firm_code = member.firm_code
    return complaint


def member_of(answers: Any) -> OdrMember | None:
    """The firm of the answers, when it takes part in ODR today: by its code, or by its name as it is registered."""
    code, name = (str(answers.get(key) or "").strip() for key in ("firm_code", "firm_name"))
    with at_desk(Desk()):
        members = OdrMember.objects.filter(firm_code=code.upper()) if code else OdrMember.objects.filter(name=name)
        found: OdrMember | None = members.exclude(firm_code="").first()
        return found if found and found.state_on(timezone.localdate()).holds else None


def county_choices(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The counties under the region through which they report, with 定州 and 辛集 by themselves."""
    top = list(Region.objects.reporting(on))
    edges = RegionEdge.objects.filter(in_force_between("", on), tree=RegionEdge.REPORTING, parent__in=top)
    below: dict[int, list[Region]] = {}
    for edge in edges.select_related("child").order_by("child__sort_no"):
        below.setdefault(edge.parent_id, []).append(edge.child)
    named = ((region, below.get(region.pk, [region])) for region in top)
    return [(region.label, [(county.slug, county.label) for county in counties]) for region, counties in named]


def _answer(field: forms.Field, given: Any) -> str:
    choices = getattr(field, "choices", None)
    if choices is None:
        return f"{given / 100:,.2f}" if isinstance(field, Yuan) else str(given)
    flat = dict(pair for choice in choices for pair in (choice[1] if isinstance(choice[1], list) else [choice]))
    return "、".join(str(flat[one]) for one in (given if isinstance(given, list) else [given]))
