"""The texts we send by ourselves, one file for each: name.language.toml with `subject`, `email` and `sms`
(and `voice`, where it may be said in a call), or with `portal` where it is an answer in a conversation.

They name no clinician, service, test or reason: whoever holds the phone may read them. `text` is the one door: it gives
the clinic's own words where some are in use, else those that stand here.
"""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from ..fields import written
from ..models import Wording

FOLDER = Path(__file__).parent
PARTS = ("subject", "email", "sms", "voice", "portal")
_sandbox = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


@dataclass(frozen=True)
class Text:
    """One text in one language, ready to be filled in; `wording` is the version, where it is not the house's own."""

    name: str
    language: str
    subject: str = ""
    email: str = ""
    sms: str = ""
    voice: str = ""
    portal: str = ""
    wording: uuid.UUID | None = None

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

    def worded(self, parts: dict[str, str], wording: uuid.UUID | None = None) -> Text:
        """The same text in other words. It has no part that the house's own words lack, and lacks none."""
        theirs: dict[str, Any] = {part: written(parts.get(part) or "") or getattr(self, part) for part in self.parts}
        return replace(self, wording=wording, **theirs)


@cache
def _written(words: str) -> Template:
    """Read once for each text there is: reading takes longer than filling in."""
    return _sandbox.from_string(words)


def text(name: str, language: str) -> Text:
    """A text in the reader's language, as the clinic words it; in English where it is not written in hers."""
    house = of_the_house(name, language)
    standing = Wording.objects.of(name, house.language).standing().values_list("pk", "parts").first()
    return house.worded(standing[1], standing[0]) if standing else house


@cache
def of_the_house(name: str, language: str) -> Text:
    """The house's own words."""
    file = FOLDER / f"{name}.{language.split('-')[0]}.toml"
    if not file.exists():
        file, language = FOLDER / f"{name}.en.toml", "en"
    return Text(name=name, language=language.split("-")[0], **tomllib.loads(file.read_text("utf-8")))


@cache
def names() -> list[str]:
    """Every text there is."""
    return sorted({file.name.split(".")[0] for file in FOLDER.glob("*.toml")})
