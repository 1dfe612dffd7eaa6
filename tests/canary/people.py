"""Who asks: every role, at posts that are each other's own, child, parent, sibling, other and none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.canary.needles import word_of
from zhiheng.directory.models import Officer, Region, Token, Unit
from zhiheng.directory.tokens import make, new_secret, revoke

STRANGER = "stranger"
CITY, OTHER_CITY, OWN_WAY, AROUND_IT = "shijiazhuang", "tangshan", "dingzhou", "baoding"
"""定州 stands in 保定 and reports to the province itself: 保定 sees nothing of it."""

POSTS: dict[str, dict[str, Any]] = {
    "office": {"role": "office", "unit": "shichang", "region": "hebei"},
    "office2": {"role": "office", "unit": "shichang", "region": "hebei"},
    "reviewer": {"role": "reviewer", "region": "hebei"},
    # At the office's post, and once its officer: what was uploaded then is no longer theirs.
    "former": {"role": "reviewer", "unit": "shichang", "region": "hebei"},
    # Offices of other posts, whose readings are not those of the first.
    "elsewhere": {"role": "office", "unit": "gongxin", "region": "hebei"},
    "unplaced": {"role": "office", "unit": "shichang"},
    "province": {"role": "liaison", "region": "hebei"},
    "lead": {"role": "liaison", "unit": "shichang"},
    "unit": {"role": "liaison", "unit": "gongxin"},
    "city": {"role": "liaison", "region": CITY},
    "city-reviewer": {"role": "reviewer", "region": CITY},
    "other-city": {"role": "liaison", "region": OTHER_CITY},
    "own-way": {"role": "liaison", "region": OWN_WAY},
    "around-it": {"role": "liaison", "region": AROUND_IT},
    "county": {"role": "liaison", "region": "shijiazhuang-changan"},
    "sibling": {"role": "liaison", "region": "shijiazhuang-qiaoxi"},
    "other-county": {"role": "liaison", "region": "tangshan-lunan"},
    "city-unit": {"role": "liaison", "unit": "zq-bureau"},
    "nowhere": {"role": "liaison"},
    "roleless": {"role": "", "region": CITY},
    "inspector": {"role": "inspector", "region": CITY},
    "county-inspector": {"role": "inspector", "region": "shijiazhuang-changan"},
    "other-inspector": {"role": "inspector", "region": OTHER_CITY},
    "firm": {"role": "firm", "region": CITY, "firm_code": "91130100000000000U"},
    "other-firm": {"role": "firm", "region": CITY, "firm_code": "911302000000000001"},
    "system": {"role": "system_admin"},
    "security": {"role": "security_admin"},
    "audit": {"role": "audit_admin"},
}
CLOSED: dict[str, Any] = {"role": "liaison", "region": CITY, "is_active": False}
"""An account that was closed: its session and its token open nothing."""
PEOPLE = (*POSTS, STRANGER)
AT_THE_POST = frozenset({"office", "office2"})
OF_READINGS = frozenset({"elsewhere", "unplaced"})
"""Who asks for readings alone: with anything else they are as the office is."""
OF_CASEWORK = frozenset({"county-inspector", "other-inspector", "other-firm"})
"""Who asks for cases, registers and what is imported into them alone."""
ALIKE = frozenset({"office2", "former", "province"})
"""Who is at parts and imports much as others are: they ask for every third, and for what is theirs to do."""
OFFICE = AT_THE_POST | OF_READINGS
ALL = OFFICE | {"reviewer", "former"}
"""Who sees the work of the whole province."""
EVERY = ALL | {"province"}
"""The same with who receives and gives at the province itself, and sees what others gave once it is issued."""
AT_PARTS = frozenset(name for name, post in POSTS.items() if post["role"] in ("office", "liaison", "reviewer"))
ASKING_ALL = ("city", "lead", "inspector", STRANGER)
"""Who also opens every public page, and again after something was added."""
ASKING_FIRST = ("city", "unit", STRANGER, "county", "security")
"""Who meets most of what can go wrong."""
BEHIND_ROW_SECURITY = (*ASKING_FIRST, "firm", "county-inspector", "audit")
DIVIDERS = AT_PARTS - {"reviewer", "former", "city-reviewer"}
KEYS = {"closed": 401, "revoked": 401, "expired": 401, "last day": 200, "read only": 200}
"""Tokens that are not a person's of above, and what they get."""


def settle() -> dict[str, Officer]:
    """An account at each post, in a world that has the directory."""
    bureau = Unit(slug="zq-bureau", name="石家庄市林果局", place="石家庄市", kind=Unit.NAMED, sort_no=9001)
    bureau.fill_keys()
    bureau.save()
    # Not the only one, so that acts on the account of the first are refused for no other reason than whose it is.
    _officer("spare", role="system_admin")
    return {name: _officer(name, **post) for name, post in (POSTS | {"closed": CLOSED}).items()}


def tokens_for(officers: dict[str, Officer], at: datetime) -> dict[str, str]:
    """A token that may write for each person, by name."""
    secrets = {name: new_secret() for name in officers}
    last = timezone.localdate(at) + timedelta(days=2)
    for name, secret in secrets.items():
        make(secret, name=word_of("token", name), scope=Token.WRITE, expires=last, by=officers[name], at=at)
    return secrets | _spent(officers["city"], at)


def _spent(officer: Officer, at: datetime) -> dict[str, str]:
    """A person's tokens that were taken back, ran out yesterday, run out today, and only read."""
    secrets, today = {name: new_secret() for name in KEYS if name != "closed"}, timezone.localdate(at)
    for name, secret in secrets.items():
        scope = Token.READ if name == "read only" else Token.WRITE
        token = make(secret, name=name, scope=scope, expires=today, by=officer, at=at)
        if name == "revoked":
            revoke(token, by=officer, at=at)
    Token._base_manager.filter(officer=officer, name="expired").update(expires=today - timedelta(days=1))
    return secrets


def _officer(name: str, unit: str = "", region: str = "", **post: Any) -> Officer:
    at: dict[str, Any] = {"unit": Unit.objects.get(slug=unit)} if unit else {}
    at |= {"region": Region.objects.get(slug=region)} if region else {}
    return Officer.objects.create(username=name, display_name=f"演示用户·{name}", **at, **post)
