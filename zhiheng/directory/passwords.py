"""What a password must be."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """At least so many characters; Django's own sentence has no Chinese in 5.2."""

    def get_error_message(self) -> str:
        return gettext("密码太短，至少要 %(least)d 个字符。") % {"least": self.min_length}
