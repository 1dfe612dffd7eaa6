"""manage.py industry_output: the weights of the pass rate of manufactured goods, from the statistics bureau's table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zhiheng.systems.sampling.outputs import NotRead, enter_outputs


class Command(BaseCommand):
    help = "载入分地区、分行业的工业产值(CSV:year,region,industry,value,单位万元);重复载入即更正,改动留痕"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV 文件,UTF-8")
        parser.add_argument("--source", required=True, help="出处,如 2025年统计年鉴 表13-4")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as table:
                new, changed, beside = enter_outputs(table, options["source"], by=None, at=timezone.now())
        except (OSError, UnicodeDecodeError, NotRead) as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(f"工业产值:新载入 {new} 个,更正 {changed} 个")
        if beside:
            self.stdout.write(f"下级地区另有产值,只按扣除后的余数计权:{'、'.join(beside)}")
