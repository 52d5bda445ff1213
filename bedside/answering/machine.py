"""A writer outside the house, if the operator has set one up: any service that speaks OpenAI's chat completions.

It is off unless it has an address. It is sent the draft alone, with its numbers, addresses and the patient's names
hidden; what comes back must hold each hidden thing once, is compared with the draft, and is only ever shown.
"""

from __future__ import annotations

import json
import logging
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException

from django.conf import settings
from django.utils.translation import gettext as _

from bedside.journal.models import Refusal
from bedside.language.faithful import Finding, compare

log = logging.getLogger("bedside.answering")

HIDDEN = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|\+?\d[\d\s.,:/()-]*\d|\d")
TOKEN = re.compile(r"⟦(\d+)⟧")
LONGEST = 6_000
ASKED = (
    "You make a clinic's answer to a patient easier to read. Keep every fact, every number, every “not” and every "
    "sign such as ⟦1⟧ exactly. Add no facts, no advice and no promise. Use short, warm, plain sentences in the "
    "language of the text. Return the text alone."
)


@dataclass(frozen=True)
class Rewritten:
    """What the machine wrote, and each fact in which it differs from the draft."""

    text: str
    changed: list[Finding]


def is_set_up() -> bool:
    return bool(settings.WRITER_URL)


def rewrite(draft: str, names: list[str], language: str, *, secret: bool = False) -> Rewritten:
    """The draft in the machine's words. Whatever goes wrong is a refusal: nothing depends on it."""
    if not is_set_up():
        raise Refusal(_("No writing machine is set up here."), rule="writer")
    if secret:
        raise Refusal(_("What is confidential stays in the house. Go on by hand."), rule="confidential")
    if not draft.strip() or len(draft) > LONGEST:
        raise Refusal(_("Write a draft first, and not too long a one."), rule="draft")
    hidden, kept = _hide(draft, names)
    written = _shown(_ask(hidden), kept)
    return Rewritten(
        written, compare(draft, written, language=language, names=[name for name in names if name in draft])
    )


def _hide(draft: str, names: list[str]) -> tuple[str, list[str]]:
    """The draft with a sign in place of each number, address and name, and what stood there."""
    kept: list[str] = []

    def sign(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"⟦{len(kept)}⟧"

    said = [re.escape(name) for name in sorted(names, key=len, reverse=True) if name.strip()]
    pattern = re.compile("|".join([*(rf"(?<!\w){name}(?!\w)" for name in said), HIDDEN.pattern]), re.IGNORECASE)
    return pattern.sub(sign, TOKEN.sub("", draft)), kept


def _shown(written: str, kept: list[str]) -> str:
    """With the hidden things in their places again; each must be there, and none twice."""
    if sorted(int(number) for number in TOKEN.findall(written)) != list(range(1, len(kept) + 1)):
        raise Refusal(_("The machine changed a fact. Its text is not shown."), rule="writer")
    return TOKEN.sub(lambda found: kept[int(found.group(1)) - 1], written).strip()


def _ask(text: str) -> str:
    told = {
        "model": settings.WRITER_MODEL,
        "temperature": 0,
        "messages": [{"role": "system", "content": ASKED}, {"role": "user", "content": text}],
    }
    headers = {"Content-Type": "application/json"}
    if settings.WRITER_KEY:
        headers["Authorization"] = f"Bearer {settings.WRITER_KEY}"
    address = f"{settings.WRITER_URL.rstrip('/')}/chat/completions"
    asked = urllib.request.Request(address, json.dumps(told).encode(), headers)
    try:
        with urllib.request.urlopen(asked, timeout=settings.WRITER_SECONDS) as answer:
            read = answer.read(200_000)
        written = json.loads(read)["choices"][0]["message"]["content"]
    except (OSError, HTTPException, ValueError, KeyError, IndexError, TypeError) as error:
        log.warning("the writing machine did not answer: %s", type(error).__name__)
        raise Refusal(_("The writing machine does not answer. Go on by hand."), rule="writer") from None
    if not isinstance(written, str) or not written.strip():
        raise Refusal(_("The writing machine does not answer. Go on by hand."), rule="writer")
    return written
