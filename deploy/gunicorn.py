"""How gunicorn serves the portal: on this machine's own address only, with the address printed when it answers.

``python deploy/gunicorn.py PORT`` says at once, before any long step, that a port is taken.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
bind = f"{HOST}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 120
loglevel = "warning"
control_socket_disable = True
# Both workers answer from one loaded program: half the memory, and a broken one shows its error once.
preload_app = True
# What tools/prepare.py found: the role of PostgreSQL to work as. An environment that names one wins.
role = Path(os.environ.get("ZHIHENG_VAR") or "var", "database_role")
if role.exists():
    os.environ.setdefault("ZHIHENG_DATABASE_ROLE", role.read_text())


def on_starting(server: Any) -> None:
    """No number of a person in the server's own log either; the processes it makes inherit the filter."""
    from zhiheng.mechanisms.privacy.logs import HidePersonal

    for handler in server.log.error_log.handlers:
        handler.addFilter(HidePersonal())


def when_ready(server: Any) -> None:
    """Print where to look."""
    print(f"\n  质衡已就绪 · Zhiheng is ready:  http://{bind}/   (Ctrl+C 停止 · stops it)\n", flush=True)


def free(port: int) -> bool:
    """Whether nothing listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


if __name__ == "__main__" and not free(int(sys.argv[1])):
    sys.exit(f"Port {sys.argv[1]} is in use. Choose another one: make run PORT={int(sys.argv[1]) + 1}")
