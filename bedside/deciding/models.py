"""Choices with their numbers, what matters to whom they are about, and who approved an aid before it was shown."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Record, Refusal
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Scope
from bedside.visits.models import Visit

from .aids import UNSURE, Aid, Option, read

APPROVE = 2  # people who treat, before an aid is shown to a patient
CHOICE = "choice:"  # begins the key of a case about a choice


class State(models.TextChoices):
    OPEN = "open", _("To be decided")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("No longer asked")


MAY_BECOME = {
    State.OPEN: {State.DECIDED, State.WITHDRAWN},
    State.DECIDED: {State.OPEN},  # the patient thinks again
    State.WITHDRAWN: set[State](),
}


class Weight(models.TextChoices):
    """How much something matters."""

    NOT = "0", _("Not at all")
    LITTLE = "1", _("A little")
    QUITE = "2", _("Quite a lot")
    MUCH = "3", _("Very much")


class Approval(Record):
    """Somebody who treats patients here has read an aid, word by word, and answers for its being shown."""

    slug = models.SlugField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # of all its words and numbers: the least change asks anew
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "digest", "approved_by"],
                name="one_approval_each",
                violation_error_message=_("You have approved this already."),
            )
        ]


class Stage(models.TextChoices):
    DRAFT = "draft", _("Being written")
    ASKED = "asked", _("To be approved")
    RETIRED = "retired", _("No longer shown")


class Wording(Record):
    """One edition of an aid that was written here. Once it is to be approved, no letter of it changes."""

    slug = models.SlugField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    content: models.JSONField[Any, Any] = models.JSONField()  # as the files have it
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = models.CharField(max_length=300, blank=True)  # why it came back, or is no longer shown

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "edition"],
                name="one_wording_per_edition",
                violation_error_message=_("Somebody else is writing this. Please look again."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(stage="draft"),
                name="one_draft_of_an_aid",
                violation_error_message=_("Somebody else is writing this. Please look again."),
            ),
        ]

    @cached_property
    def aid(self) -> Aid:
        return read(self.content | {"slug": self.slug, "edition": self.edition})


def is_approved(aid: Aid) -> bool:
    return Approval.objects.filter(slug=aid.slug, digest=aid.digest).count() >= APPROVE


class ChoiceQuerySet(AboutPatientQuerySet["Choice"]):
    def visible_to(self, user: User) -> Self:
        """The patient's own, a carer's who may see results; of staff those who treat."""
        found = super().visible_to(user)
        return found if user.acting_as in PATIENT_SIDE | TREATING else self.none()

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def decided(self) -> Self:
        return self.filter(state=State.DECIDED)

    def with_its_people(self) -> Self:
        return self.select_related("patient", "visit__place", "opened_by", "decided_by")


class Choice(AboutPatient):
    """One choice of one patient: the aid as it was shown, what was said about it, and what was decided."""

    carers_need: ClassVar[str] = Scope.RESULTS

    visit_id: uuid.UUID
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    shown: models.JSONField[Any, Any] = models.JSONField()  # the aid, kept: who reads it later reads the same
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)

    weights: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)  # what matters how much
    own_words = models.TextField(max_length=2_000, blank=True)
    leaning = models.CharField(max_length=40, blank=True)
    questions = models.TextField(max_length=2_000, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=40, blank=True)  # patient, carer, or whoever of ours wrote it down

    option = models.CharField(max_length=40, blank=True)
    goals = models.TextField(max_length=2_000, blank=True)  # in the patient's own words
    plan = models.TextField(max_length=2_000, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    may_change_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)  # since then it is open once more
    again_because = models.CharField(max_length=500, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "slug", "label"],
                condition=Q(state="open"),
                name="one_open_choice_of_a_kind",
                violation_error_message=_("This choice is open already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_with_somebody",
                violation_error_message=_("A choice is decided with somebody, at a time."),
            ),
        ]
        indexes = [models.Index(fields=["patient", "state"], name="choice_by_patient")]

    def __str__(self) -> str:
        return str(self.aid)

    @cached_property
    def aid(self) -> Aid:
        return read(self.shown)

    @property
    def about_visit(self) -> uuid.UUID:
        return self.visit.about_visit

    @property
    def decided(self) -> Option | None:
        """The way that was chosen, if any was."""
        return self.aid.option(self.option)

    @property
    def leans(self) -> Option | None:
        return self.aid.option(self.leaning)

    @property
    def is_unsure(self) -> bool:
        return self.leaning == UNSURE

    @property
    def mattering(self) -> list[tuple[str, str]]:
        """What was said to matter, what matters most first."""
        said = [(self.weights[one.key], str(one)) for one in self.aid.matters if one.key in self.weights]
        return [(words, str(Weight(how).label)) for how, words in sorted(said, key=lambda one: one[0], reverse=True)]

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def may_be_changed(self) -> bool:
        """Whether the patient can still think again about what was decided."""
        today = day_of(now(), self.visit.zone)
        return self.state == State.DECIDED and (self.may_change_until is None or today <= self.may_change_until)

    def become(self, state: State) -> None:
        if state not in MAY_BECOME[State(self.state)]:
            raise Refusal(_("That can no longer be done with this choice. Please look again."), rule="state")
        self.state = state
