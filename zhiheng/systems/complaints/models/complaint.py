"""A consumer's complaint, as the official form asks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.calendar.counting import due
from zhiheng.mechanisms.calendar.loading import calendar_now
from zhiheng.mechanisms.cases.declaring import Ask, Transition
from zhiheng.mechanisms.cases.models import Case
from zhiheng.mechanisms.fen import Fen
from zhiheng.mechanisms.identifiers import uscc_problem
from zhiheng.mechanisms.parameters import parameters
from zhiheng.mechanisms.privacy.blind import LENGTH, blind_of
from zhiheng.mechanisms.privacy.fields import SealedText, Typed
from zhiheng.mechanisms.privacy.masking import black_out
from zhiheng.systems.complaints import counted, grounds, lifecycle
from zhiheng.systems.complaints.questions import ID_TYPES
from zhiheng.systems.complaints.routing import Competence, Trader, Why, competent

CLAIMS = (
    ("repair", _("修理")),
    ("redo", _("重作")),
    ("replace", _("更换")),
    ("return", _("退货")),
    ("make_up", _("补足数量")),
    ("refund", _("退还货款和服务费用")),
    ("compensate", _("赔偿损失")),
)
TRADERS = (
    (Trader.SHOP.value, _("实体经营者")),
    (Trader.PLATFORM.value, _("电子商务平台经营者")),
    (Trader.ON_PLATFORM.value, _("平台内经营者")),
    (Trader.OWN_SITE.value, _("自建网站经营者")),
)
CHANNELS = (("web", _("网上")), ("phone", _("电话")), ("visit", _("来访")), ("transferred", _("其他机关转来")))
EARLIEST = date(1949, 10, 1)
"""The first day on which something that is complained of can have been bought."""

PAPERS = {"accept": _("受理通知书"), "refuse": _("不予受理决定书"), "terminate": _("终止调解决定书")}
"""Papers by the transition that each tells of (文书式样 of 第121号令)."""
COMPETENT = {
    Why.PLACE: _("经营者的实际经营地"),
    Why.DOMICILE: _("经营者的住所地"),
    Why.PLATFORM: _("平台的住所地"),
    Why.UNREACHABLE: _("平台没有公示经营者地址或者联系不上经营者，由平台住所地管辖"),
    Why.FIRST: _("两地都有管辖权，由先收到的办理"),
    Why.UNKNOWN: _("还不知道经营者的所在地"),
}


def categories() -> grounds.Choices:
    """What a complaint can be about."""
    return grounds.ever("category")


def purchase_problem(bought_on: date | None, received_on: date) -> str:
    """What is wrong with the day of a purchase, in words: it lies after the complaint, or its year is mistyped."""
    if bought_on is None or EARLIEST <= bought_on <= received_on:
        return ""
    words = gettext("购买日期应在 %(first)s 至收到投诉之日（%(last)s）之间，请核对年份。")
    return words % {"first": EARLIEST, "last": received_on}


@dataclass(frozen=True)
class Decision:
    """A ground of a decision: its label, its words in the reader's language, its article."""

    label: str
    words: str
    reference: str


class Claims(models.JSONField):
    """Which of the seven things the consumer asks for: a list of keys of CLAIMS."""

    def formfield(self, **kwargs: Any) -> Any:
        named = {"label": kwargs.get("label", self.verbose_name), "required": not self.blank}
        return forms.MultipleChoiceField(choices=CLAIMS, widget=forms.CheckboxSelectMultiple, **named)


