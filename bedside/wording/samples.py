"""A made-up person to whom every text is shown before it is used: what its fields would say to her."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as wall
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Clinic, Place
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.language.dates import day_and_time, time

CALLED = {"en": "Amara", "es": "María José", "fr": "Anne-Sophie", "pl": "Łukasz", "ar": "أمينة"}
WAIT = {
    "en": "About 50 to 75 minutes",
    "es": "Unos 50 a 75 minutos",
    "fr": "Environ 50 à 75 minutes",
    "pl": "Około 50 do 75 minut",
    "ar": "حوالي 50 إلى 75 دقيقة",
}
ANSWER = {
    "en": "Yes, come at nine.",
    "es": "Sí, venga a las nueve.",
    "fr": "Oui, venez à neuf heures.",
    "pl": "Tak, proszę przyjść o dziewiątej.",
    "ar": "نعم، تعال في التاسعة.",
}


def facts_of(name: str, language: str) -> list[dict[str, Any]]:
    """What would be filled in, once to a phone of her own and once to one that a family shares and with less known."""
    clinic = the_clinic()
    whole = _whole(clinic, language)
    return [whole, whole | {"shared": True, "wait": ""}]


def _whole(clinic: Clinic, language: str) -> dict[str, Any]:
    moment = _moment(clinic)
    where = Place.objects.filter(is_open=True).values_list("name", flat=True).first() or clinic.name
    when = day_and_time(moment, language, clinic.zone)
    later = day_and_time(moment + timedelta(weeks=1), language, clinic.zone)
    with translation.override(language):
        days = ngettext("%(n)d working day", "%(n)d working days", 1) % {"n": 1}
        promise = _("We answer within %(time)s.") % {"time": days}
    return {
        "name": CALLED.get(language, CALLED["en"]),
        "clinic": clinic.name,
        "phone": clinic.phone or "01632 960001",
        "emergency": clinic.pack.emergency,
        "place": where,
        "when": when,
        "until": day_and_time(moment - timedelta(days=1), language, clinic.zone),
        "time": time(moment, language, clinic.zone),
        "minutes": "30",
        "number": "2",
        "visits": f"- {when}, {where}\n- {later}, {where}",
        "cost": "£30",
        "code": "042917",
        "ticket": "7",
        "wait": WAIT.get(language, WAIT["en"]),
        "words": ANSWER.get(language, ANSWER["en"]),
        "promise": promise,
        "link": f"{settings.PUBLIC_URL}/v/k3xq7m",
        "shared": False,
    }


def _moment(clinic: Clinic) -> datetime:
    """A morning about ten days from now."""
    return at_or_after(day_of(now(), clinic.zone) + timedelta(days=10), wall(9, 20), clinic.zone)
