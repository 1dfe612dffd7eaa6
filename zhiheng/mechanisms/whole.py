"""A request that breaks off is not taken for a shorter one.

When a connection is cut inside a form, the server hands over what came, and a form of half its fields would be carried
out. Here reading past the cut raises OSError, which Django turns into UnreadablePostError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole(application: Application) -> Application:
    """A WSGI application that never sees the end of a body before the length that its sender announced."""

    def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or ""
        if announced.isdigit():
            environ["wsgi.input"] = _Whole(environ["wsgi.input"], int(announced))
        return application(environ, start_response)

    return checked


class _Whole:
    """A stream of which so many bytes must come."""

    def __init__(self, stream: Any, length: int) -> None:
        self.stream, self.left = stream, length

    def read(self, size: int | None = -1) -> bytes:
        """At most ``size`` bytes, all that are left without one; OSError when fewer come."""
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        data = b""
        while len(data) < wanted:
            data += self._came(self.stream.read(wanted - len(data)))
        self.left -= len(data)
        return data

    def readline(self, size: int | None = -1) -> bytes:
        """One line of at most ``size`` bytes; OSError when the body breaks off before it began."""
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        line = self._came(self.stream.readline(wanted)) if wanted else b""
        self.left -= len(line)
        return line

    def _came(self, data: bytes) -> bytes:
        if not data:
            raise OSError("the request broke off")
        return data
