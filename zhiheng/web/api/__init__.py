"""The interface for machines: every page's data by address, described by OpenAPI 3.1 at /api/openapi.json."""

from __future__ import annotations

from zhiheng.web.api.acts import router as acts
from zhiheng.web.api.apportionments import router as apportionments
from zhiheng.web.api.cases import router as cases
from zhiheng.web.api.corrections import router as corrections
from zhiheng.web.api.directory import router as directory
from zhiheng.web.api.figures import router as figures
from zhiheng.web.api.imports import router as imports
from zhiheng.web.api.intakes import router as intakes
from zhiheng.web.api.interface import Interface
from zhiheng.web.api.ledgers import router as ledgers
from zhiheng.web.api.me import router as me
from zhiheng.web.api.numbers import router as numbers
from zhiheng.web.api.parts import router as parts
from zhiheng.web.api.proposals import router as proposals
from zhiheng.web.api.readings import router as readings
from zhiheng.web.api.registers import router as registers
from zhiheng.web.api.rows import router as rows
from zhiheng.web.api.search import router as search
from zhiheng.web.api.talk import router as talk
from zhiheng.web.api.views import router as views

api = Interface(
    title="质衡 Zhiheng",
    version="1",
    description=(
        "行动方案台账：公开数据不用登录；任务分解等工作用访问令牌，权限与本人相同。The ledger of a government action "
        "plan: public data without sign-in; work with a token and its officer's rights. Lists are paged by cursor; "
        "errors are application/problem+json in Chinese or, with Accept-Language: en, in English; every write carries "
        "an Idempotency-Key and has one effect; every figure says whether it was generated (demo)."
    ),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/ledgers", ledgers)
api.add_router("/ledgers", rows)
api.add_router("/ledgers", figures)
api.add_router("", directory)
api.add_router("", numbers)
api.add_router("", search)
api.add_router("", me)
api.add_router("", readings)
api.add_router("", corrections)
api.add_router("", parts)
api.add_router("", acts)
api.add_router("", talk)
api.add_router("", apportionments)
api.add_router("", proposals)
api.add_router("", imports)
api.add_router("", views)
api.add_router("", cases)
api.add_router("", registers)
api.add_router("", intakes)
