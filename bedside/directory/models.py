"""What we offer, where, when, and who works there."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Record
from bedside.people.models import StaffMember

from .packs import Pack, pack


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


class Spoken(Record):
    """A record whose words stand in several languages: {"es": {"name": …}} beside the fields."""

    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def said(self, field: str, language: str = "") -> str:
        """A field's words in this language, or in the language of the request, else as first written."""
        tongue = (language or get_language() or "en").split("-")[0]
        words: dict[str, Any] = self.translations.get(tongue, {})
        return str(words.get(field) or getattr(self, field))


class PlaceQuerySet(models.QuerySet["Place"]):
    def working(self) -> Self:
        """Our own places where somebody works; not those other systems only told us of."""
        return self.filter(is_open=True, posts__ended=False).distinct().order_by("name")


class Place(Spoken):
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    step_free = models.BooleanField(default=False)
    hearing_loop = models.BooleanField(default=False)
    getting_here = models.CharField(max_length=400, blank=True)
    opening = models.JSONField(default=dict, blank=True)  # {"mon": [["08:30", "12:30"], ["13:30", "18:00"]], …}
    is_open = models.BooleanField(default=True)

    objects = PlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.said("name")

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Service(Spoken):
    """Something we do for people, in their words."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400, blank=True)  # what it is for, in plain words
    who_for = models.CharField(max_length=200, blank=True)
    price = models.CharField(max_length=60, blank=True)
    words = models.JSONField(
        default=dict, blank=True
    )  # {"en": ["knee", "sore joint"], "es": […]}: how people ask for it
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)  # its name alone would tell too much
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.said("name")


class Mode(models.TextChoices):
    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class VisitType(Spoken):
    """One kind of visit within a service: how long, in person or not, how to prepare."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="visit_types")
    name = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=20)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    prepare = models.CharField(max_length=400, blank=True)
    bring = models.CharField(max_length=400, blank=True)
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="visit_lasts_5_to_480_minutes",
                violation_error_message=_("A visit lasts between 5 minutes and 8 hours."),
            )
        ]

    def __str__(self) -> str:
        return self.said("name")


class PostQuerySet(models.QuerySet["Post"]):
    def offered(self) -> Self:
        return self.filter(
            ended=False, staff_member__is_active=True, service__is_offered=True, place__is_open=True
        ).select_related("staff_member", "service", "place")


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
