"""Drafts of our letters about a complaint. What the rule asks for is put in by the house, so that none is forgotten;
what we found, and that we are sorry, somebody writes by hand."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.language import dates

from .facts import waited
from .models import Complaint


def acknowledgement(complaint: Complaint, reply_by: date, who: str) -> str:
    """That we heard, who looks into it and by when; spoken words come back in writing."""
    with translation.override(complaint.language):
        parts = [
            _greeting(complaint),
            _("Thank you for telling us what went wrong. We are sorry that it did."),
            _("%(who)s looks into it. You hear from us by %(day)s.") % {"who": who, "day": _day(complaint, reply_by)},
            _("Would you like to talk about it, or agree on another day? Call us on %(phone)s.") % _known(),
        ]
        if complaint.is_spoken and complaint.law.write_down_spoken:
            parts.append(_("This is what we wrote down: %(words)s") % {"words": f"“{complaint.words}”"})
            parts.append(_("Please tell us if we got something wrong."))
        return _together(parts)


def delay(complaint: Complaint, reply_by: date, why: str) -> str:
    with translation.override(complaint.language):
        parts = [
            _greeting(complaint),
            _("Our answer takes longer than we said. We are sorry."),
            why,
            _("You hear from us by %(day)s.") % {"day": _day(complaint, reply_by)},
            _("You can call us on %(phone)s.") % _known(),
        ]
        return _together(parts)


def reply(complaint: Complaint, *, looked_into: str, found: str, sorry: str, changes: str, who: str) -> str:
    """The whole answer: steps taken, what was found, sorrow, what changes, whom to call, and where else to turn."""
    law = complaint.law
    with translation.override(complaint.language):
        further = _known() | {"name": law.next_name, "number": law.next_phone, "who": who}
        parts = [
            _day(complaint, day_of(now(), complaint.zone)),
            _greeting(complaint),
            sorry,
            _("What we looked into"),
            looked_into,
            _("What we found"),
            found,
            _("What we do now"),
            changes,
            _("If you are not content, tell us. %(who)s answers you on %(phone)s.") % further,
        ]
        if law.next_name:
            parts.append(_("You can also ask somebody outside the clinic to look at it: %(name)s.") % further)
        if law.next_phone:
            parts.append(_("Their number is %(number)s.") % further)
        return _together(parts)


def begun(complaint: Complaint) -> dict[str, str]:
    """What is known already, for whoever writes the answer to go on from."""
    notes = list(complaint.notes.order_by("at", "id"))
    with translation.override(complaint.language):
        minutes = waited(complaint)
        read = [_("what our system noted of your visit")] if complaint.visit and not complaint.visit.label else []
        asked = [one.source for one in notes if not one.is_finding]
        found = [one.words for one in notes if one.is_finding]
        if minutes is not None:
            found.insert(0, _("You waited %(minutes)d minutes until you were seen.") % {"minutes": minutes})
        changes = [one.what for one in complaint.changes.order_by("due_on", "id")]
        return {
            "looked_into": "; ".join([*read, *dict.fromkeys(asked)]),
            "found": "\n".join(found),
            "sorry": _("We are sorry for what happened, and for how it made you feel."),
            "changes": "\n".join(changes),
        }


def _greeting(complaint: Complaint) -> str:
    patient = complaint.patient
    name = complaint.told_by or (patient.called if patient else "")
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _known() -> dict[str, str]:
    return {"phone": the_clinic().phone}


def _day(complaint: Complaint, day: date) -> str:
    return dates.day(day, complaint.language, today=day)


def _together(parts: list[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
