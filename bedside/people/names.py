"""Names as they are compared, and who may be the same person twice."""

from __future__ import annotations

import unicodedata

from .models import Patient

MOST_SHOWN = 5


def plain(name: str) -> str:
    """A name without what keyboards leave out: accents, capitals, blanks and marks."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalpha())


def named(patient: Patient, given_name: str, family_name: str) -> bool:
    """Whether both names are hers, letter by letter."""
    ours, theirs = (plain(patient.given_name), plain(patient.family_name)), (plain(given_name), plain(family_name))
    return all(theirs) and ours == theirs


def perhaps_the_same(patient: Patient) -> list[Patient]:
    """Other records that may be of this very person: the same birthday, and a name, a phone or an e-mail in common.

    Only a hint for staff: nothing is joined by itself, and nobody outside ever sees it.
    """
    if patient.birth_date is None:
        return []
    born = Patient.objects.filter(birth_date=patient.birth_date, merged_into=None).exclude(pk=patient.pk)
    return [one for one in born.order_by("family_name", "given_name", "pk") if _alike(one, patient)][:MOST_SHOWN]


def _alike(one: Patient, other: Patient) -> bool:
    names = {plain(one.given_name), plain(one.family_name)} & {plain(other.given_name), plain(other.family_name)}
    same_phone = bool(one.phone) and _end(one.phone) == _end(other.phone)
    same_mail = bool(one.email) and one.email.casefold() == other.email.casefold()
    return bool(names - {""}) or same_phone or same_mail


def _end(phone: str) -> str:
    """The last nine figures: the same with and without the prefix of a country."""
    return "".join(sign for sign in phone if sign.isdecimal())[-9:]
