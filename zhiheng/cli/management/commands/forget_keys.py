"""manage.py forget_keys: remove the receipts of posts that nobody will send again; meant for a daily timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhiheng.mechanisms.idempotency.models import KEPT_FOR, forget_receipts


class Command(BaseCommand):
    help = "删除超过保留期的提交回执(防重复办理用);可每天执行一次"

    def handle(self, *args: Any, **options: Any) -> None:
        number = forget_receipts(at=timezone.now())
        self.stdout.write(f"已删除 {number} 条超过 {KEPT_FOR.days} 天的提交回执")
