"""A whole Bedside of its own: data folder, database, real processes that may be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


class Process:
    """One running process, and every line it has written so far."""

    def __init__(self, words: Sequence[str], environment: dict[str, str], errors: Path) -> None:
        with errors.open("ab") as paper:
            self._process = subprocess.Popen(
                words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=paper, start_new_session=True
            )
        self.errors = errors
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        return self._process.poll()

    def wait_for(self, beginning: str, seconds: float = SECONDS) -> str:
        """The first line that begins so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if line.startswith(beginning):
                    return line
            if self.code is not None and not self._reader.is_alive():
                break
            time.sleep(0.02)
        raise AssertionError(f"no line {beginning!r} (code {self.code}):\n{self.lines[-5:]}\n{self.told_wrong()}")

    def told_wrong(self) -> str:
        return self.errors.read_text(errors="replace")[-3000:]

    def send(self, number: int) -> None:
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        if self.code is None:
            self.send(signal.SIGKILL)
        self.end()

    def stop(self, number: int = signal.SIGTERM, seconds: float = 60) -> int:
        if self.code is None:
            self.send(number)
        return self.end(seconds)

    def end(self, seconds: float = 60) -> int:
        code = self._process.wait(seconds)
        self._reader.join(5)
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip("\n"))


@dataclass
class Installation:
    folder: Path
    database: str = ""  # empty: SQLite in the folder
    settings: dict[str, str] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        ours = {"BEDSIDE_DATA": str(self.folder), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        if self.database:
            ours["BEDSIDE_DATABASE"] = self.database
        theirs = {name: value for name, value in os.environ.items() if not name.startswith(("BEDSIDE_", "DJANGO_"))}
        return theirs | ours | self.settings

    def start(self, module: str, *words: str, under: Sequence[str] = ()) -> Process:
        command = [*under, sys.executable, "-m", module, *words]
        process = Process(command, self.environment, self.folder / "errors.log")
        self.processes.append(process)
        return process

    def serve(self, *words: str, under: Sequence[str] = ()) -> tuple[Process, str]:
        """`bedside run`, and the address at which it answers."""
        process = self.start("bedside", "run", "--port", "0", *words, under=under)
        return process, process.wait_for("Bedside is open at ").split()[4].replace("localhost", "127.0.0.1")

    def call(self, module: str, *words: str, told: Any = None) -> subprocess.CompletedProcess[str]:
        """Run something to its end."""
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=ROOT,
            input=None if told is None else json.dumps(told),
            capture_output=True,
            text=True,
            timeout=3 * SECONDS,  # a machine may be busy with much else
        )

    def end(self) -> None:
        for process in self.processes:
            process.kill()


def empty(folder: Path) -> Installation:
    """A new installation with nothing in it; on PostgreSQL in a database beside the one of BEDSIDE_DATABASE."""
    folder.mkdir(parents=True)
    ours = Installation(folder)
    if address := _postgres():
        name = f"race_{os.getpid()}_{time.monotonic_ns() % 10**9}"
        _administer(f'CREATE DATABASE "{name}"')
        ours.database = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    return ours


def found(folder: Path) -> Installation:
    """A new installation, migrated."""
    ours = empty(folder)
    done = ours.call("bedside", "migrate", "--quiet")
    assert done.returncode == 0, done.stderr
    return ours


def copy(pattern: Installation, folder: Path) -> Installation:
    """Another installation in the state of this one; quicker than founding a new one."""
    shutil.copytree(pattern.folder, folder, ignore=shutil.ignore_patterns("errors.log", "bedside.lock"))
    ours = Installation(folder)
    if pattern.database:
        name, old = f"race_{os.getpid()}_{time.monotonic_ns() % 10**9}", urlsplit(pattern.database).path[1:]
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{old}"')
        ours.database = urlunsplit(urlsplit(pattern.database)._replace(path=f"/{name}"))
    return ours


def remove(ours: Installation) -> None:
    ours.end()
    if ours.database:
        _administer(f'DROP DATABASE "{urlsplit(ours.database).path[1:]}" WITH (FORCE)')
    shutil.rmtree(ours.folder, ignore_errors=True)


def _postgres() -> str:
    address = os.environ.get("BEDSIDE_DATABASE", "")
    return address if address.startswith("postgres") else ""


def _administer(statement: str) -> None:
    import psycopg

    with psycopg.connect(_postgres(), autocommit=True) as line:
        line.execute(statement.encode())
