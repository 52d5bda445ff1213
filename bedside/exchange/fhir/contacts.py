"""Names, telephone numbers and addresses: which of several we use, and how a changed one is put back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .words import Resource, all_of, strings, text_at

NOT_KNOWN = "(not known)"
NAMES = ["official", "usual", "", "temp", "anonymous", "maiden"]  # never a nickname or an old one before these
PHONES = ["mobile", "home", "", "work", "temp"]
ADDRESSES = ["home", "", "work", "temp", "billing"]


def name(resource: Resource, *, make: bool = False) -> Resource:
    """The name in use; with `make`, one is put there if there is none."""
    named = [one for one in all_of(resource, "name") if isinstance(one, dict)]
    if not named and make:
        resource["name"] = named = [{}]
    return min(named, key=lambda one: _rank(one, NAMES), default={})


def given_and_family(who: Resource) -> dict[str, str]:
    """A name in the two parts that our lists need; of one told in one piece, the last word is the family's."""
    given, family = " ".join(strings(who, "given")), text_at(who, "family")
    if not given and not family:
        given, _, family = text_at(who, "text").strip().rpartition(" ")
    return {"given_name": given or NOT_KNOWN, "family_name": family or NOT_KNOWN}


def telecom(resource: Resource, system: str) -> Resource:
    """The telephone number or e-mail address in use that we can use too."""
    reached = [one for one in all_of(resource, "telecom") if one.get("system") == system and _usable(one, system)]
    return min(reached, key=lambda one: _rank(one, PHONES), default={})


def address(resource: Resource) -> Resource:
    return min(all_of(resource, "address"), key=lambda one: _rank(one, ADDRESSES), default={})


def part_of_address(resource: Resource, part: str) -> str:
    """One part of the address in use; `lines` is all but the postcode, in one line."""
    where = address(resource)
    if part != "lines":
        return text_at(where, part)
    named = [*strings(where, "line"), *(text_at(where, key) for key in ("city", "state", "country"))]
    return ", ".join(filter(None, named)) or text_at(where, "text")


def set_part(resource: Resource, key: str, old: Resource, new: Resource) -> None:
    """Put a changed part in the old one's stead, keeping its use; the rest of the list stays as it is."""
    kept = [one for one in resource.get(key, []) if one is not old]
    if new:
        kept.insert(0, ({"use": old["use"]} if old.get("use") else {}) | new)
    if kept:
        resource[key] = kept
    else:
        resource.pop(key, None)


def _rank(one: Any, uses: list[str]) -> tuple[bool, int]:
    """Sorts what is in use before what has ended, then by its use; the order told breaks a tie."""
    use = text_at(one, "use")
    return bool(text_at(one, "period", "end")) or use == "old", uses.index(use) if use in uses else len(uses)


def _usable(one: Resource, system: str) -> bool:
    value = text_at(one, "value")
    if system == "phone":
        return 0 < len(value) <= 30
    try:
        validate_email(value)
    except ValidationError:
        return False
    return len(value) <= 254
