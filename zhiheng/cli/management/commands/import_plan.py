"""manage.py import_plan FILE: read a plan document and bring its ledger to what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

import zhiheng.plan
from zhiheng.cli.telling import tell_outcome
from zhiheng.ledger.importing import NotAPlan, import_plan, ledger_for
from zhiheng.ledger.models import Document, Ledger
from zhiheng.plan.unreadable import Unreadable


class Command(BaseCommand):
    help = "读取一份行动方案(.docx .txt .html .pdf),写入台账,并说明读到了什么、没读到什么、比上一版变了什么"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ledger", help="台账标识;不写则按标题认领,没有同名的就新建")
        parser.add_argument("--lead", action="store_true", help="把这份台账放到首页")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            plan = zhiheng.plan.read(path)
        except Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            outcome = import_plan(
                plan,
                slug=options["ledger"] or ledger_for(plan),
                form=Document.OFFICIAL,
                source_name=path.name,
                by=None,
                at=timezone.now(),
            )
        except NotAPlan as error:
            raise CommandError(f"{path.name}:{error}", returncode=2) from error
        if options["lead"]:
            Ledger.objects.exclude(pk=outcome.document.ledger_id).filter(sort_no=1).update(sort_no=100)
            Ledger.objects.filter(pk=outcome.document.ledger_id).update(sort_no=1)
        tell_outcome(self.stdout, plan, outcome)
        self.stdout.write("已直接入账,没有经过第二人确认;要经过确认,请在网页上“上传方案”")
