"""Two records beside each other: what they say alike, what they say otherwise, and what one of them does not know."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bedside.people.models import Patient
from bedside.ui.parts import birthday


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that both records may know; `alike` is None where one of them does not."""

    what: str
    here: str
    there: str
    alike: bool | None


def compared(one: Patient, other: Patient) -> list[Line]:
    """What tells two people apart, line by line."""
    return [
        _line(_("First name"), one.given_name, other.given_name),
        _line(_("Last name"), one.family_name, other.family_name),
        _line(_("Date of birth"), *(birthday(who.birth_date) if who.birth_date else "" for who in (one, other))),
        _line(_("Sex"), *("" if who.sex == "unknown" else str(who.get_sex_display()) for who in (one, other))),
        _line(_("Phone"), one.phone, other.phone, figures=True),
        _line(_("E-mail"), one.email, other.email),
        _line(_("Address"), *(", ".join(filter(None, [who.address, who.postcode])) for who in (one, other))),
        Line(_("Signs in"), _yes(one.login_id), _yes(other.login_id), alike=None),
        Line(_("Checked by us"), _yes(one.is_verified), _yes(other.is_verified), alike=None),
    ]


def _yes(so: object) -> str:
    return _("Yes") if so else _("No")


def _line(what: str, here: str, there: str, *, figures: bool = False) -> Line:
    if not here or not there:
        return Line(what, here, there, alike=None)
    if figures:
        ends = ["".join(sign for sign in phone if sign.isdecimal())[-9:] for phone in (here, there)]
        return Line(what, here, there, alike=ends[0] == ends[1])
    return Line(what, here, there, alike=_bare(here) == _bare(there))


def _bare(text: str) -> str:
    """Letters and figures alone, without accents or capitals."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if sign.isalnum())
