"""A patient by whatever somebody says of her on the phone or at the desk."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import BooleanField, F, Func, Q, Value

from bedside.access.models import User

from .models import Patient, PatientQuerySet

MOST = 30
FEWEST_DIGITS = 3
DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


def patients_like(words: str, reader: User) -> list[Patient]:
    """Patients by any of name, phone, e-mail, postcode or date of birth (day first); every word must fit."""
    words = words.replace("\x00", "").strip()
    found = Patient.objects.visible_to(reader)
    if born := DAY.search(words):
        try:
            found = found.filter(birth_date=date(int(born[3]), int(born[2]), int(born[1])))
        except ValueError:
            return []
        words = words.replace(born[0], " ").strip()
    digits = re.sub(r"\D", "", words)
    if len(digits) >= 5 and not re.search(r"[A-Za-z]", words):
        tail = digits[-9:].lstrip("0")
        if len(tail) < FEWEST_DIGITS:
            return []
        near = with_digits(found, tail).order_by("family_name", "given_name")
        return [one for one in near if tail in re.sub(r"\D", "", one.phone)][:MOST]
    each = words.replace(",", " ").split()
    for word in each:
        found = found.filter(
            Q(given_name__istartswith=word)
            | Q(family_name__istartswith=word)
            | Q(preferred_name__istartswith=word)
            | Q(email__istartswith=word)
            | Q(postcode__istartswith=word)
        )
    return list(found.order_by("family_name", "given_name", "birth_date")[:MOST]) if each or born else []


def with_digits(found: PatientQuerySet, digits: str) -> PatientQuerySet:
    """Those whose phone has these digits in this order, whatever is written between them: few, for one to look at."""
    written = Value("%" + "%".join(re.sub(r"[^0-9]", "", digits)) + "%")
    like = Func(F("phone"), written, template="%(expressions)s", arg_joiner=" LIKE ", output_field=BooleanField())
    return found.filter(like)
