"""What we ask before we believe that somebody is who we think: two things that fit, which are not read out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Patient

AT_LEAST = 2  # things we ask, and that fit, before anything of a record is shown


class Identifier(models.TextChoices):
    NAME = "name", _("Full name")
    BIRTH = "birth", _("Date of birth")
    ADDRESS = "address", _("Address")
    EMAIL = "email", _("E-mail address")


def to_ask(patient: Patient) -> list[tuple[str, str, Any]]:
    """What to ask, and what the answer must be: only what we know of her."""
    known: dict[Identifier, Any] = {
        Identifier.NAME: str(patient),
        Identifier.BIRTH: patient.birth_date,
        Identifier.ADDRESS: ", ".join(filter(None, [patient.address, patient.postcode])),
        Identifier.EMAIL: patient.email,
    }
    return [(one.value, str(one.label), value) for one, value in known.items() if value]
