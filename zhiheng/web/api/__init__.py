"""The interface for machines: every page's data by address, described by OpenAPI 3.1 at /api/openapi.json."""

from __future__ import annotations

from zhiheng.web.api.directory import router as directory
from zhiheng.web.api.figures import router as figures
from zhiheng.web.api.interface import Interface
from zhiheng.web.api.ledgers import router as ledgers
from zhiheng.web.api.rows import router as rows
from zhiheng.web.api.search import router as search

api = Interface(
    title="质衡 Zhiheng",
    version="1",
    description=(
        "行动方案台账的公开数据，只读，不用登录。Public data of the ledger of a government action plan: read only, no "
        "sign-in. Lists are paged by cursor; errors are application/problem+json in Chinese or, with "
        "Accept-Language: en, in English; every figure says whether it was generated (demo)."
    ),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/ledgers", ledgers)
api.add_router("/ledgers", rows)
api.add_router("/ledgers", figures)
api.add_router("", directory)
api.add_router("", search)
