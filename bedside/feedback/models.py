"""Who was asked how a visit was, what they answered, and who wishes not to be asked."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.hours.clock import now
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Label
from bedside.triage.models import Screening
from bedside.visits.models import Visit

ASKED_AFTER = timedelta(hours=3)  # of the visit's end: she is home, and still remembers
ASKED_WITHIN = timedelta(hours=48)
NOT_AGAIN_FOR = timedelta(days=30)
STANDS_FOR = timedelta(days=14)
FRESH_FOR = timedelta(hours=2)


class Overall(models.TextChoices):
    VERY_GOOD = "very_good", _("Very good")
    GOOD = "good", _("Good")
    NEITHER = "neither", _("Neither good nor poor")
    POOR = "poor", _("Poor")
    VERY_POOR = "very_poor", _("Very poor")
    DONT_KNOW = "dont_know", _("I do not know")


class Says(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Channel(models.TextChoices):
    LINK = "link", _("by the link we sent")
    PORTAL = "portal", _("signed in")


WENT_BADLY = frozenset({Overall.POOR, Overall.VERY_POOR})
QUESTIONS = {
    "waited": _("Was the wait what we told you?"),
    "listened": _("Did we listen to you?"),
    "next_step": _("Do you know what happens next?"),
}


class InvitationQuerySet(AboutPatientQuerySet["Invitation"]):
    def standing(self, moment: datetime | None = None) -> Self:
        """Those that can be answered now."""
        moment = moment or now()
        return self.filter(answer=None, withdrawn_at=None, due_at__lte=moment, expires_at__gt=moment)


class Invitation(AboutPatient):
    """One visit about which we ask. Of the link's key only a digest stands here; the key is in the message alone."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default="en")
    channels = models.CharField(max_length=40, blank=True)  # "email sms"; empty: only in the portal
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()  # when the message may leave
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                name="one_invitation_per_visit",
                violation_error_message=_("We have asked about this visit already."),
            ),
            models.UniqueConstraint(
                fields=["digest"],
                name="one_invitation_per_key",
                violation_error_message=_("Please try again."),
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "-asked_at"], name="invitation_by_patient"),
            models.Index(fields=["due_at"], name="invitation_by_time"),
        ]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.visit.about_visit

    @property
    def given(self) -> Answer | None:
        """Her answer, once there is one."""
        return getattr(self, "answer", None)

    @property
    def is_unwanted(self) -> bool:
        """Whether she has said since that she does not wish to be asked."""
        return Wish.objects.against().filter(patient=self.patient_id).exists()

    @property
    def is_open(self) -> bool:
        """Whether it can be answered: not answered, taken back or run out, and she is alive."""
        stands = self.withdrawn_at is None and self.given is None and now() < self.expires_at
        return stands and self.patient.deceased_on is None


class AnswerQuerySet(AboutPatientQuerySet["Answer"]):
    def visible_to(self, user: User) -> Self:
        """As everything about patients. A manager sees what was said; who said it, no page for managers tells."""
        if user.acting_as is Role.MANAGER:
            return self.filter(label=Label.NONE)
        return super().visible_to(user)


class Answer(AboutPatient):
    """What somebody said about one visit: one tap, three more if they like, and words."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="answer")
    overall = models.CharField(max_length=10, choices=Overall.choices)
    waited = models.CharField(max_length=10, choices=Says.choices, blank=True)
    listened = models.CharField(max_length=10, choices=Says.choices, blank=True)
    next_step = models.CharField(max_length=10, choices=Says.choices, blank=True)
    comment = models.TextField(max_length=4_000, blank=True)
    may_contact = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.LINK)
    by_carer = models.BooleanField(default=False)  # said for her by somebody who cares for her
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__in=["very_good", "good", "neither", "poor", "very_poor", "dont_know"]),
                name="overall_is_one_of_six",
                violation_error_message=_("Choose one of the answers shown."),
            )
        ]
        indexes = [models.Index(fields=["at"], name="answer_by_time")]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.invitation.visit.about_visit

    def get_says(self, question: str) -> str:
        """What she answered to one of the three, in words; empty where she left it."""
        answered = getattr(self, question)
        return str(Says(answered).label) if answered else ""

    @property
    def is_fresh(self) -> bool:
        """Given a moment ago: whoever opens the link much later is told nothing of what was said."""
        return now() - self.at < FRESH_FOR

    @property
    def emergency(self) -> Screening | None:
        """What she wrote may be an emergency."""
        return self.screening if self.screening is not None and self.screening.is_emergency else None

    @property
    def went_badly(self) -> bool:
        return self.overall in WENT_BADLY

    @property
    def needs_a_person(self) -> bool:
        """What she wrote must be read by somebody who treats patients. An emergency has a case of its own."""
        found = self.screening
        return found is not None and not found.is_emergency and bool(found.rules or found.needs_a_person)

    @property
    def is_clinical(self) -> bool:
        """What she wrote is for those who treat her, and stands in no list."""
        return self.screening is not None and bool(self.screening.rules or self.screening.needs_a_person)


class WishQuerySet(AboutPatientQuerySet["Wish"]):
    def against(self) -> Self:
        """Of those who wish not to be asked."""
        return self.exclude(no_more_since=None)


class Wish(AboutPatient):
    """Whether somebody wishes to be asked at all."""

    no_more_since = models.DateTimeField(null=True, blank=True)  # None: she may be asked again

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], name="one_wish_per_patient", violation_error_message=_("Please try again.")
            )
        ]
