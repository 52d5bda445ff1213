"""What can be done about attendance: learn from the book, note the help that was given, look how soon one is seen."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.prediction.files import content
from bedside.prediction.no_show import TooLittle, learn

from . import book
from .models import Help, Kind, Learned

log = logging.getLogger(__name__)


@transaction.atomic
def learn_from_the_book(place: Place, *, by: Hand, past: book.Book | None = None) -> Learned:
    """Learn from the visits of one place who may need a hand to come, and keep how good that is."""
    past = past or book.the_past()
    here = past.bookings.only(past.at(place))
    try:
        found = learn(here, past.bookings)
    except TooLittle as error:
        raise Refusal(_("Too few visits have been kept or missed here to learn from."), rule="too_little") from error
    learned = Learned(place=place, content=content(found, here))
    record("attendance.learned", learned, by=by)
    return learned


def learn_everywhere() -> int:
    """Learn anew at every place that has enough to learn from. Run by the clock; returns how many have."""
    past, learned = book.the_past(), 0
    for place in Place.objects.working():
        try:
            learn_from_the_book(place, by=HOUSE, past=past)
        except Refusal as refusal:
            if refusal.rule != "too_little":
                raise
            log.info("too little to learn from at %s", place)
        else:
            learned += 1
    return learned


@transaction.atomic
def give_help(appointment: Appointment, kind: Kind, *, by: Hand) -> Help:
    """Note that somebody gave a patient a hand to come."""
    if appointment.status != Status.BOOKED or appointment.starts_at <= now():
        raise Refusal(_("This visit is over, or it has been called off."), rule="status")
    if appointment.label != Label.NONE:
        raise Refusal(_("A private visit stands on no list."), rule="label")
    given = Help(patient_id=appointment.patient_id, appointment=appointment, kind=kind)
    record("help.given", given, by=by)
    return given
