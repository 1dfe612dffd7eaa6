"""What every row of the ledger has: its key, its edition and its quote."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from zhiheng.ledger.models.document import Document
from zhiheng.ledger.models.ledger import Ledger


class Row(models.Model):
    """A row of the ledger. ``key`` stays the same through the editions; ``document`` is the last that carried it.

    ``clause_key`` is the place as the reader names it; for a task that is a paragraph it is no clause of the outline.
    A row whose document is not the edition in force was withdrawn by a later edition and is kept for its history.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, verbose_name="台账")
    document = models.ForeignKey(Document, on_delete=models.RESTRICT, related_name="+", verbose_name="文件版本")
    key = models.CharField("编号", max_length=200)
    clause_key = models.CharField("所在条目编号", max_length=120)
    start = models.PositiveIntegerField("原文起")
    end = models.PositiveIntegerField("原文止")
    sort_no = models.PositiveIntegerField("顺序")

    class Meta:
        abstract = True
        ordering = ["ledger", "sort_no"]

    @property
    def quote(self) -> str:
        """原文: the words of the document that ask for this row."""
        return self.document.text[self.start : self.end]

    @property
    def quote_url(self) -> str:
        """The document opened at these words, marked."""
        return text_url(self.ledger, self.start, self.end)


def text_url(ledger: Ledger, start: int, end: int) -> str:
    """The page of the document with a run of characters marked and scrolled to."""
    return f"{reverse('text', args=[ledger.slug])}?quote={start}-{end}#quote"
