"""manage.py snapshot: write what changed, or everything, for the numbers; remove what nothing names any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zhiheng.indicators import marking
from zhiheng.indicators.snapshot import alone, newest, prune, take

PATIENCE = 60.0
"""Seconds that it waits for another process that writes."""


class Command(BaseCommand):
    help = "更新指标快照:只重写有变化的月份;--whole 全部重写并与原来的比较,清理无人引用的旧快照"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--whole", action="store_true", help="全部重写:越过触发器的改动也会被发现")

    def handle(self, *args: Any, **options: Any) -> None:
        if set(marking.standing()) != set(marking.triggers()):
            raise CommandError("数据库的触发器与模型的声明不一致，请先运行 manage.py migrate。")
        with alone(PATIENCE) as mine:
            if not mine:
                raise CommandError("另一个进程正在写快照，请稍后再试。")
            if options["whole"]:
                # What is marked is written first, so that the rest can only differ by what went past the triggers.
                take()
            before = newest()
            found = take(whole=options["whole"])
            gone = prune(timezone.now())
        rows = sum(part.rows for months in found.parts.values() for part in months.values())
        self.stdout.write(f"快照 {found.hash[:12]}:{len(found.parts)} 张表,{rows} 条记录;已删除 {gone} 个旧文件")
        if options["whole"] and before and before.hash != found.hash:
            for table, months in found.parts.items():
                changed = sorted(m for m in months if before.parts.get(table, {}).get(m) != months[m])
                if changed:
                    self.stderr.write(f"  {table} 的 {'、'.join(changed)} 与原快照不一致,已更正:请查明是怎样改动的")
