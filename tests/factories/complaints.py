"""Complaints as people file and handle them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from tests.factories.registers import FIRM
from zhiheng.directory.models import Officer, Region
from zhiheng.mechanisms.cases.acting import act, file
from zhiheng.mechanisms.cases.declaring import Hand
from zhiheng.mechanisms.cases.models import Case, CaseMove
from zhiheng.mechanisms.scope import Desk, at_desk
from zhiheng.systems.complaints.models import Complaint, OdrMember

HERE = "shijiazhuang-qiaoxi"
ID_CARD = "11010519491231002X"
"""The number that GB 11643-1999 gives as its own example; its check digit is right."""

SAID: dict[str, dict[str, Any]] = {
    "ask_identity": {"what": "身份证复印件"},
    "identity_given": {"id_type": "id_card", "id_number": ID_CARD},
    "accept": {},
    "refuse": {"ground": "competence", "remedy": "court", "explanation": "经营者在外地。"},
    "transfer": {"to": "tangshan-lubei", "why": "经营地在路北区。"},
    "dispute": {"with_region": "tangshan-lubei", "why": "两地都有营业场所。"},
    "transfer_out": {"to": "某某省某某市市场监管局", "why": "经营地在外省。"},
    "to_odr": {},
    "odr_answer": {"negotiated_on": "2026-05-08", "way": "电话", "process": "已联系消费者。", "result": "同意退款。"},
    "odr_settle": {"result": "全额退款。"},
    "odr_fail": {"why": "金额谈不拢。"},
    "answer": {"stance": "partly", "words": "同意换货，不同意赔偿。"},
    "suspend": {"reason": "testing"},
    "resume": {},
    "agree": {"way": "performed", "terms": "当场退款。", "recovered": "199.00"},
    "terminate": {"ground": "no_agreement", "explanation": "双方分歧较大。"},
    "tell_termination": {"how": "phone"},
    "withdraw": {},
    "withdraw_mediated": {},
    "follow_up": {"reached": "yes", "solved": "yes", "satisfaction": "4"},
    "rate": {"solved": "yes", "satisfaction": "5"},
    "publish": {"summary": "消费者购买电水壶不通电，经调解退款。"},
    "unpublish": {"why": "摘要有误。"},
    "exclude": {"exclusion": "privacy"},
    "reopen": {"why": "经营者没有履行协议。"},
    "split": {"since": "same_paper", "clue": "产品没有合格证。"},
    "consent": {"publish": "no"},
    "supplement": {"words": "补交发票照片。"},
}
"""What is said with each transition, where nothing else is wanted."""


def said_on(key: str, day: str) -> dict[str, Any]:
    """What is said with a transition on a day: a notice sets that day for proof of identity."""
    return {**SAID.get(key, {}), **({"identity_by": day} if key == "ask_identity" else {})}


def region(slug: str = HERE) -> Region:
    """A county by its slug."""
    return Region.objects.get(slug=slug)


def on(day: str, hour: int = 10) -> datetime:
    """A moment of a day, in the time of the office."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(hour)))


def handles(*slugs: str) -> AbstractContextManager[None]:
    """Everything inside is asked by who handles these counties."""
    return at_desk(Desk(casework=frozenset(region(slug).pk for slug in slugs or (HERE,))))


def holds(case: Case) -> AbstractContextManager[None]:
    """Everything inside is asked by who holds the receipt of a case."""
    return at_desk(Desk(case=case.pk))


def firm(code: str = FIRM) -> AbstractContextManager[None]:
    """Everything inside is asked by a firm."""
    return at_desk(Desk(firm=code))


def joins_odr(code: str = FIRM, **said: Any) -> OdrMember:
    """A firm takes part in ODR."""
    with handles():
        return OdrMember.objects.create(code=f"ODR-{code}", name="某某商场", firm_code=code, region=region(), **said)


def complaint(day: str = "2026-04-30", slug: str = HERE, **said: Any) -> Complaint:
    """A complaint of 王小明 about an electric kettle, filed on the web on a day."""
    given: dict[str, Any] = {
        "complainant": "王小明",
        "phone": "13800138000",
        "id_type": "id_card",
        "id_number": ID_CARD,
        "firm_name": "某某商场",
        "firm_code": FIRM,
        "field": "appliances",
        "goods": "电水壶",
        "facts": "用了三天就不通电，商场不肯退。",
        "claims": ["refund"],
        "agrees_to_publish": True,
    }
    made = Complaint(region=region(slug), **given | said)
    with holds(made):
        file(made, by=None, hand=Hand.FILER, at=on(day))
    return made


def does(case: Case, key: str, day: str, by: Officer | None = None, **said: Any) -> CaseMove:
    """Do something with a case from the desk of now, on a day."""
    return act(case, key, case.version, said_on(key, day) | said, by=by, at=on(day))
