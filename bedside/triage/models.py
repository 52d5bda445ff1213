"""Screenings: what was asked, what was answered, what was decided, and whether an emergency stands."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import ANYBODY_THERE, AboutPatientQuerySet, Label, Patient, topic_of

EMERGENCY = ("E0", "E1")
A_PERSON_NOW = ("U2", "U4", "H")  # a case is opened and a phone number shown instead of times
CALL_BACK_AFTER = timedelta(minutes=3)  # without her word that she has called
CAPS = {"S24": timedelta(hours=24), "R72": timedelta(days=3), "R14": timedelta(days=14), "SC": timedelta(days=14)}
WALK_IN = "walk_in"  # the channel of whoever stands at the desk without an appointment
PHONE = "phone"  # and of whoever calls the front desk
CHAT = "chat"  # and of whoever writes in a chat on the web
KIOSK = "kiosk"  # and of whoever types it at the screen by the door
WAITING = "waiting"  # and of whoever sits with us and feels worse; her visit's own news tells the staff
AWAY = "away"  # likewise, but she has gone out meanwhile: where she does not call for help, we call her
NOT_READ = "none"  # the edition of what no engine could read
STANDS_FOR_BOOKING = timedelta(hours=2)  # a screening older than this is asked again before a time is chosen


class Level(models.TextChoices):
    """How urgent, the most urgent first. Software may raise it, never lower it."""

    E0 = "E0", _("Ambulance now")
    E1 = "E1", _("Emergency department now")
    U2 = "U2", _("A clinician speaks within 2 hours")
    H = "H", _("A person looks now")
    U4 = "U4", _("Seen within 4 hours")
    S24 = "S24", _("Within 24 hours")
    R72 = "R72", _("Within 3 days")
    R14 = "R14", _("Within 14 days")
    SC = "SC", _("Self-care")


class ScreeningQuerySet(AboutPatientQuerySet["Screening"]):
    def visible_to(self, user: User) -> Self:
        """As for everything about patients. Staff who look after them also see a guest's, and every emergency there is:
        one that the front desk could not see for its label would be nobody's."""
        found = super().visible_to(user)
        if user.acting_as not in ANYBODY_THERE:
            return found
        return found | self.filter(patient=None, label=Label.NONE) | self.emergencies_standing()

    def emergencies_standing(self) -> Self:
        """Emergencies that no clinician has stood down, or found to be less than that."""
        lowered = ~Q(lowered_to="") & ~Q(lowered_to__in=EMERGENCY)
        return self.filter(level__in=EMERGENCY, stood_down_at=None).exclude(lowered)

    def not_called(self) -> Self:
        """Emergencies that stand, of people who are not with us, where nobody said in time that help was called.

        Whoever asked to be called, and whom we were told to call already, are left out: somebody calls them.
        """
        silent = self.filter(called_at=None, cannot_call_at=None, call_back_at=None).exclude(
            channel__in=[WALK_IN, KIOSK, WAITING]
        )
        return silent.emergencies_standing().filter(decided_at__lte=now() - CALL_BACK_AFTER)

    def emergency_of(self, patient: Patient | None) -> Screening | None:
        """The emergency that stands for this patient, under whichever of her names it was found."""
        if patient is None:
            return None
        root = patient.merged_into_id or patient.pk
        hers = Patient.objects.filter(Q(pk=root) | Q(merged_into=root))
        return self.filter(patient__in=hers).emergencies_standing().order_by("decided_at").first()


