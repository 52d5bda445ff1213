"""What is counted about booking. A confidential visit is in no count: small numbers would give it away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from bedside.access.models import PATIENT_SIDE
from bedside.hours.clock import now
from bedside.journal.models import Entry
from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .freed import freed
from .models import Appointment, AppointmentQuerySet, Status

LATE = timedelta(hours=2)  # before the visit: too short for anybody else to come instead
CAME = {Status.ARRIVED, Status.FULFILLED}

NO_SHOWS = Measure(
    name="booking.no_show_rate",
    title=_("Missed visits"),
    numerator=_("booked visits to which nobody came and which nobody cancelled"),
    denominator=_("booked visits that were kept or missed"),
    exclusions=_("cancelled visits and those of patients who left unseen, which stand apart; confidential visits"),
    source_events=("appointment.arrived", "appointment.fulfilled", "appointment.noshow"),
    better="down",
    chart="xmr",
    higher=_("More missed visits"),
    lower=_("Fewer missed visits"),
)
LATE_CANCELLATIONS = Measure(
    name="booking.late_cancellation_rate",
    title=_("Visits called off late"),
    numerator=_("visits that the patient called off less than 2 hours before"),
    denominator=_("visits that were kept, missed or called off that late"),
    exclusions=_("visits that staff called off; patients who left unseen; confidential visits"),
    source_events=("appointment.cancelled", "appointment.arrived", "appointment.fulfilled", "appointment.noshow"),
    better="down",
    chart="xmr",
    higher=_("More visits called off late"),
    lower=_("Fewer visits called off late"),
)
LEAD_TIME = Measure(
    name="booking.lead_time",
    title=_("From asking to the visit"),
    numerator=_("days from when the patient asked to when the visit begins, the middle of the week's bookings"),
    denominator=_("visits booked, by the week in which the patient asked"),
    exclusions=_("confidential visits"),
    source_events=("appointment.booked",),
    better="down",
    chart="xmr",
    statistic="median",
    unit="days",
    higher=_("Longer until a booked visit"),
    lower=_("Shorter until a booked visit"),
)

FILLED = Measure(
    name="booking.filled_again",
    title=_("Freed times that were filled"),
    numerator=_("times called off or moved away from at least a day before, that somebody else then took"),
    denominator=_("times called off or moved away from at least a day before"),
    exclusions=_("times that were closed; group sessions; confidential visits"),
    source_events=("appointment.cancelled", "appointment.moved", "appointment.booked"),
    better="up",
    chart="xmr",
    higher=_("More freed times filled"),
    lower=_("Fewer freed times filled"),
)
MINUTES_TO_FILL = Measure(
    name="booking.minutes_to_fill",
    title=_("Until a freed time is filled"),
    numerator=_("minutes from when a time came free to when somebody else took it, the middle of the week"),
    denominator=_("times freed at least a day before that were filled"),
    exclusions=_("times that nobody took; group sessions; confidential visits"),
    source_events=("appointment.cancelled", "appointment.moved", "appointment.booked"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="minutes",
    higher=_("Longer until freed times are filled"),
    lower=_("Shorter until freed times are filled"),
)
SAME_CLINICIAN = Measure(
    name="booking.same_clinician",
    title=_("Seen by the same clinician as last time"),
    numerator=_("visits with the clinician of the patient's visit before"),
    denominator=_("visits of patients who had come in the year before"),
    exclusions=_("first visits; confidential visits"),
    source_events=("appointment.fulfilled",),
    better="up",
    chart="xmr",
    higher=_("More patients see the same clinician again"),
    lower=_("Fewer patients see the same clinician again"),
)


def no_shows(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each missed visit, 0 for each kept one; what nobody noted is not known."""
    for place, starts, ends, status in _visits(since, until).values_list("place_id", "starts_at", "ends_at", "status"):
        if status == Status.NOSHOW or status in CAME:
            yield Counted(starts, place, float(status == Status.NOSHOW))
        elif status == Status.BOOKED and ends <= now():
            yield Counted(starts, place)


def late_cancellations(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each that the patient called off too late, 0 for each that was kept or missed."""
    visits = _visits(since, until)
    off = visits.filter(status=Status.CANCELLED)
    told = Entry.objects.filter(
        verb="appointment.cancelled", subject_id__in=off.values("pk"), actor_kind__in=PATIENT_SIDE
    )
    when = dict(told.values_list("subject_id", "happened_at"))
    for pk, place, starts, status in visits.values_list("pk", "place_id", "starts_at", "status"):
        if status == Status.NOSHOW or status in CAME:
            yield Counted(starts, place, 0.0)
        elif status == Status.CANCELLED and pk in when and starts - when[pk] < LATE:
            yield Counted(starts, place, 1.0)


def lead_time(since: datetime, until: datetime) -> Iterator[Counted]:
    """The days between asking and the visit."""
    asked = Appointment.objects.filter(label=Label.NONE, asked_at__gte=since, asked_at__lt=until)
    for place, moment, starts in asked.values_list("place_id", "asked_at", "starts_at"):
        yield Counted(moment, place, (starts - moment) / timedelta(days=1))


def filled_again(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each freed time that somebody took, 0 for each that stayed empty; until it begins it may still be taken."""
    for one in freed(since, until):
        if one.taken_at is None and one.starts_at > now():
            yield Counted(one.at, one.place, waiting=True)
        else:
            yield Counted(one.at, one.place, float(one.taken_at is not None))


def minutes_to_fill(since: datetime, until: datetime) -> Iterator[Counted]:
    """How long each freed time was free that somebody took."""
    for one in freed(since, until):
        if one.taken_at is not None:
            yield Counted(one.at, one.place, (one.taken_at - one.at) / timedelta(minutes=1))


def same_clinician(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each visit with whom she saw before, 0 for each with another; a first visit is neither."""
    came = _visits(since - timedelta(days=365), until).filter(status__in=CAME).order_by("starts_at")
    last: dict[uuid.UUID, tuple[uuid.UUID, datetime]] = {}
    for patient, clinician, place, starts in came.values_list("patient_id", "staff_member_id", "place_id", "starts_at"):
        before = last.get(patient)
        if starts >= since and before and starts - before[1] <= timedelta(days=365):
            yield Counted(starts, place, float(before[0] == clinician))
        last[patient] = clinician, starts


def _visits(since: datetime, until: datetime) -> AppointmentQuerySet:
    """Whoever came and left before she was seen has neither kept her visit nor missed it: visits counts those."""
    counted = Appointment.objects.filter(label=Label.NONE, left_unseen_at=None)
    return counted.filter(starts_at__gte=since, starts_at__lt=until)


MEASURES: dict[Measure, Source] = {
    NO_SHOWS: no_shows,
    LATE_CANCELLATIONS: late_cancellations,
    LEAD_TIME: lead_time,
    FILLED: filled_again,
    MINUTES_TO_FILL: minutes_to_fill,
    SAME_CLINICIAN: same_clinician,
}
