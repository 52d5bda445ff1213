"""What can be done about forms and check-in before a visit. Nothing else writes to these tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.access.models import STAFF
from bedside.booking.models import Appointment, Status
from bedside.booking.visit_links import key_of
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.language.dates import day_and_time
from bedside.people import actions as people
from bedside.people.models import Label, Patient
from bedside.people.names import plain

from .models import (
    CLOSES_BEFORE,
    OPENS_BEFORE,
    CheckIn,
    Form,
    Sheet,
    is_open,
    is_open_from_home,
    is_open_to_staff,
    names_of,
    whose,
)
from .pages import to_do
from .tree import grow, kept, missing

TRIES, SHUT_FOR = 5, timedelta(minutes=15)
MOST_AT_ONCE = 500
CONTACT = ("phone", "email")
SETTLED = ("sent_at", "opened_at", "details_at", "told_at", "done_at")


def forms_of(appointment: Appointment) -> list[Form]:
    """What is asked before this visit. A consent given to the edition that stands is not asked for again."""
    given = Sheet.objects.filter(
        patient__in=names_of(whose(appointment)), label=appointment.label, form__is_lasting=True
    ).done()
    standing = set(given.exclude(appointment=appointment).values_list("form_id", flat=True))
    return [one for one in Form.objects.for_visit(appointment.visit_type) if one.pk not in standing]


@transaction.atomic
def send(appointment: Appointment, *, by: Hand) -> CheckIn:
    """Write to the patient that she can check in from home, and note each form as sent. Of what is confidential
    nothing is written: she finds it where she signs in."""
    moment = now()
    check_in = _check_in(appointment)
    check_in.sent_at = moment
    record("checkin.sent", check_in, by=by)
    begun = set(Sheet.objects.filter(appointment=appointment).values_list("slug", flat=True))
    for form in forms_of(appointment):
        if form.slug not in begun:
            record("sheet.sent", _sheet(appointment, form, sent_at=moment), by=by)
    patient = whose(appointment)
    link = reverse("intake:link", args=[key_of(appointment)])
    inbox.send(
        patient,
        "check_in",
        by=by,
        key=f"check_in:{appointment.pk}:{appointment.sequence}",
        about=appointment,
        label=appointment.label,
        not_after=appointment.starts_at - CLOSES_BEFORE,
        link=link,
        sms_link=link,
        said=lambda language: {
            "when": day_and_time(appointment.starts_at, language, appointment.zone),
            "place": appointment.place.said("name", language),
        },
    )
    return check_in


def send_links() -> int:
    """Whoever comes within three days is sent the way to check in, once. Run by the clock."""
    first, last = now() + CLOSES_BEFORE, now() + OPENS_BEFORE
    over = Q(sent_at__isnull=False) | Q(done_at__isnull=False)
    sent = CheckIn.objects.filter(over, appointment__starts_at__range=(first, last)).values("appointment")
    soon = Appointment.objects.filter(status=Status.BOOKED, label=Label.NONE, starts_at__range=(first, last))
    count = 0
    for one in soon.exclude(pk__in=sent).in_order()[:MOST_AT_ONCE]:
        if whose(one).may_be_written_to:
            count += _sent(one)
    return count


def _sent(appointment: Appointment) -> bool:
    """Send it, unless she is just beginning by herself or another worker has sent it."""
    try:
        send(appointment, by=HOUSE)
    except Refusal:
        return False
    return True


@transaction.atomic
def knock(appointment: Appointment, *, family_name: str, birth_date: date, by: Hand) -> bool:
    """Whether who opened the link knows whose it is. Five wrong answers shut it for a quarter of an hour, also when
    they come at the same time: one after the other is let at the visit."""
    appointment = Appointment.objects.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
    check_in = _check_in(appointment)
    if check_in.shut_until and check_in.shut_until > now():
        raise Refusal(_("There were too many wrong tries. Try again in 15 minutes, or call us."), rule="shut")
    patient = whose(appointment)
    if plain(family_name) == plain(patient.family_name) and birth_date == patient.birth_date:
        if check_in.misses:
            check_in.misses, check_in.shut_until = 0, None
            record("checkin.known", check_in, by=by)
        return True
    check_in.misses += 1
    if check_in.misses >= TRIES:
        check_in.misses, check_in.shut_until = 0, now() + SHUT_FOR
    record("checkin.not_known", check_in, by=by)
    return False


@transaction.atomic
def begin(appointment: Appointment, *, by: Hand) -> CheckIn:
    """She opens her check-in."""
    may_change(appointment, by=by)
    check_in = _check_in(appointment)
    if check_in.opened_at is None:
        check_in.opened_at = now()
        record("checkin.opened", check_in, by=by)
    return check_in


@transaction.atomic
def confirm_details(check_in: CheckIn, *, by: Hand, **details: Any) -> CheckIn:
    """Her details are right, or are right now. A new phone or address is told to the old one too."""
    may_change(check_in.appointment, by=by)
    patient = check_in.patient
    if new := [name for name in CONTACT if name in details and details[name] != getattr(patient, name)]:
        _tell_the_old_address(patient, new, by=by)
    people.change_details(patient, by=by, because="" if check_in.label else "checked in", **details)
    check_in.details_at, check_in.details_doubted = now(), False
    record("checkin.details_confirmed", check_in, by=by)
    return check_in


@transaction.atomic
def doubt_details(check_in: CheckIn, *, by: Hand) -> CheckIn:
    """Her details are not right, and who says so may not change them: we ask her."""
    may_change(check_in.appointment, by=by)
    check_in.details_at, check_in.details_doubted = now(), True
    record("checkin.details_doubted", check_in, by=by)
    return check_in


def _tell_the_old_address(patient: Patient, names: list[str], *, by: Hand) -> None:
    """Composed while the record still knows the old ones; of two ways only the one that changes."""
    ways = {"email" if name == "email" else "sms" for name in names}
    letters = inbox.compose_for_her(patient, "contact_changed", key=f"contact:{patient.pk}:{patient.version}")
    inbox.post([one for one in letters if one.channel in ways], by=by)


@transaction.atomic
def say_what_is_needed(check_in: CheckIn, *, by: Hand, needs: str, interpreter: bool, **told: Any) -> CheckIn:
    """Why she comes, who pays, who comes with her, and what to get ready."""
    may_change(check_in.appointment, by=by)
    for name, value in told.items():
        setattr(check_in, name, value)
    check_in.told_at = now()
    if check_in.label:
        check_in.needs, check_in.interpreter = needs, interpreter
    else:
        hers = whose(check_in.appointment)
        people.change_details(hers, by=by, because="checked in", needs=needs, interpreter=interpreter)
    record("checkin.told", check_in, by=by)
    return check_in


@transaction.atomic
def open_sheet(appointment: Appointment, form: Form, *, by: Hand, seen: int | None = None) -> Sheet:
    """She opens a form: from now on it stays in the edition she began with.

    `seen` is the version of it somebody had before them: if it has moved on since, they are refused.
    """
    begin(appointment, by=by)
    found = Sheet.objects.filter(appointment=appointment, slug=form.slug).select_related("form", "appointment").first()
    sheet = found or _sheet(appointment, form)
    if seen is not None and sheet.version != seen:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    if sheet.opened_at is None:
        sheet.form, sheet.opened_at = form, now()
        record("sheet.opened", sheet, by=by)
    return sheet


@transaction.atomic
def keep_page(sheet: Sheet, answers: list[dict[str, Any]], *, page: str, answered: bool, by: Hand) -> Sheet:
    """Keep what she said on one page. A page that is not answered yet is shown again when she comes back."""
    may_change(sheet.appointment, by=by)
    sheet.answers = kept(grow(sheet.form.questions, answers))
    sheet.pages = [one for one in sheet.pages if one != page] + ([page] if answered else [])
    sheet.done_at, sheet.by_whom = None, by.hand_kind
    record("sheet.answered", sheet, by=by)
    if done := CheckIn.objects.filter(appointment=sheet.appointment_id, done_at__isnull=False).first():
        done.done_at = None
        record("checkin.opened_again", done, by=by)
    return sheet


@transaction.atomic
def hand_in(sheet: Sheet, *, by: Hand) -> Sheet:
    """She has filled it in."""
    may_change(sheet.appointment, by=by)
    root = sheet.root
    if to_do(root, sheet.pages) or missing(root):
        raise Refusal(_("Some questions have no answer yet. Please go back to them."), rule="missing")
    if sheet.done_at is None:
        sheet.done_at, sheet.by_whom = now(), by.hand_kind
        record("sheet.handed_in", sheet, by=by)
    return sheet


@transaction.atomic
def finish(check_in: CheckIn, *, by: Hand) -> CheckIn:
    """All is said: she is checked in from home, and only has to come."""
    may_change(check_in.appointment, by=by)
    done = set(Sheet.objects.filter(appointment=check_in.appointment_id).done().values_list("slug", flat=True))
    if not check_in.details_at or not check_in.told_at or {one.slug for one in forms_of(check_in.appointment)} - done:
        raise Refusal(_("Something is still to be done. Please go back to it."), rule="missing")
    if check_in.done_at is None:
        check_in.done_at = now()
        record("checkin.done", check_in, by=by)
    return check_in


@transaction.atomic
def begin_anew(check_in: CheckIn, *, moved_at: datetime, by: Hand) -> None:
    """The visit has another time: what was settled for the old one is asked again. Forms keep their answers."""
    old = [name for name in SETTLED if (at := getattr(check_in, name)) and at <= moved_at]
    if old:
        for name in old:
            setattr(check_in, name, None)
        record("checkin.begun_anew", check_in, by=by)


def may_change(appointment: Appointment, *, by: Hand) -> None:
    """Refuse outside the days in which she can check in from home, unless she is here and has not been called. One of
    us writes for her until the visit is over."""
    if is_open(appointment) or (by.hand_kind in STAFF and is_open_to_staff(appointment)):
        return
    if appointment.status == Status.ARRIVED:
        raise Refusal(_("It is your turn now. Please tell us in the room what you still want to say."), rule="called")
    raise Refusal(
        _("You can check in from 3 days to 30 minutes before a visit. Please tell us at the clinic."), rule="window"
    )


def may_be_sent(appointment: Appointment) -> None:
    """Refuse where it is too late, or too early, to write to her that she can check in from home."""
    if not is_open_from_home(appointment):
        raise Refusal(_("A check-in can be sent from 3 days to 30 minutes before a visit."), rule="window")


def _check_in(appointment: Appointment) -> CheckIn:
    found = CheckIn.objects.filter(appointment=appointment).select_related("appointment__place", "patient").first()
    return found or CheckIn(appointment=appointment, patient=whose(appointment), label=appointment.label)


def _sheet(appointment: Appointment, form: Form, **more: Any) -> Sheet:
    known = {"patient": whose(appointment), "label": appointment.label}
    return Sheet(appointment=appointment, form=form, slug=form.slug, **known, **more)
