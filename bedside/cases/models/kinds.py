"""What a case may be about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MESSAGE = "message", _("Message")
    SCREENING = "screening", _("Urgency check")
    DELIVERY = "delivery", _("Message not sent")
    WORK = "work", _("Work that failed")
    FEEDBACK = "feedback", _("Feedback")
    ARRIVAL = "arrival", _("At the kiosk")
    BOOKING = "booking", _("New time needed")
    OFFER = "offer", _("Call about a free time")
    WORSE = "worse", _("Feels worse while waiting")
    UNCLEAR = "unclear", _("Explain again")
    ASKS = "asks", _("Waits and asks for somebody")
    CHOICE = "choice", _("A choice to be made")
    ORDER = "order", _("Asked by a colleague")
    COMPLAINT = "complaint", _("Complaint")
    PROMISED = "promised", _("Promised in a talk")
    MISSED = "missed", _("Call that nobody answered")
    CONDUCT = "conduct", _("Somebody was rude or worse")
    ASTRAY = "astray", _("Sent to the wrong person")


OF_THE_MANAGERS = [Kind.FEEDBACK, Kind.COMPLAINT, Kind.CONDUCT, Kind.ASTRAY]
