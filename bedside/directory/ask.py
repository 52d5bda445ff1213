"""What `bedside ask service` answers: the services that fit what somebody says she needs, the best first, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from .meaning.lexicons import language_we_have
from .meaning.offers import Offer
from .search import answer as found_for

SHIPPED = Path(__file__).with_name("shipped.toml")
LONGEST_TEXT = 100_000


def answer(line: dict[str, Any], offers: Sequence[Offer] = ()) -> dict[str, Any]:
    """The services that fit one wish; where none does, a note says who helps."""
    text, language = _text(line.get("text")), _language(line.get("language"))
    by_slug = {offer.slug: offer for offer in offers or shipped()}
    told = found_for(text, tuple(by_slug.values()), language)
    says = language_we_have(language) or "en"
    services = [
        {
            "id": one.slug,
            "name": by_slug[one.slug].said("name", says) or by_slug[one.slug].name,
            "score": one.score,
            "because": one.because,
        }
        for one in told.answers
    ]
    return {"services": services} | ({"note": told.note} if told.note else {})


@cache
def shipped() -> tuple[Offer, ...]:
    """The services of the clinic town, for where no clinic has been set up."""
    told = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return tuple(Offer(slug=slug, version="shipped", **service) for slug, service in sorted(told.items()))


def _text(text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str):
        raise ValueError("The text must be a string.")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"The text is too long: {LONGEST_TEXT} signs is the most.")
    return text


def _language(language: object) -> str:
    if language is None or language == "":
        return ""
    if not isinstance(language, str) or not language.replace("-", "").replace("_", "").isalnum() or len(language) > 35:
        raise ValueError("The language must be a code such as en or es.")
    return language
