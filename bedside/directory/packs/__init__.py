"""What differs from country to country: emergency and crisis numbers, holidays, formats. Data beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Pack:
    """A country's facts. Numbers are strings as they are dialled; `crisis` is (number, what it is, text or call)."""

    country: str
    emergency: str
    emergency_text: str
    advice: str
    crisis: str
    crisis_name: str
    currency: str
    phone_region: str
    clock_hours: int
    first_weekday: int


@cache
def pack(country: str) -> Pack:
    """The pack of a country by its two letters; a country without one gets the European numbers."""
    file = Path(__file__).with_name(f"{country.lower()}.toml")
    if not file.exists():
        file = Path(__file__).with_name("eu.toml")
    return Pack(country=country.upper(), **tomllib.loads(file.read_text("utf-8")))
