"""What can be done when somebody is rude or worse. Nothing else writes to these tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import STAFF, Role, User
from bedside.cases import actions as cases
from bedside.cases import resting
from bedside.cases.models import Case, CaseQuerySet, Rest, Team
from bedside.cases.models import Kind as CaseKind
from bedside.cases.routing import can_own
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox import actions as inbox
from bedside.inbox import chats
from bedside.inbox.models import Chat
from bedside.inbox.readers import Reader
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import ANYBODY_THERE, Patient
from bedside.triage.models import A_PERSON_NOW, EMERGENCY, Screening

from .lately import owes_a_break
from .models import INCIDENT, Incident, Kind, Marker, Outcome, longest_review

WRITE_IT_DOWN = gettext_noop("Write down what happened, within a day")
WRITTEN = gettext_noop("It is written down.")


@transaction.atomic
def begin(
    patient: Patient | None, *, kind: str, said: str, by: User, case: Case | None = None, label: str = ""
) -> Incident:
    """Somebody is rude or worse: from now on it has a record, with the words as they were said."""
    _works_with_patients(by)
    if not said.strip():
        raise Refusal(_("Write down what was said or done."), rule="said")
    incident = Incident(patient=patient, case=case, kind=kind, said=said.strip()[:1_000], reported_by=by)
    incident.label = label or (case.label if case else "")
    record("incident.begun", incident, by=by)
    return incident


@transaction.atomic
def warn(incident: Incident, words: str, *, by: User) -> Incident:
    """One warning, clear, with what follows. Where we write to each other it is written there; else it was spoken."""
    _is_going_on(incident)
    if incident.warned_at:
        raise Refusal(_("There was a warning already. Hand over, or end it."), rule="one_warning")
    if not words.strip():
        raise Refusal(_("Write down how you warned."), rule="words")
    incident.warned_at, incident.warning = now(), words.strip()[:1_000]
    record("incident.warned", incident, by=by)
    case = incident.case
    if case is not None and not case.is_closed and (case.conversation_id or case.chat_id):
        _say(case, incident.warning, by=by)
    return incident


def _say(case: Case, words: str, *, by: User) -> None:
    """Where we write to each other, and nothing more: her question still waits for its answer."""
    if case.chat_id:
        chats.answer(Chat.objects.select_for_update().get(pk=case.chat_id), words, by=by)
    elif case.conversation is not None:
        inbox.answer(case.conversation, words, by=by)


@transaction.atomic
def bring_in(incident: Incident, second: User, *, by: User) -> Incident:
    """Nobody stays alone with it."""
    _is_going_on(incident)
    if second.pk == by.pk or not second.is_active or not second.roles & STAFF:
        raise Refusal(_("Choose somebody else who is there."), rule="second")
    incident.second = second
    record("incident.second_came", incident, by=by)
    return incident


@transaction.atomic
def finish(incident: Incident, outcome: str, *, by: User) -> Incident:
    """It calmed down, somebody else went on, or we ended it. Nobody is left who may need help now."""
    _is_going_on(incident)
    if outcome == Outcome.GOING_ON:
        raise Refusal(_("Say how it came to an end."), rule="outcome")
    if outcome == Outcome.ENDED:
        if may_need_help(incident):
            raise Refusal(_("This may be urgent. Stay with them, and let somebody help you."), rule="urgent")
        if not incident.warned_at and not incident.needs_help_at_once:
            raise Refusal(_("Warn first, once and clearly."), rule="warn_first")
    if outcome == Outcome.HANDED_OVER and incident.second is None:
        raise Refusal(_("Say first who goes on."), rule="second")
    incident.outcome, incident.over_at = outcome, now()
    record("incident.over", incident, by=by)
    _open_case(incident, by=by)
    return incident


@transaction.atomic
def write_down(incident: Incident, words: str, *, hurt: bool, police: bool, by: User) -> Incident:
    """The report: what happened, who was there, who was hurt, whether the police came."""
    if not incident.is_over:
        raise Refusal(_("Say first how it came to an end."), rule="outcome")
    if incident.written_at:
        raise Refusal(_("This is written down already."), rule="written")
    if not words.strip():
        raise Refusal(_("Write down what happened."), rule="report")
    incident.report, incident.hurt, incident.police, incident.written_at = words.strip(), hurt, police, now()
    record("incident.written_down", incident, by=by)
    for case in cases_of(incident).unfinished():
        cases.close(case, because=WRITTEN, by=by)
    return incident


@transaction.atomic
def talk_it_over(incident: Incident, words: str, *, by: User) -> Incident:
    """Somebody asked how we are, before the shift was over."""
    if by.pk == incident.reported_by_id:
        raise Refusal(_("Somebody else talks it over with you."), rule="debrief")
    if not words.strip():
        raise Refusal(_("Write a word about it."), rule="words")
    incident.debrief, incident.debriefed_at = words.strip()[:1_000], now()
    record("incident.talked_over", incident, by=by)
    return incident


def rest(incident: Incident, *, by: User) -> Rest:
    """Whoever it happened to takes five minutes, at once; new work goes to others meanwhile."""
    if incident.reported_by_id != by.pk or not (owes_a_break(by) or resting.rest_of(by)):
        raise Refusal(_("You have had your break after this."), rule="break")
    return resting.begin_break(by=by)


@transaction.atomic
def mark(incident: Incident, *, what: str, because: str, review_on: date, told_how: str, by: User) -> Marker:
    """A manager signs a note on the record, on what was written down, for half a year at most; she is told."""
    _only_managers(by)
    today = day_of(now(), the_clinic().zone)
    if incident.patient is None or incident.written_at is None:
        raise Refusal(_("There is no written report that this could rest on."), rule="evidence")
    if not today < review_on <= longest_review(today):
        raise Refusal(_("Choose a day within the next six months."), rule="review")
    if not told_how.strip():
        raise Refusal(_("Say how the patient was told."), rule="told")
    patient = incident.patient.merged_into or incident.patient
    marker = Marker(patient=patient, incident=incident, what=what, because=because, review_on=review_on, signed_by=by)
    marker.told_how = told_how
    record("marker.signed", marker, by=by)
    if patient.login_id and not incident.label:
        only_her = [Reader(patient)]  # it stands in her details
        inbox.send(patient, "answered", by=by, key=f"{marker.pk}:answered", about=marker, readers=only_her)
    return marker


@transaction.atomic
def unmark(marker: Marker, *, because: str, by: User) -> Marker:
    """The note is no longer needed, or never was."""
    _only_managers(by)
    if marker.ended_at is not None:
        raise Refusal(_("This note has ended already."), rule="state")
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    marker.ended_at, marker.ended_because = now(), because.strip()[:300]
    record("marker.ended", marker, by=by, because=because)
    return marker


def may_need_help(incident: Incident) -> bool:
    """Whether something urgent stands for whoever this is about: then nobody hangs up."""
    case = incident.case
    if case is not None and case.level in {*EMERGENCY, *A_PERSON_NOW}:
        return True
    return Screening.objects.emergency_of(incident.patient) is not None


@transaction.atomic
def keep_going(incident: Incident) -> None:
    """The case was closed and nothing is written down: it is somebody's again."""
    if incident.is_over and incident.written_at is None and not cases_of(incident).unfinished().exists():
        _open_case(incident, by=incident.reported_by)


