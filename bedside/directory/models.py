"""What we offer, where, when, and who works there."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Record
from bedside.people.models import StaffMember
from bedside.people.spoken import Spoken

from .packs import Pack, pack
from .preparing import before_any, fasting
from .prices import price_said

NO_CURRENCY = _("Say in which currency the price is.")


class Clinic(Record):
    """The one organisation of this house: its name, its country's numbers and formats, its promises."""

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, default="GB")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    answers_within = models.PositiveIntegerField(default=480)  # opening minutes until a message is answered
    is_the_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_the_one"],
                name="one_clinic_per_house",
                violation_error_message=_("There is a clinic already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pack(self) -> Pack:
        """The country's emergency and crisis numbers, holidays and formats."""
        return pack(self.country)


class PlaceQuerySet(models.QuerySet["Place"]):
    def working(self) -> Self:
        """Our own places where somebody works; not those other systems only told us of."""
        return self.filter(is_open=True, posts__ended=False).distinct().order_by("name")

    def ours(self) -> Self:
        """Those that have hours, or somebody who works there, whether open or given up; the open ones first."""
        return self.filter(~Q(opening={}) | Q(posts__ended=False)).distinct().order_by("-is_open", "name")


class Place(Spoken):
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)  # the county or the state
    postcode = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    step_free = models.BooleanField(default=False)
    hearing_loop = models.BooleanField(default=False)
    getting_here = models.CharField(max_length=400, blank=True)
    parking = models.CharField(max_length=400, blank=True)
    access_notes = models.CharField(max_length=400, blank=True)  # doors, toilets, a quiet room, help at the door
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    opening = models.JSONField(default=dict, blank=True)  # {"mon": [["08:30", "12:30"], ["13:30", "18:00"]], …}
    visiting = models.JSONField(default=dict, blank=True)  # as opening: when somebody who stays here may be visited
    is_open = models.BooleanField(default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,  # a comparison with nothing is unknown, which a database lets pass
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="a_place_lies_on_the_earth",
                violation_error_message=_("Give both: latitude (-90 to 90) and longitude (-180 to 180)."),
            )
        ]

    def __str__(self) -> str:
        return self.said("name")

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class ClosureQuerySet(models.QuerySet["Closure"]):
    def standing(self) -> Self:
        return self.filter(is_lifted=False)

    def at(self, place: Place) -> Self:
        """Those that shut this place: its own, and those of the whole clinic."""
        return self.standing().filter(Q(place=None) | Q(place=place.pk))

    def to_come(self, day: date) -> Self:
        """Those that are not over on this day, soonest first."""
        return self.standing().filter(last_day__gte=day).order_by("first_day", "id")


class Closure(Spoken):
    """Days on which a place is shut, and why. Public holidays are not among them: the country's pack knows those."""

    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="closures"
    )  # none: all of them
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200)
    is_lifted = models.BooleanField(default=False)  # it is open on these days after all

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closure_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.said("reason")


class Priced(Spoken):
    """Something that has a price: in the smallest coins, 0 where it is free, none where nobody has said."""

    price_minor = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    price = models.CharField(max_length=60, blank=True)  # words beside the sum, or instead of one

    class Meta:
        abstract = True

    def costs(self, language: str = "") -> str:
        """The price as a patient reads it; empty where it is not known."""
        return price_said(self.price_minor, self.currency, self.said("price", language), language)


class Service(Priced):
    """Something we do for people, in their words."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400, blank=True)  # what it is for, in plain words
    who_for = models.CharField(max_length=200, blank=True)
    words = models.JSONField(
        default=dict, blank=True
    )  # {"en": ["knee", "sore joint"], "es": […]}: how people ask for it
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)  # its name alone would tell too much
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_minor=None) | Q(price_minor=0) | ~Q(currency=""),
                name="service_price_has_a_currency",
                violation_error_message=NO_CURRENCY,
            ),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(max_age__gte=F("min_age")),
                name="service_ages_in_order",
                violation_error_message=_("The oldest age must not be below the youngest."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")


class Mode(models.TextChoices):
    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class VisitType(Priced):
    """One kind of visit within a service: how long, in person or not, how to prepare."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="visit_types")
    name = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=20)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    prepare = models.CharField(max_length=400, blank=True)
    bring = models.CharField(max_length=400, blank=True)
    fast_food_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # nothing to eat for so long before
    fast_drink_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # nor to drink, water included
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="visit_lasts_5_to_480_minutes",
                violation_error_message=_("A visit lasts between 5 minutes and 8 hours."),
            ),
            models.CheckConstraint(
                condition=Q(price_minor=None) | Q(price_minor=0) | ~Q(currency=""),
                name="visit_price_has_a_currency",
                violation_error_message=NO_CURRENCY,
            ),
            models.CheckConstraint(
                condition=(Q(fast_food_hours=None) | Q(fast_food_hours__gte=1, fast_food_hours__lte=24))
                & (Q(fast_drink_hours=None) | Q(fast_drink_hours__gte=1, fast_drink_hours__lte=12)),
                name="nobody_fasts_for_longer_than_a_day",
                violation_error_message=_(
                    "Nobody goes without food for more than 24 hours, nor drink for more than 12."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name")

    def preparation(self, starts_at: datetime | None = None, zone: str = "") -> list[str]:
        """How to prepare, in sentences: fasting, as clock times where the visit has its time, then the words."""
        food, drink = self.fast_food_hours, self.fast_drink_hours
        said = fasting(food, drink, starts_at, zone) if starts_at else before_any(food, drink)
        return [*said, *filter(None, [self.said("prepare")])]

    def costs(self, language: str = "") -> str:
        """Its own price; where it has none, that of its service."""
        return super().costs(language) or self.service.costs(language)


class PostQuerySet(models.QuerySet["Post"]):
    def offered(self) -> Self:
        return self.filter(
            ended=False, staff_member__is_active=True, service__is_offered=True, place__is_open=True
        ).select_related("staff_member", "service", "place")

    def of(self, member: StaffMember) -> Self:
        """All that she does and did; what has ended comes last."""
        hers = self.filter(staff_member=member).select_related("service", "place")
        return hers.order_by("ended", "service__name", "place__name")


class Post(Record):
    """Somebody provides a service at a place."""

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="posts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    service = models.ForeignKey(Service, models.PROTECT, related_name="posts")
    ended = models.BooleanField(default=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member", "place", "service"],
                name="one_post_each",
                violation_error_message=_("This person already provides this service there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.place}"
