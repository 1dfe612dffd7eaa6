"""任务分解: what one post gives another to do, and what the two say about it."""

from zhiheng.division.models.apportionment import Apportionment, Quota
from zhiheng.division.models.attachment import Attachment
from zhiheng.division.models.comment import Comment
from zhiheng.division.models.import_batch import ImportBatch
from zhiheng.division.models.import_row import ImportRow
from zhiheng.division.models.part import Part

__all__ = ["Apportionment", "Attachment", "Comment", "ImportBatch", "ImportRow", "Part", "Quota"]