def cases_of(incident: Incident) -> CaseQuerySet:
    return Case.objects.filter(key__startswith=f"{INCIDENT}{incident.pk}:")


def _open_case(incident: Incident, *, by: User) -> None:
    about: dict[str, Any] = {"patient": incident.patient, "label": incident.label}
    about["key"] = f"{INCIDENT}{incident.pk}:{cases_of(incident).count()}"
    about["team"] = Team.NURSES if incident.label else Team.MANAGERS
    case = cases.open_case(CaseKind.CONDUCT, WRITE_IT_DOWN, by=HOUSE, by_when=incident.report_by, **about)
    if can_own(case, by):
        cases.give(case, by, by=HOUSE)


def _is_going_on(incident: Incident) -> None:
    incident.refresh_from_db(from_queryset=Incident.objects.select_for_update())
    if incident.is_over:
        raise Refusal(_("This is over already."), rule="state")


def _works_with_patients(by: User) -> None:
    if by.hand_kind not in ANYBODY_THERE:
        raise Refusal(_("Only staff can do this."), rule="role")


def _only_managers(by: User) -> None:
    if by.hand_kind != Role.MANAGER:
        raise Refusal(_("Only a manager can do this."), rule="role")


def kinds_found(severity: str) -> str:
    return {"threat": Kind.THREAT, "hate": Kind.HATE, "sexual": Kind.HARASSMENT, "stalking": Kind.HARASSMENT}.get(
        severity, Kind.RUDE
    )
