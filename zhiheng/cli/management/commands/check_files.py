"""manage.py check_files: are the kept files still what was handed in? After a restore, and on a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhiheng.mechanisms.evidence.models import EvidenceFile, without_row


class Command(BaseCommand):
    help = "核对留存的文件:内容与登记的 SHA-256 是否一致,有没有丢失,有没有未登记的文件;有不一致时以状态 1 结束"

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        damaged = []
        for file in EvidenceFile.objects.iterator():
            count += 1
            if not file.intact():
                damaged.append(file)
        for file in damaged:
            said = "内容被改动" if file.path.exists() else "文件丢失"
            self.stdout.write(f"{said}:{file.name},{file.at:%Y-%m-%d} 提交,SHA-256 {file.sha256}")
        for path in without_row():
            self.stdout.write(f"未登记(不会对外提供):{path}")
        self.stdout.write(f"已核对 {count} 个文件,{len(damaged)} 个不一致")
        if damaged:
            raise CommandError("有文件与登记不一致,请从备份恢复")
