"""What a resource can be found by: the common search parameters, read from wherever each type keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from .words import Resource, all_of, instant, strings, text_at

LONGEST = 300
DATES = [  # where a type says when it was so, the first that is there
    *("effectiveDateTime", "effectiveInstant", "effectivePeriod", "performedDateTime", "performedPeriod"),
    *("occurrenceDateTime", "occurrencePeriod", "onsetDateTime", "onsetPeriod", "recordedDate", "authoredOn"),
    *("period", "start", "date", "issued", "recorded", "created", "billablePeriod", "birthDate"),
]
CODES = ["code", "vaccineCode", "medicationCodeableConcept", "type", "serviceType"]
STATUSES = ["status", "clinicalStatus"]


def found_by(resource: Resource) -> Iterator[tuple[str, str]]:
    """Parameter and value, each value short enough for its column; a longer one is found by its beginning."""
    for name, value in _all(resource):
        if value:
            yield name, value[:LONGEST]


def token(coding: Resource) -> str:
    """`system|code`, as a search for it is written."""
    return f"{text_at(coding, 'system')}|{text_at(coding, 'code') or text_at(coding, 'value')}"


def _all(resource: Resource) -> Iterator[tuple[str, str]]:
    for coding in _first_of(resource, CODES, "coding"):
        yield "code", token(coding)
    for category in all_of(resource, "category", "coding"):
        yield "category", token(category)
    for identifier in all_of(resource, "identifier"):
        yield "identifier", token(identifier)
    for key in STATUSES:
        yield "status", text_at(resource, key) or text_at(resource, key, "coding", "code")
    yield "date", _date(resource)


def _first_of(resource: Resource, keys: list[str], *rest: str) -> list[Resource]:
    return next(filter(None, (list(all_of(resource, key, *rest)) for key in keys)), [])


def _date(resource: Resource) -> str:
    for key in DATES:
        said = next(iter(strings(resource, key) or strings(resource, key, "start")), "")
        if said:
            moment = instant(said)
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else said
    return ""
