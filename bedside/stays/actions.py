"""What can be done about a stay itself: beds, coming in, moving, the day of going home, and going home."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.booking.models import Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.actions import record, record_each
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient

from .kinds import Coming, Line, Settled
from .models import Bed, GoingHome, Stay, Ward


@transaction.atomic
def open_ward(place: Place, *, name: str, phone: str = "", by: Hand) -> Ward:
    """A new ward, without beds as yet."""
    ward = Ward(place=place, name=name, phone=phone)
    record("ward.opened", ward, by=by)
    return ward


@transaction.atomic
def set_up_bed(ward: Ward, *, name: str, by: Hand) -> Bed:
    """A new bed in a ward."""
    bed = Bed(ward=ward, name=name)
    record("bed.set_up", bed, by=by)
    return bed


@transaction.atomic
def use_bed(bed: Bed, *, is_open: bool, by: Hand) -> None:
    """A bed is no longer used, or is used again. Nobody is put out of a bed by this."""
    bed.refresh_from_db(from_queryset=Bed.objects.select_for_update())
    if not is_open and Stay.objects.open().filter(bed=bed).exists():
        raise Refusal(_("Somebody lies in this bed. Move them first."), rule="bed_taken")
    bed.is_open = is_open
    record("bed.used_again" if is_open else "bed.closed", bed, by=by)


@transaction.atomic
def admit(
    patient: Patient,
    bed: Bed,
    *,
    by: Hand,
    reason: str = "",
    home_day: date | None = None,
    label: str = Label.NONE,
) -> Stay:
    """Somebody comes in and is given a bed; what going home will need is listed from the first day."""
    patient = Patient.objects.select_related("merged_into").get(pk=patient.pk)  # as it stands: it may have been joined
    patient = patient.merged_into or patient
    if not patient.may_be_written_to:
        raise Refusal(_("This record is closed, so nobody can be given a bed for it."), rule="closed")
    if Stay.objects.open().of(patient).exists():
        raise Refusal(_("This patient has a bed already."), rule="nobody_in_two_beds")
    _in_use(bed)
    stay = Stay(patient=patient, label=label, bed=bed, reason=reason, home_day=home_day, home_first=home_day)
    record("stay.began", stay, by=by)
    lines = [GoingHome(patient=patient, label=label, stay=stay, line=line) for line in Line]
    record_each("going_home.listed", lines, by=by)
    return stay


@transaction.atomic
def move(stay: Stay, bed: Bed, *, by: Hand, because: str) -> None:
    """She gets another bed; which one she had is kept."""
    as_it_stands(stay)
    _in_use(bed)
    if stay.bed_id == bed.pk:
        raise Refusal(_("The patient lies in this bed already."), rule="same_bed")
    left = stay.bed
    stay.bed = bed
    record("stay.moved", stay, by=by, because=because, left=str(left))


@transaction.atomic
def say_home_day(stay: Stay, day: date | None, *, by: Hand, because: str = "") -> None:
    """When she will probably go home. Whoever changes a day that was said says why."""
    as_it_stands(stay)
    if day == stay.home_day:
        return
    if stay.home_day is not None and not because:
        raise Refusal(_("Say why the day changes. The patient reads it."), rule="because")
    was, stay.home_day = stay.home_day, day
    stay.home_first = stay.home_first or day
    record("stay.home_day_changed", stay, by=by, because=because, was=was.isoformat() if was else "")


@transaction.atomic
def say_next_step(stay: Stay, words: str, *, by: Hand) -> None:
    """What happens next, in plain words."""
    as_it_stands(stay)
    if stay.next_step != words:
        stay.next_step = words
        record("stay.next_step_said", stay, by=by)


@transaction.atomic
def say_who_comes(stay: Stay, coming: str, who: str, *, by: Hand) -> None:
    """Whom she wishes to see in visiting hours."""
    as_it_stands(stay)
    if coming == Coming.SOME and not who:
        raise Refusal(_("Say who may come."), rule="who")
    stay.coming, stay.who_comes = coming, who if coming == Coming.SOME else ""
    record("stay.visitors_said", stay, by=by)


@transaction.atomic
def go_home(stay: Stay, *, by: Hand) -> None:
    """She goes home: every line is done, or somebody has said why it is not needed."""
    as_it_stands(stay)
    lines = list(GoingHome.objects.filter(stay=stay).select_related("appointment"))
    if any(one.state == Settled.OPEN for one in lines):
        raise Refusal(_("Some lines are still open. Finish each, or say why it is not needed."), rule="open_lines")
    if any(one.appointment and not may_be_next(one) for one in lines):
        raise Refusal(_("The next visit is no longer booked. Please look at that line again."), rule="next_visit")
    stay.ended_at = now()
    record("stay.ended", stay, by=by)


@transaction.atomic
def end_for_death(stay: Stay, *, by: Hand) -> None:
    """The patient has died: the bed is free, and nothing is asked about going home."""
    as_it_stands(stay, living=False)
    if stay.died_on is None:
        raise Refusal(_("Note the death in the patient's record first."), rule="alive")
    stay.ended_at = now()
    record("stay.ended_by_death", stay, by=by)


def may_be_next(line: GoingHome) -> bool:
    """Whether the visit that was booked for her still stands."""
    booked = line.appointment
    return booked is not None and booked.status == Status.BOOKED and booked.starts_at > now()


def as_it_stands(stay: Stay, *, living: bool = True) -> None:
    """Read it again and keep it for this transaction, before anything of it is changed: it is always the first lock."""
    stay.refresh_from_db(from_queryset=Stay.objects.select_for_update())
    if stay.ended_at is not None:
        raise Refusal(_("This stay is over."), rule="over")
    if living and stay.died_on is not None:
        raise Refusal(_("This patient has died. Only the stay can be ended."), rule="deceased")


def _in_use(bed: Bed) -> None:
    """Keep the bed for this transaction, so that nobody closes it meanwhile: always after the stay, if there is one."""
    bed.refresh_from_db(from_queryset=Bed.objects.select_for_update())
    if not bed.is_open:
        raise Refusal(_("This bed is not in use. Please choose another."), rule="bed_closed")