class Complaint(Case):
    """消费投诉: a consumer asks the bureau of market regulation to settle a dispute with a trader (消法39、46).

    The fields are those of form 1 of 第121号令: who, against whom, what happened when and where over which goods and
    what sum (in 分), what is asked, whether publication and entrusted mediation are agreed to. ``trader_region`` is the
    county where the trader does business, ``domicile_region`` where it is registered, ``platform_region`` the domicile
    of the platform. Personal data is sealed; ``phone_index`` and ``id_index`` find the same person's other complaints.
    ``summary`` is published from ``published_on``. An agent shows a power of attorney with matter, powers and term; a
    joint complaint has ``persons`` of two or more, and two elected representatives (第20号令10、11).
    """

    kind = "complaint"
    prefix = "TS"
    clause = "二(二)4"
    states, transitions, clocks = lifecycle.STATES, lifecycle.TRANSITIONS, lifecycle.CLOCKS
    form = (
        *("channel", "region", "complainant", "phone", "id_type", "id_number", "address"),
        *("agrees_to_publish", "agrees_to_entrust"),
        *("agent", "agent_authority", "persons", "representatives"),
        *("firm_name", "firm_code", "trader_kind", "trader_address", "trader_phone"),
        *("trader_region", "domicile_region", "platform_name", "platform_region", "trader_reachable"),
        *("field", "goods", "bought_on", "bought_at", "amount_fen", "facts", "claims", "claim_words"),
        *("promise_code", "promise", "also_reports"),
    )
    columns = ("number", "firm_name", "field", "state", "due_on", "region", "filed_at")
    public = ("firm_name", "field", "state", "summary", "region", "closed_on", "published_on")
    published = Q(published_on__isnull=False)
    # That somebody reports a violation besides is not for the one reported.
    kept_back = (
        *("channel", "id_type", "agent_authority", "persons", "also_reports"),
        *("agrees_to_publish", "agrees_to_entrust", "exclusion"),
    )
    of_filer = ("agrees_to_publish", "agrees_to_entrust")
    panels = ("complaints/handling.html", "complaints/for_firm.html", "complaints/giving.html")
    publishes = counted.OF_COMPLAINTS

    channel = models.CharField(gettext_noop("渠道"), max_length=12, choices=CHANNELS, default="web")
    complainant = SealedText(gettext_noop("投诉人姓名"), mask="name")
    phone = SealedText(gettext_noop("联系电话"), mask="phone")
    phone_index = models.CharField(max_length=LENGTH, blank=True, db_index=True, editable=False)
    id_type = models.CharField(gettext_noop("证件类型"), max_length=10, choices=ID_TYPES, blank=True)
    id_number = SealedText(gettext_noop("证件号码"), mask="id_number", blank=True)
    id_index = models.CharField(max_length=LENGTH, blank=True, db_index=True, editable=False)
    address = SealedText(gettext_noop("联系地址"), mask="address", blank=True)
    agrees_to_publish = models.BooleanField(gettext_noop("同意公示投诉信息"), default=False)
    agrees_to_entrust = models.BooleanField(gettext_noop("同意委托调解"), default=False)
    agent = SealedText(gettext_noop("代理人姓名"), mask="name", blank=True)
    agent_authority = models.CharField(gettext_noop("委托事项、权限和期限"), max_length=300, blank=True)
    persons = models.PositiveSmallIntegerField(gettext_noop("投诉人数"), default=1)
    representatives = SealedText(gettext_noop("推选的代表人(共同投诉)"), mask="name", blank=True)
    trader_kind = models.CharField(
        gettext_noop("被投诉人类型"), max_length=12, choices=TRADERS, default=Trader.SHOP.value
    )
    trader_address = models.CharField(gettext_noop("被投诉人地址"), max_length=200, blank=True)
    trader_phone = models.CharField(gettext_noop("被投诉人电话"), max_length=40, blank=True)
    trader_region = models.ForeignKey(
        "directory.Region",
        verbose_name=gettext_noop("实际经营地(县、市、区)"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    domicile_region = models.ForeignKey(
        "directory.Region",
        verbose_name=gettext_noop("住所地(县、市、区)"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    platform_name = models.CharField(gettext_noop("平台名称"), max_length=120, blank=True)
    platform_region = models.ForeignKey(
        "directory.Region",
        verbose_name=gettext_noop("平台住所地(县、市、区)"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    trader_reachable = models.BooleanField(gettext_noop("能联系上被投诉人"), default=True)
    field = models.CharField(
        gettext_noop("商品或服务类别"), max_length=20, choices=categories, blank=True, db_index=True
    )
    goods = models.CharField(gettext_noop("商品或服务名称"), max_length=120, blank=True)
    bought_on = models.DateField(gettext_noop("购买或接受服务日期"), null=True, blank=True)
    bought_at = models.CharField(gettext_noop("购买或接受服务地点"), max_length=200, blank=True)
    amount_fen = Fen(gettext_noop("涉及金额(元)"), null=True, blank=True)
    facts = SealedText(gettext_noop("事实和经过"))
    claims = Claims(gettext_noop("投诉请求"), default=list, blank=True)
    claim_words = SealedText(gettext_noop("具体请求"), blank=True)
    promise_code = models.CharField(gettext_noop("所违反承诺的登记编号"), max_length=40, blank=True)
    promise = models.CharField(gettext_noop("所违反的承诺"), max_length=200, blank=True)
    also_reports = models.BooleanField(gettext_noop("同时举报违法行为"), default=False)
    identity_by = models.DateField(gettext_noop("提供身份证明期限"), null=True, blank=True, editable=False)
    ground = models.CharField(max_length=30, blank=True, editable=False)
    remedy = models.CharField(max_length=30, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=gettext_noop("并入"),
        null=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
    )
    promise_broken = models.BooleanField(gettext_noop("违反公开承诺"), null=True, editable=False)
    solved = models.BooleanField(gettext_noop("消费者确认解决"), null=True, editable=False)
    satisfaction = models.PositiveSmallIntegerField(gettext_noop("满意程度"), null=True, editable=False)
    summary = models.CharField(gettext_noop("公示摘要"), max_length=300, blank=True, editable=False)
    published_on = models.DateField(gettext_noop("公示日期"), null=True, db_index=True, editable=False)
    exclusion = models.CharField(max_length=30, blank=True, editable=False)
    reopened = models.PositiveSmallIntegerField(default=0, editable=False)

    merging = clue = entrusted_to = ""
    """What a transition asked for and hands to what follows from it; nothing that is kept."""

    class Meta:
        verbose_name = gettext_noop("消费投诉")
        verbose_name_plural = gettext_noop("消费投诉")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The indexes follow the numbers whenever these are typed anew."""
        for name, index in (("phone", "phone_index"), ("id_number", "id_index")):
            typed = self.__dict__.get(name)
            if isinstance(typed, Typed):
                setattr(self, index, blind_of(name, typed))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """A complaint names the trader (文书式样一), and a code that is given is one by GB 32100."""
        super().clean()
        if mistyped := purchase_problem(self.bought_on, self.received_on):
            raise ValidationError({"bought_on": mistyped})
        if not self.firm_name.strip():
            raise ValidationError({"firm_name": gettext("请填写被投诉的经营者名称。")})
        if self.firm_code and (problem := uscc_problem(self.firm_code)):
            raise ValidationError({"firm_code": gettext(problem)})

    @property
    def received_on(self) -> date:
        """The day whose law says which grounds there are; before it is filed, today."""
        return timezone.localdate(self.filed_at)

    def asks_of(self, transition: Transition) -> tuple[Ask, ...]:
        """Grounds are those of the law of the day on which it was received, each with its article."""
        families = {"refuse": "refusal", "terminate": "termination"}
        lists = {"ground": families.get(transition.key, ""), "remedy": "remedy", "exclusion": "exclusion"}
        return tuple(
            replace(ask, choices=grounds.cited(family, self.received_on)) if (family := lists.get(ask.name)) else ask
            for ask in transition.asks
        )

    @property
    def decision(self) -> Decision | None:
        """Why it was refused, or why mediation ended, with the article; None for what ended otherwise or is open."""
        family = {"refused": "refusal", "terminated": "termination"}.get(self.state)
        if not family or not self.ground:
            return None
        label = _("不予受理的理由") if family == "refusal" else _("终止调解的理由")
        words = grounds.words(family, self.ground)
        return Decision(str(label), words, grounds.reference(family, self.ground, self.received_on))

    @property
    def exclusion_words(self) -> str:
        return grounds.words("exclusion", self.exclusion)

    @property
    def remedy_words(self) -> str:
        return grounds.words("remedy", self.remedy)

    @property
    def claims_said(self) -> list[str]:
        """What is asked for, in the reader's language."""
        return [str(label) for key, label in CLAIMS if key in self.claims]

    @property
    def competence(self) -> Competence[Any]:
        """Which region is competent by what is known of the trader."""
        return competent(
            Trader(self.trader_kind),
            place=self.trader_region,
            domicile=self.domicile_region,
            platform=self.platform_region,
            reachable=self.trader_reachable,
            received=self.region,
        )

    @property
    def competent_words(self) -> str:
        """What the competence follows from, in the reader's language."""
        return str(COMPETENT[self.competence.why])

    @property
    def long_ago(self) -> str:
        """The article of the limitation, if it is over counted from the purchase; a person says whether it is."""
        if self.bought_on is None:
            return ""
        rule = parameters()["complaint.limitation"].on(self.received_on)
        over = due(self.bought_on, rule.limit, calendar_now()).on
        return rule.reference if over and over < self.received_on else ""

    @property
    def papers(self) -> list[tuple[str, Any]]:
        """The official papers that its moves gave rise to, as (key of the transition, title)."""
        done = set(self.moves.filter(transition__in=PAPERS).values_list("transition", flat=True))
        return [(key, title) for key, title in PAPERS.items() if key in done]

    @property
    def told_to_firm(self) -> list[tuple[str, str]]:
        """What the firm has to answer to, without the name and the numbers of people (第20号令33)."""
        name = self.complainant.open()
        said = ((gettext("事实和经过"), self.facts.open()), (gettext("具体请求"), self.claim_words.open()))
        told = [(label, words) for label, words in said if words]
        return [(label, black_out(words.replace(name, "***") if name else words)) for label, words in told]

    def same_person(self, other: Complaint) -> bool:
        """Whether both come from one phone or one ID number."""
        pairs = ((self.phone_index, other.phone_index), (self.id_index, other.id_index))
        return any(mine and mine == theirs for mine, theirs in pairs)

    def same_trader(self, other: Complaint) -> bool:
        """Whether both are about one trader: of one code, or of one name where either has no code."""
        if self.firm_code and other.firm_code:
            return self.firm_code == other.firm_code
        return self.firm_name.strip() == other.firm_name.strip()

    def duplicates(self) -> models.QuerySet[Complaint]:
        """Other complaints of the same person about the same trader, filed near this one; a person decides on them."""
        person = Q(phone_index=self.phone_index) if self.phone_index else Q(pk__in=[])
        if self.id_index:
            person |= Q(id_index=self.id_index)
        trader = Q(firm_code=self.firm_code) if self.firm_code else Q(firm_name=self.firm_name)
        days = timedelta(days=int(str(parameters()["complaint.duplicate_days"].on(self.received_on).value)))
        near = Q(filed_at__range=(self.filed_at - days, self.filed_at + days))
        others = Complaint.objects.filter(person, trader, near).exclude(pk=self.pk).exclude(state="merged")
        return others.select_related("region").order_by("filed_at")
