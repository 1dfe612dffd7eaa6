"""manage.py administrators: the first of each of the three, for an installation without demonstration accounts."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhiheng.directory import posts


class Command(BaseCommand):
    help = "为还没有在用账号的系统、安全、审计管理员各建一个账号,打印一次性密码;其余账号由他们在网页上建立"

    def handle(self, *args: Any, **options: Any) -> None:
        made = {role: secrets.token_urlsafe(12) for role in posts.vacant()}
        for officer in posts.appoint(made, at=timezone.now()):
            self.stdout.write(f"{officer.display_name} {officer.username} {made[officer.role]}")
        if not made:
            self.stdout.write("三类管理员都有在用的账号,没有新建")
