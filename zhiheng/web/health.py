"""Probes: is the process alive, and can it answer."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from zhiheng.mechanisms.row_security import bypassed


def livez(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, no migration is missing, and row-level security holds; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        passes = bypassed()
    except DatabaseError as error:
        return JsonResponse({"status": "unavailable", "reason": type(error).__name__}, status=503)
    if missing:
        return JsonResponse({"status": "unavailable", "reason": "migrations missing"}, status=503)
    if passes:
        return JsonResponse({"status": "unavailable", "reason": "row security bypassed"}, status=503)
    return JsonResponse({"status": "ok"})
