"""manage.py daily: what has to be done once a day, for a timer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from zhiheng.directory import posts
from zhiheng.directory.models import KeptForm
from zhiheng.directory.models.kept_form import KEPT_FOR
from zhiheng.mechanisms.cases.clocks import recount_provisional
from zhiheng.mechanisms.scope import everywhere
from zhiheng.systems.complaints.models import Knock

A_DAY = timedelta(days=1)
"""Counts of visits tell nothing once their hour is long over."""


class Command(BaseCommand):
    help = (
        "每天执行一次:到期的调岗、暂定的期限,过期的登录、留存的填写和回执,全部重写指标快照,"
        "最后核对文件(有不一致时以状态 1 结束)"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done, left = posts.carry_out(today=timezone.localdate(now), at=now)
        self.stdout.write(f"调岗 {done} 人")
        for reason in left:
            self.stdout.write(f"  未能调岗 {reason}")
        # They are the officers' own; a timer has no desk.
        with everywhere():
            forms, _ = KeptForm.objects.filter(at__lte=now - KEPT_FOR).delete()
        self.stdout.write(f"已删除 {forms} 份超过 {KEPT_FOR.days} 天的留存的填写")
        self.stdout.write(f"暂定的期限重新计算,{recount_provisional()} 个有变化")
        Knock.objects.filter(hour__lte=now - A_DAY).delete()
        call_command("clearsessions")
        call_command("forget_keys", stdout=self.stdout)
        call_command("snapshot", "--whole", stdout=self.stdout, stderr=self.stderr)
        call_command("check_files", stdout=self.stdout)
