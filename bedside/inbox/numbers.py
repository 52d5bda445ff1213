"""Phone numbers as people write them, and as the whole world does."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

from bedside.directory.clinic import the_clinic
from bedside.people.digits import END, LastDigits
from bedside.people.finding import with_digits
from bedside.people.models import Patient, PatientQuerySet


def whole(phone: str) -> str:
    """A phone number with its country: +447700900777; nothing where it is none."""
    return _read(phone, the_clinic().country)[0]


def dialled(phone: str) -> str:
    """A number somebody gives as her own, with its country; nothing where none there is so short or so long."""
    full = whole(phone)
    if not full:
        return ""
    fits = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(full))
    return full if fits == ValidationResult.IS_POSSIBLE else ""


def patients_with(phone: str, among: PatientQuerySet) -> list[Patient]:
    """Those whose number this is, however it is written."""
    full = whole(phone)
    if not full:
        return []
    end = str(phonenumbers.parse(full).national_number)[-END:]
    near = among.alias(end=LastDigits("phone")).filter(end=end) if len(end) == END else with_digits(among, end)
    return [one for one in near if whole(one.phone) == full]


def is_landline(phone: str) -> bool:
    """Whether a number is known to belong to no mobile phone, so that no text message can reach it."""
    return _read(phone, the_clinic().country)[1]


@lru_cache(maxsize=1000)
def _read(phone: str, country: str) -> tuple[str, bool]:
    try:
        read = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return "", False
    fixed = phonenumbers.number_type(read) == PhoneNumberType.FIXED_LINE
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164), fixed