class Screening(Record):
    """One screening, kept so that replaying its inputs with its edition of the rules gives the same decision.

    A guest's has no patient, only the token of her visit to the site.
    """

    carers_need: ClassVar[str] = ""  # whoever cares for her at all must see that it may be an emergency

    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    guest = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=20, default="portal")
    text = models.TextField(max_length=20_000, blank=True)
    wanted_id = models.UUIDField(null=True, blank=True)  # the visit type or appointment it was asked for
    language = models.CharField(max_length=10, blank=True)
    inputs = models.JSONField(
        default=dict, blank=True
    )  # age, sex, pregnant, answers: exactly what the engine was given
    edition = models.CharField(max_length=40, blank=True)
    decision = models.JSONField(
        default=dict, blank=True
    )  # the engine's last: what it was given, level, rules with versions, edition; replaying gives the same
    level = models.CharField(max_length=3, choices=Level.choices)
    rules = models.JSONField(default=list, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    crisis_line = models.BooleanField(default=False)
    decided_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(
        null=True, blank=True
    )  # when the questions were answered; text alone is no answer
    lowered_to = models.CharField(
        max_length=3, choices=Level.choices, blank=True
    )  # by a named clinician, with a reason
    called_at = models.DateTimeField(null=True, blank=True)  # she tapped "I have called"
    cannot_call_at = models.DateTimeField(null=True, blank=True)  # she asked us to call her
    call_back_at = models.DateTimeField(null=True, blank=True)  # we were told to call, for she had said nothing
    alerted_at = models.DateTimeField(null=True, blank=True)  # when staff were told
    stood_down_at = models.DateTimeField(null=True, blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-decided_at"], name="screening_by_patient"),
            models.Index(fields=["guest"], name="screening_by_guest", condition=~Q(guest="")),
            models.Index(
                fields=["decided_at"], name="emergency_standing", condition=Q(level__in=EMERGENCY, stood_down_at=None)
            ),
        ]

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    @property
    def standing_level(self) -> str:
        """The level that counts: as decided, or as a clinician lowered it."""
        return self.lowered_to or self.level

    @property
    def is_emergency(self) -> bool:
        return self.standing_level in EMERGENCY and self.stood_down_at is None

    @property
    def needs_a_person(self) -> bool:
        return self.standing_level in A_PERSON_NOW

    @property
    def was_not_read(self) -> bool:
        """The engine failed: nobody knows what these words mean until a person has read them."""
        return self.edition == NOT_READ

    @property
    def latest_start(self) -> datetime | None:
        """No time later than this may be offered; None when no time may be offered at all."""
        cap = CAPS.get(self.standing_level)
        return self.decided_at + cap if cap and not self.is_emergency else None

    @property
    def lets_book(self) -> bool:
        """Whether times may be shown: the questions were answered, not long ago, and nothing calls for a person."""
        answered = self.answered_at is not None and not self.inputs.get("details_due")
        return answered and self.is_fresh and self.latest_start is not None

    @property
    def is_fresh(self) -> bool:
        return now() - self.decided_at < STANDS_FOR_BOOKING

    def topics(self) -> list[str]:
        mine = [topic_of(self.patient_id, self.label)] if self.patient_id else []
        return [*mine, *(["emergency"] if self.level in EMERGENCY else [])]


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a second clinician")
    APPROVED = "approved", _("In force")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    def visible_to(self, user: User) -> Self:
        """Whoever works here may read how urgency is decided."""
        return self.all() if user.is_staff_member else self.none()

    def in_force(self) -> Self:
        return self.filter(state=ChangeState.APPROVED).order_by("number")

    def proposed(self) -> Self:
        return self.filter(state=ChangeState.PROPOSED).order_by("proposed_at")


class RuleChange(Record):
    """A change of one red-flag rule: proposed by one clinician, in force once another has approved it.

    What is empty stays as it is. `questions` is {"en": "…", "es": "…"}; `words` and `words_out` are {"en": ["…"]}.
    """

    rule = models.CharField(max_length=6)
    level = models.CharField(max_length=3, blank=True)
    questions = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    words_out = models.JSONField(default=dict, blank=True)
    why = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_because = models.CharField(max_length=1000, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)  # in the order in which they came into force

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(state="proposed"),
                name="one_proposal_for_each_rule",
                violation_error_message=_("A change of this rule waits already. Please decide that one first."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                name="rule_changes_come_one_after_the_other",
                violation_error_message=_("Another change came into force just now. Please look again."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(number__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="a_rule_is_changed_by_two",
                violation_error_message=_("Another clinician must approve it."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == ChangeState.PROPOSED
