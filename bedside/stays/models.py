"""Who stays with us, in which bed; who looks after them, what they eat, what is planned, and what going home needs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.booking.models import Appointment
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, Patient, Scope, StaffMember

from .beds import Bed, Ward
from .eating import Order
from .kinds import WHAT_IT_IS, Allergy, Coming, Course, Custom, Line, Meal, Part, Settled, Shift, Test, Texture

__all__ = ["Bed", "Care", "Diet", "Fast", "GoingHome", "Planned", "Stay", "Ward"]


class StayQuerySet(AboutPatientQuerySet["Stay"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def trays_for(self, user: User) -> Self:
        """Every bed somebody lies in, for those who bring the food. Of a confidential stay they are shown the bed and
        what may be eaten there, and nothing else: neither who lies there nor why."""
        return self.open() if user.acting_as in ANYBODY_THERE else self.none()

    def at(self, place: Place) -> Self:
        return self.filter(bed__ward__place=place).order_by("bed__ward__name", "bed__name")

    def of(self, patient: Patient) -> Self:
        """Hers, also under a record that was joined to this one."""
        root = patient.merged_into_id or patient.pk
        return self.filter(patient__in=Patient.objects.filter(pk=root).with_other_names())

    def living(self) -> Self:
        return self.filter(patient__deceased_on=None, patient__merged_into__deceased_on=None)

    def with_bed(self) -> Self:
        return self.select_related("patient__merged_into", "bed__ward__place")


class Stay(AboutPatient):
    """Somebody lies in a bed of ours, from when until when; an earlier bed is in the journal."""

    bed = models.ForeignKey(Bed, models.PROTECT, related_name="stays")
    reason = models.CharField(max_length=200, blank=True)  # in plain words, for her too
    began_at = models.DateTimeField(default=now)
    home_day = models.DateField(null=True, blank=True)  # when she will probably go home; None: not known
    home_first = models.DateField(null=True, blank=True)  # the first such day that was said
    next_step = models.CharField(max_length=400, blank=True)
    coming = models.CharField(max_length=10, choices=Coming.choices, blank=True)
    who_comes = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bed"],
                condition=Q(ended_at=None),
                name="one_person_in_a_bed",
                violation_error_message=_("Somebody lies in this bed already. Please choose another."),
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ended_at=None),
                name="nobody_in_two_beds",
                violation_error_message=_("This patient has a bed already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="a_stay_ends_after_it_begins",
                violation_error_message=_("A stay cannot end before it begins."),
            ),
        ]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.pk

    @property
    def root(self) -> Patient:
        """Her record that stands: the one she was given this bed under may have been joined to it since."""
        return self.patient.merged_into or self.patient

    def names(self) -> models.QuerySet[Patient]:
        """That record and all that were joined to it."""
        return Patient.objects.filter(pk=self.root.pk).with_other_names()

    @property
    def died_on(self) -> date | None:
        return self.root.deceased_on or self.patient.deceased_on

    @property
    def place(self) -> Place:
        return self.bed.ward.place

    @property
    def zone(self) -> str:
        return self.place.zone

    def topics(self) -> list[str]:
        """Her own screens and the ward's; the ward's is not told with whom something changed."""
        return [*super().topics(), f"place:{self.bed.ward.place_id}"]


class OfStay(AboutPatient):
    """Something about one stay: it has her and the label of the stay."""

    stay_id: uuid.UUID
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def about_visit(self) -> uuid.UUID:
        return self.stay_id

    def topics(self) -> list[str]:
        """As the stay's; what is confidential of an open stay rings nobody else's bell."""
        return [*super().topics(), f"place:{self.stay.bed.ward.place_id}"]


class CareQuerySet(AboutPatientQuerySet["Care"]):
    pass


class Care(OfStay):
    """Who looks after her on one day, by day or by night."""

    day = models.DateField()
    shift = models.CharField(max_length=10, choices=Shift.choices, default=Shift.DAY)
    part = models.CharField(max_length=10, choices=Part.choices)
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")

    objects = CareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "day", "shift", "part"],
                name="one_name_for_each_part_of_care",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]


class DietQuerySet(AboutPatientQuerySet["Diet"]):
    pass


class Diet(OfStay):
    """What she may and wishes to eat. What she must never eat stands before all of it."""

    stay = models.OneToOneField(Stay, models.PROTECT, related_name="diet")  # type: ignore[assignment, unused-ignore]
    meal = models.CharField(max_length=10, choices=Meal.choices, default=Meal.NORMAL)
    texture = models.CharField(max_length=10, choices=Texture.choices, default=Texture.NORMAL)
    customs = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=200, blank=True)
    allergy = models.CharField(max_length=10, choices=Allergy.choices, default=Allergy.UNKNOWN)
    allergies = models.CharField(max_length=300, blank=True)

    objects = DietQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(allergy="some") | ~Q(allergies=""),
                name="an_allergy_has_a_name",
                violation_error_message=_("Say what must not be given."),
            )
        ]

    @staticmethod
    def is_enough(diet: Diet | None, in_record: Sequence[str]) -> bool:
        """Whether enough is written down to say that she may eat: the food, and what she must not have."""
        return diet is not None and (diet.allergy != Allergy.UNKNOWN or bool(in_record))

    @property
    def customs_said(self) -> list[str]:
        return [str(Custom(one).label) for one in self.customs]


class FastQuerySet(AboutPatientQuerySet["Fast"]):
    def standing(self) -> Self:
        """Those nobody has ended yet, whatever the clock says."""
        return self.filter(ended_at=None).order_by("food_from", "id")


class Fast(OfStay):
    """An order to go without food, and perhaps without drink. Only a person ends it."""

    why = models.CharField(max_length=120)
    food_from = models.DateTimeField()
    drink_from = models.DateTimeField(null=True, blank=True)  # clear drinks until then; None: at any time
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FastQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(drink_from=None) | Q(drink_from__gte=F("food_from")),
                name="drink_stops_after_food",
                violation_error_message=_("Clear drinks stop with the food, or later."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("food_from")),
                name="a_fast_ends_after_it_begins",
                violation_error_message=_("Going without food must end after it begins."),
            ),
        ]

    @property
    def order(self) -> Order:
        return Order(self.food_from, self.drink_from, self.until)


class PlannedQuerySet(AboutPatientQuerySet["Planned"]):
    pass


class Planned(OfStay):
    """A test or something else that is planned: what it is, when and where."""

    kind = models.CharField(max_length=12, choices=Test.choices)
    name = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300, blank=True)  # what it is, if not as the house says it
    day = models.DateField()
    at = models.DateTimeField(null=True, blank=True)  # None: at a time of that day which nobody knows yet
    where = models.CharField(max_length=80, blank=True)
    course = models.CharField(max_length=10, choices=Course.choices, default=Course.PLANNED)

    objects = PlannedQuerySet.as_manager()

    @property
    def called(self) -> str:
        return self.name or str(Test(self.kind).label)

    @property
    def what_it_is(self) -> str:
        return self.words or str(WHAT_IT_IS[self.kind])


class GoingHomeQuerySet(AboutPatientQuerySet["GoingHome"]):
    def visible_to(self, user: User) -> Self:
        """As everything about a stay; a carer reads of medicines and letters only where she may read results."""
        found = super().visible_to(user)
        if user.acting_as is not Role.CARER:
            return found
        told = Patient.objects.for_scope(user, Scope.RESULTS).with_other_names()
        return found.filter(~Q(line__in=[Line.MEDICINES, Line.LETTERS]) | Q(patient__in=told))


class GoingHome(OfStay):
    """One thing that must be settled before she goes home: done, or not needed and why."""

    line = models.CharField(max_length=12, choices=Line.choices)
    state = models.CharField(max_length=12, choices=Settled.choices, default=Settled.OPEN)
    words = models.CharField(max_length=600, blank=True)  # what she takes with her, or why it is not needed
    medicines: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # name, dose, change, why
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GoingHomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "line"], name="one_line_of_each", violation_error_message=_("Please try again.")
            ),
            models.CheckConstraint(
                condition=~Q(state="not_needed") | ~Q(words=""),
                name="what_is_not_needed_has_a_reason",
                violation_error_message=_("Say why this is not needed."),
            ),
            models.CheckConstraint(
                condition=~Q(line="follow_up", state="done") | Q(appointment__isnull=False),
                name="a_next_visit_is_a_booked_one",
                violation_error_message=_("Book the next visit first, or say why there is no need."),
            ),
        ]
