"""What `bedside` can do on the command line: each word, what it is for, and the module that does it.

A module offers `arguments(parser)` and `run(chosen) -> int`. It is read only when its word is said, and a word whose
module is not there is not offered.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast


class Body(Protocol):
    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, chosen: argparse.Namespace) -> int: ...


@dataclass(frozen=True)
class Command:
    module: str
    purpose: str
    needs_django: bool = True

    @property
    def is_there(self) -> bool:
        return find_spec(self.module) is not None

    def body(self) -> Body:
        return cast(Body, import_module(self.module))


COMMANDS = {
    "run": Command("bedside.config.run", "Start Bedside here: pages, live updates and background work in one process."),
    "worker": Command("bedside.config.run_worker", "Do background work only, beside other processes (PostgreSQL)."),
    "migrate": Command("bedside.config.migrate", "Bring the database up to date with this version."),
    "town": Command("bedside.config.town", "Build the small clinic town of invented people."),
    "import": Command("bedside.exchange.import_command", "Take in data from other systems, such as FHIR files."),
    "export": Command("bedside.exchange.export_command", "Write data out for other systems."),
    "ask": Command("bedside.config.ask", "Ask one of Bedside's judgements: JSON lines in, JSON lines out.", False),
    "learn": Command("bedside.config.learn", "Learn from past bookings, and say how good what was learned is.", False),
    "simulate": Command(
        "bedside.config.simulate", "Try out a clinic day by the rules of the queue, many times.", False
    ),
    "backup": Command("bedside.config.backup", "Make a backup while Bedside runs, and check that it can be read."),
    "restore": Command("bedside.config.restore", "Put a backup back."),
    "check": Command("bedside.config.check", "Look whether the database and the journal are as they should be."),
}
