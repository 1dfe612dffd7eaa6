"""Engines over Spark Connect, each started once for the session on an address of its own: Sail, and Spark with Java."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhiheng.indicators.engines import leave


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks another engine reads files and no database: one of the two runs of the suite is enough."""
    for item in items:
        if {"sail", "spark"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("engine")


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """Sail in this process."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    url = "sc://{}:{}".format(*server.listening_address)
    yield url
    leave(url)
    server.stop()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Apache Spark, a driver and two workers in processes of their own, as a cluster has them."""
    if not shutil.which("java"):
        pytest.skip("no java on this machine: Apache Spark cannot be started")
    import pyspark

    home, room = Path(pyspark.__file__).parent, tmp_path_factory.mktemp("spark")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": 1,
        "spark.sql.warehouse.dir": room / "warehouse",
        "spark.local.dir": room / "local",
        "spark.ui.enabled": "false",
    }
    command = [home / "bin" / "spark-submit", "--master", "local-cluster[2,1,1024]"]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    command += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(room)}
    with (room / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=room, stdout=log, stderr=log, env=environment)
        try:
            _wait_for(port, server, room / "log")
            yield f"sc://127.0.0.1:{port}"
            leave(f"sc://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"Apache Spark did not start: {log.read_text()[-2000:]}")
