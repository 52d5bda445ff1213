"""The texts we send by ourselves, one file for each: name.language.toml with `subject`, `email` and `sms`
(and `voice`, where it may be said in a call), or with `portal` where it is an answer in a conversation.

They name no clinician, service, test or reason: whoever holds the phone may read them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

FOLDER = Path(__file__).parent
PARTS = ("subject", "email", "sms", "voice", "portal")
_sandbox = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


@dataclass(frozen=True)
class Text:
    """One text in one language, ready to be filled in."""

    name: str
    language: str
    subject: str = ""
    email: str = ""
    sms: str = ""
    voice: str = ""
    portal: str = ""

    @property
    def parts(self) -> list[str]:
        """Which of its parts this text has."""
        return [part for part in PARTS if getattr(self, part)]

    def speaks(self, channel: str) -> bool:
        """Whether it is meant for that channel at all."""
        return bool({"email": self.email, "sms": self.sms, "voice": self.voice}.get(channel))

    def fill(self, part: str, facts: dict[str, Any]) -> str:
        """One part with its facts; a fact that is missing raises jinja2.UndefinedError."""
        return _written(getattr(self, part)).render(facts).strip()


@cache
def _written(words: str) -> Template:
    """Read once for each text there is: reading takes longer than filling in."""
    return _sandbox.from_string(words)


@cache
def text(name: str, language: str) -> Text:
    """A text in the reader's language, or in English where it is not written in hers."""
    file = FOLDER / f"{name}.{language.split('-')[0]}.toml"
    if not file.exists():
        file, language = FOLDER / f"{name}.en.toml", "en"
    return Text(name=name, language=language, **tomllib.loads(file.read_text("utf-8")))


def names() -> list[str]:
    """Every text there is."""
    return sorted({file.name.split(".")[0] for file in FOLDER.glob("*.toml")})
