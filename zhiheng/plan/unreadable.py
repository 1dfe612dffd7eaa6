"""The one answer for a file that cannot be read: a line that says what is wrong and what to do."""

from __future__ import annotations


class Unreadable(Exception):
    """A file is missing, broken, locked or of a kind that holds no text to read.

    ``message_zh`` and ``message_en`` are one line each, for people: never a trace, never a path of ours.
    """

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}({message_en})")
        self.message_zh = message_zh
        self.message_en = message_en
