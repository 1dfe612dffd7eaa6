"""manage.py rotate_privacy_keys: a new key seals personal data from now on, and what is there is sealed with it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhiheng.mechanisms.privacy.keys import add_key, keyring
from zhiheng.mechanisms.privacy.rotating import reseal, sealed_models
from zhiheng.mechanisms.scope import everywhere


class Command(BaseCommand):
    help = "更换个人信息的加密密钥:新增一把密钥，并用它重新加密已有内容;可在系统运行时执行，中断后用 --resume 继续"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="不新增密钥，只把尚未用最新密钥加密的内容重新加密")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            newest = keyring().newest if options["resume"] else add_key()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem
        lost = 0
        # Every row of everybody, and none of its words is shown.
        with everywhere():
            for model in sealed_models():
                done = [0, 0]
                for anew, unreadable in reseal(model):
                    done = [done[0] + anew, done[1] + unreadable]
                self.stdout.write(f"{model._meta.verbose_name}：重新加密 {done[0]} 项，无法解密 {done[1]} 项")
                lost += done[1]
        self.stdout.write(f"现用密钥 {newest.hex()}。旧密钥至少再留 30 天：提交回执和备份仍用它加密。")
        if lost:
            raise CommandError(f"{lost} 项无法解密：所用的密钥不在密钥文件中，或内容被改动过。")
