"""Who asks: every role, at posts that are each other's own, child, parent, sibling, other and none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.canary.needles import word_of
from zhiheng.directory.models import Officer, Region, Token, Unit
from zhiheng.directory.tokens import make, new_secret

STRANGER = "stranger"
CITY, OTHER_CITY, OWN_WAY, AROUND_IT = "shijiazhuang", "tangshan", "dingzhou", "baoding"
"""定州 stands in 保定 and reports to the province itself: 保定 sees nothing of it."""

POSTS: dict[str, dict[str, Any]] = {
    "office": {"role": "office", "unit": "shichang", "region": "hebei"},
    "office2": {"role": "office", "unit": "shichang", "region": "hebei"},
    "reviewer": {"role": "reviewer", "region": "hebei"},
    # At the office's post, and once its officer: what was uploaded then is no longer theirs.
    "former": {"role": "reviewer", "unit": "shichang", "region": "hebei"},
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
    "firm": {"role": "firm", "region": CITY, "firm_code": "91130600000000000X"},
    "system": {"role": "system_admin"},
    "security": {"role": "security_admin"},
    "audit": {"role": "audit_admin"},
}
PEOPLE = (*POSTS, STRANGER)
OFFICE = frozenset({"office", "office2"})
ALL = OFFICE | {"reviewer", "former"}
"""Who sees the work of the whole province."""
AT_PARTS = frozenset(name for name, post in POSTS.items() if post["role"] in ("office", "liaison", "reviewer"))
ASKING_ALL = ("city", "lead", "inspector", STRANGER)
"""Who also opens every public page, and again after something was added."""
ASKING_FIRST = ("city", "unit", STRANGER, "county", "security")
"""Who meets most of what can go wrong."""
DIVIDERS = AT_PARTS - {"reviewer", "former", "city-reviewer"}


def settle() -> dict[str, Officer]:
    """An account at each post, in a world that has the directory."""
    bureau = Unit(slug="zq-bureau", name="石家庄市林果局", place="石家庄市", kind=Unit.NAMED, sort_no=9001)
    bureau.fill_keys()
    bureau.save()
    return {name: _officer(name, **post) for name, post in POSTS.items()}


def tokens_for(officers: dict[str, Officer], at: datetime) -> dict[str, str]:
    """A token that may write for each person, by name."""
    secrets = {name: new_secret() for name in officers}
    last = at.date() + timedelta(days=2)
    for name, secret in secrets.items():
        make(secret, name=word_of("token", name), scope=Token.WRITE, expires=last, by=officers[name], at=at)
    return secrets


def _officer(name: str, unit: str = "", region: str = "", **post: Any) -> Officer:
    at: dict[str, Any] = {"unit": Unit.objects.get(slug=unit)} if unit else {}
    at |= {"region": Region.objects.get(slug=region)} if region else {}
    return Officer.objects.create(username=name, display_name=f"演示用户·{name}", **at, **post)
