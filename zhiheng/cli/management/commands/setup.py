"""manage.py setup: directory, calendar, the bundled plan, a plan file if one is given, the demonstration province."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from zhiheng.cli.telling import tell_outcome
from zhiheng.data import bundled_plans
from zhiheng.directory.loading import load_accounts, load_directory
from zhiheng.directory.models import Officer
from zhiheng.ledger.importing import import_plan
from zhiheng.ledger.models import Document, Indicator, Ledger
from zhiheng.mechanisms.calendar.loading import load_calendar
from zhiheng.plan import edition
from zhiheng.reporting.demonstration import load_figures
from zhiheng.supervision.demonstration import publish_values, told
from zhiheng.systems.complaints.demonstration import load_complaints
from zhiheng.systems.registers.demonstration import load_registers
from zhiheng.systems.sampling.demonstration import load_sampling


class Command(BaseCommand):
    help = "装入地区与单位名录、内置方案(要点版)和演示数据;重复执行不改动已有数据"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="不装入演示数据")
        parser.add_argument("--plan", type=Path, help="另外读入一份方案文件")
        parser.add_argument("--as-of", type=date.fromisoformat, help="演示数据截至哪一天,默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        regions, units = load_directory()
        self.stdout.write(f"名录:{regions} 个地区,{units} 个单位")
        years = load_calendar(at=timezone.now())
        self.stdout.write(f"放假安排:新载入或更新 {len(years)} 年")
        for name in bundled_plans():
            self._load_bundled(name)
        if options["plan"]:
            call_command("import_plan", options["plan"], "--lead", stdout=self.stdout)
        if options["no_demo"]:
            self.stdout.write("未装入演示数据:台账中没有数值")
            return
        for account in load_accounts():
            self.stdout.write(f"  {account.username:<16} {account.password:<14} {account.name}")
        handler = Officer.objects.get(username="demo-bureau")
        registered = load_registers(timezone.now(), by=handler)
        self.stdout.write(f"演示数据:登记簿 {registered} 行(均标注“演示数据”)")
        complaints = load_complaints(timezone.now(), by=handler)
        self.stdout.write(f"演示数据:{complaints} 件投诉(均标注“演示数据”)")
        office, laboratory = (Officer.objects.get(username=f"demo-{post}") for post in ("office", "lab"))
        samples, batches = load_sampling(timezone.now(), by=handler, laboratory=laboratory)
        self.stdout.write(f"演示数据:{samples} 个样品、{batches} 个检验批次(均标注“演示数据”)")
        values = publish_values(timezone.now(), by=office)
        count = load_figures(options["as_of"] or timezone.localdate(), told(Indicator.objects.all()))
        self.stdout.write(f"演示数据:{values} 个公布值、{count} 个数值(均标注“演示数据”)")

    def _load_bundled(self, name: str) -> None:
        """A ledger that is there already is left alone: it may hold a later, official edition."""
        if Ledger.objects.filter(slug=name).exists():
            return
        plan = edition.load(name)
        outcome = import_plan(
            plan,
            slug=name,
            form=Document.DIGEST,
            source_name=f"{name}.yaml",
            by=None,
            at=timezone.now(),
            extras=edition.translations(name),
        )
        tell_outcome(self.stdout, plan, outcome)
