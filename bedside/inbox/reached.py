"""How somebody is reached, in one sentence, and who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.hours.zones import wall_time
from bedside.journal.models import Entry
from bedside.language.dates import clock
from bedside.people.models import CarerWays, Grant, Patient, staff_name
from bedside.people.wishes import CHOSEN, By
from bedside.ui.parts import language_name, listed

from .models import Channel
from .numbers import is_landline
from .readers import Reader, ways_of_carer
from .stopping import stopped_among

NAMES = {
    Channel.EMAIL: gettext_lazy("e-mail"),
    Channel.SMS: gettext_lazy("text message"),
    Channel.VOICE: gettext_lazy("phone call"),
}
WHAT = {
    "wishes": gettext_lazy("what for which kind of message"),
    "remind_before": gettext_lazy("when to remind"),
    "quiet_from": gettext_lazy("quiet hours"),
    "quiet_until": gettext_lazy("quiet hours"),
    "wants_sms": gettext_lazy("text messages"),
    "wants_email": gettext_lazy("e-mails"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
    "language": gettext_lazy("language"),
    "phone_is_shared": gettext_lazy("whether the phone is shared"),
}
SHOWN, LOOKED_AT = 10, 60


@dataclass(frozen=True)
class Changed:
    """One change of how she is reached."""

    at: datetime
    who: str
    what: str


def how_reached(patient: Patient) -> str:
    """By text message in Spanish, not from 8pm to 9am; Ana Silva (daughter) too, by e-mail."""
    if not patient.may_be_written_to:
        return ""
    hers, grants = Reader(patient), _carers(patient)
    carers = [Reader(ways_of_carer(one, patient), one) for one in grants]
    stopped = stopped_among([way for one in (hers, *carers) for way in one.open("")])
    said = [_by(hers, stopped), *_otherwise(hers), *_quiet(hers)]
    too = [_also(one, stopped) for one in carers]
    return "; ".join([", ".join(said), *too]) + "."


def _by(reader: Reader, stopped: set[tuple[str, str]]) -> str:
    ways = [str(NAMES[Channel(channel)]) for channel, _to in reader.open("", stopped)]
    if not ways and reader.wishes.wants_sms and is_landline(reader.wishes.phone):
        ways = [str(NAMES[Channel.VOICE])]
    if not ways:
        return _("Neither a text nor an e-mail reaches this person")
    return _("By %(ways)s (%(language)s)") % {
        "ways": str(listed(ways)),
        "language": language_name(reader.wishes.language),
    }


def _otherwise(reader: Reader) -> list[str]:
    """The kinds of message for which she wishes something else."""
    found = []
    for kind in CHOSEN:
        by, language = By(reader.wishes.by(kind)), reader.wishes.reads(kind)
        other = [str(by.label)] if by != By.EACH else []
        other += [language_name(language)] if language != reader.wishes.language else []
        if other:
            found.append(f"“{kind.label}”: {', '.join(other)}")
    return found


def _quiet(reader: Reader) -> list[str]:
    hers, language = reader.wishes, get_language() or "en"
    if not hers.has_own_quiet:
        return []
    first, last = (clock(wall_time(one), language) for one in (hers.quiet_from, hers.quiet_until))
    return [_("not from %(first)s to %(last)s") % {"first": first, "last": last}]


def _also(reader: Reader, stopped: set[tuple[str, str]]) -> str:
    assert reader.grant
    who = {"name": str(reader.grant.carer), "relation": reader.grant.relation}
    ways = listed([NAMES[Channel(channel)] for channel, _to in reader.open("", stopped)])
    if not ways:
        return _("%(name)s (%(relation)s) may act, but is not written to") % who
    return _("%(name)s (%(relation)s) too, by %(ways)s") % (who | {"ways": str(ways)})


def _carers(patient: Patient) -> list[Grant]:
    standing = Grant.objects.in_force().filter(patient=patient, carer__is_active=True)
    return list(standing.select_related("carer__ways").order_by("pk"))


def usual_quiet() -> dict[str, str]:
    """The clinic's own quiet hours, as her language says them."""
    first, last = (clock(wall_time(one), get_language() or "en") for one in settings.QUIET_HOURS)
    return {"first": first, "last": last}


def history_of(hers: Patient | CarerWays) -> list[Changed]:
    """Who changed how she is reached, the newest first."""
    told = Entry.objects.filter(subject_id=hers.pk, verb__in=("patient.details_changed", "carer.reached_otherwise"))
    lines = []
    for entry in told.order_by("-version")[:LOOKED_AT]:
        changed = dict.fromkeys(str(WHAT[name]) for name in entry.facts.get("changed", ()) if name in WHAT)
        if changed:
            lines.append((entry, str(listed(changed))))
    names = _names([entry for entry, _what in lines[:SHOWN]])
    return [Changed(entry.happened_at, names[entry.pk], what) for entry, what in lines[:SHOWN]]


def _names(entries: list[Entry]) -> dict[int, str]:
    keys = {entry.actor_id for entry in entries if _is_id(entry.actor_id)}
    people = {str(one.pk): one for one in User.objects.filter(pk__in=keys).prefetch_related("held_roles")}
    return {entry.pk: _named(people.get(entry.actor_id), entry.actor_kind) for entry in entries}


def _named(user: User | None, kind: str) -> str:
    if user is not None:
        return staff_name(user) if user.roles - {Role.PATIENT, Role.CARER} else str(user)
    return _("The clinic's own system") if kind == "house" else _("A reply to a message of ours")


def _is_id(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
