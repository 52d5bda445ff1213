"""Sessions and their slots, the appointments that fill them, and the people who wait for one."""

from .appointments import HOLDS_ITS_TIME, MAY_BECOME, Appointment, AppointmentQuerySet, Status
from .slots import Session, Slot, SlotQuerySet
from .taken import CELL, TAKEN, Taken
from .waiting import KEPT, Answer, Offer, OfferQuerySet, Waiting, WaitingQuerySet

__all__ = [
    "CELL",
    "HOLDS_ITS_TIME",
    "KEPT",
    "MAY_BECOME",
    "TAKEN",
    "Answer",
    "Appointment",
    "AppointmentQuerySet",
    "Offer",
    "OfferQuerySet",
    "Session",
    "Slot",
    "SlotQuerySet",
    "Status",
    "Taken",
    "Waiting",
    "WaitingQuerySet",
]
