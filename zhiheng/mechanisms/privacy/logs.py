"""No number of a person in a log: neither in a message nor in a traceback."""

from __future__ import annotations

import logging

from zhiheng.mechanisms.privacy.masking import black_out

FORMATTER = logging.Formatter()


class HidePersonal(logging.Filter):
    """Takes phone and ID numbers out of a record: an exception repeats what it could not make sense of."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # a message that does not fit its values is told all the same
            said = f"{record.msg} {record.args}"
        record.msg, record.args = black_out(said), None
        if record.exc_info:
            record.exc_text = black_out(record.exc_text or FORMATTER.formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = black_out(record.stack_info)
        return True
