"""Values of fields that a declaration names, as JSON brings them and as a form takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, StringConstraints

from zhiheng.web.api.paging import LARGEST

Name = Annotated[str, StringConstraints(max_length=60, pattern=r"^\w*$")]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=-LARGEST, le=LARGEST, strict=True)]
Given = Text | StrictBool | Number | None


def as_typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a person types them. A form breaks at a number for a day before it can refuse it."""
    return {name: value if value is None or isinstance(value, list) else str(value) for name, value in fields.items()}
