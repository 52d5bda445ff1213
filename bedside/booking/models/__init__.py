"""Sessions and their slots, the appointments that fill them, and the people who wait for one."""

from .absences import Leave, LeaveQuerySet
from .appointments import HOLDS_ITS_TIME, MAY_BECOME, Appointment, AppointmentQuerySet, Status
from .feeds import Feed, FeedQuerySet
from .guests import GuestAsk, GuestCount
from .holds import AT_ONCE, LASTS, TWO_KEPT, Hold, HoldQuerySet
from .resources import Declined, DeclinedQuerySet, Means, Need, Resource, ResourceQuerySet
from .slots import SAME_DAY, Session, Slot, SlotQuerySet, Use
from .taken import CELL, TAKEN, Taken, TakenQuerySet
from .templates import Template, TemplateQuerySet
from .waiting import A_DAY, Answer, Offer, OfferQuerySet, Waiting, WaitingQuerySet

__all__ = [
    "AT_ONCE",
    "A_DAY",
    "CELL",
    "HOLDS_ITS_TIME",
    "LASTS",
    "MAY_BECOME",
    "SAME_DAY",
    "TAKEN",
    "TWO_KEPT",
    "Answer",
    "Appointment",
    "AppointmentQuerySet",
    "Declined",
    "DeclinedQuerySet",
    "Feed",
    "FeedQuerySet",
    "GuestAsk",
    "GuestCount",
    "Hold",
    "HoldQuerySet",
    "Leave",
    "LeaveQuerySet",
    "Means",
    "Need",
    "Offer",
    "OfferQuerySet",
    "Resource",
    "ResourceQuerySet",
    "Session",
    "Slot",
    "SlotQuerySet",
    "Status",
    "Taken",
    "TakenQuerySet",
    "Template",
    "TemplateQuerySet",
    "Use",
    "Waiting",
    "WaitingQuerySet",
]
