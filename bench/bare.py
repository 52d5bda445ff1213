"""The least that could be done: one row written and committed, one row read by its key."""

from __future__ import annotations

import uuid

from django.db import connection

from .figures import Figure, repeat

TEXT = "as long as a short record " * 20


def insert() -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_least (id char(36) PRIMARY KEY, text text NOT NULL)")
    return repeat("bare insert", 500, lambda number: _write(str(uuid.uuid4())))


def read() -> Figure:
    keys = [str(uuid.uuid4()) for _ in range(500)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_least (id char(36) PRIMARY KEY, text text NOT NULL)")
    for key in keys:
        _write(key)
    return repeat("bare read", 2000, lambda number: _read(keys[number % len(keys)]))


def _write(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_least (id, text) VALUES (%s, %s)", [key, TEXT])


def _read(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM bench_least WHERE id = %s", [key])
        assert cursor.fetchone() is not None
