"""Copying a PostgreSQL database with its own tools, and putting a copy in its place under the same name."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg import sql

from .packet import Unusable

MAINTENANCE = "postgres"  # the database every server has, from which others are made and renamed


def address_of(name: str) -> str:
    """The address of another database on the same server."""
    its: dict[str, Any] = connection.settings_dict
    who = quote(str(its["USER"]), safe="")
    if its["PASSWORD"]:
        who += f":{quote(str(its['PASSWORD']), safe='')}"
    options = {key: value for key, value in its["OPTIONS"].items() if isinstance(value, str)}
    if its["HOST"].startswith("/"):
        where, options = "", options | {"host": its["HOST"]}
    else:
        where = its["HOST"]
    port = f":{its['PORT']}" if its["PORT"] else ""
    told = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{who}@{where}{port}/{quote(name, safe='')}{told}"


def copy(into: Path) -> None:
    """A dump of one moment, packed; others go on writing."""
    _tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={into}", its_name())
    into.chmod(0o600)


def its_name() -> str:
    return str(connection.settings_dict["NAME"])


def load(dump: Path, name: str) -> None:
    """Make a new database of this name from a dump."""
    with _maintenance() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    _tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(dump))


@contextmanager
def loaded(dump: Path) -> Iterator[str]:
    """A dump as a database for a while, to look into it; gone afterwards."""
    name = f"bedside_look_{secrets.token_hex(6)}"
    try:
        load(dump, name)
        yield name
    finally:
        drop(name)


def drop(name: str) -> None:
    with _maintenance() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def put_in_place(name: str, moment: str) -> str:
    """Let this database be ours from now on; the one that was gets another name, and stays."""
    ours, aside = its_name(), f"{its_name()}_replaced_{moment.replace('-', '').lower()}"
    connection.close()
    with _maintenance() as server:
        used = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'", [ours]
        ).fetchone()
        if used and used[0]:
            raise Unusable("Somebody is using the database. Stop every `bedside run` and `bedside worker` first.")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with server.transaction():
            server.execute(rename.format(sql.Identifier(ours), sql.Identifier(aside)))
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(ours)))
    return aside


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    try:
        with psycopg.connect(address_of(MAINTENANCE), autocommit=True) as server:
            yield server
    except psycopg.errors.InsufficientPrivilege as error:
        raise Unusable(
            "The database's user may not make databases, which is needed to open a backup. "
            "ALTER ROLE … CREATEDB lets it."
        ) from error
    except psycopg.OperationalError as error:
        raise Unusable(f"The database server does not answer: {error}") from error


def _tool(name: str, *words: str) -> None:
    if shutil.which(name) is None:
        raise Unusable(f"{name} is missing on this machine (on Debian or Ubuntu: apt-get install postgresql-client).")
    its: dict[str, Any] = connection.settings_dict
    around = os.environ | {"PGUSER": str(its["USER"]), "PGPASSWORD": str(its["PASSWORD"])}
    around |= {"PGHOST": str(its["HOST"]), "PGPORT": str(its["PORT"])}
    around |= {f"PG{key.upper()}": value for key, value in its["OPTIONS"].items() if key.startswith("ssl")}
    around = {key: value for key, value in around.items() if value}
    done = subprocess.run([name, *words], env=around, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it did not say why"])[0]
        raise Unusable(f"{name} did not succeed: {why}")
