"""Sessions and their slots, the appointments that fill them, and the people who wait for one."""

from .absences import Leave, LeaveQuerySet
from .appointments import HOLDS_ITS_TIME, MAY_BECOME, Appointment, AppointmentQuerySet, Status
from .slots import SAME_DAY, Session, Slot, SlotQuerySet, Use
from .taken import CELL, TAKEN, Taken
from .templates import Template, TemplateQuerySet
from .waiting import KEPT, Answer, Offer, OfferQuerySet, Waiting, WaitingQuerySet

__all__ = [
    "CELL",
    "HOLDS_ITS_TIME",
    "KEPT",
    "MAY_BECOME",
    "SAME_DAY",
    "TAKEN",
    "Answer",
    "Appointment",
    "AppointmentQuerySet",
    "Leave",
    "LeaveQuerySet",
    "Offer",
    "OfferQuerySet",
    "Session",
    "Slot",
    "SlotQuerySet",
    "Status",
    "Taken",
    "Template",
    "TemplateQuerySet",
    "Use",
    "Waiting",
    "WaitingQuerySet",
]
