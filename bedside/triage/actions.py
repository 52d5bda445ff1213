"""What can be done about urgency: screening, standing an emergency down, and the word whether to book."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import STAFF, Role
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient

from .deciding import decide, higher
from .models import A_PERSON_NOW, CAPS, EMERGENCY, Screening

EMERGENCY_STANDS = gettext_lazy(
    "This could be an emergency. A clinician must talk with the patient before a time can be chosen."
)
ASK_FIRST = gettext_lazy("Please answer the safety questions first.")
TOO_LATE = gettext_lazy("This needs to be seen sooner. Please choose an earlier time or call us.")


@transaction.atomic
def begin(
    text: str,
    *,
    by: Hand,
    patient: Patient | None = None,
    guest: str = "",
    language: str = "",
    channel: str = "portal",
    wanted: uuid.UUID | None = None,
    label: str = Label.NONE,
    unsaid: str = "R14",
) -> Screening:
    """Somebody said in their own words what they need: read it for red flags at once, before anything else is shown.
    `unsaid` is the level of what holds no words at all."""
    screening = _read(text, patient, language, label, unsaid)
    screening.guest, screening.channel, screening.wanted_id = guest, channel, wanted
    emergency = screening.level in EMERGENCY
    verb = "emergency" if emergency else "needs_a_person" if screening.was_not_read else "began"
    record(f"screening.{verb}", screening, by=by, because=screening.because)
    return screening


@transaction.atomic
def told(
    text: str, patient: Patient | None, *, by: Hand, channel: str, label: str = Label.NONE, guest: str = ""
) -> Screening | None:
    """She told us something beside the matter, such as why she cancels: it is read like every word of a patient.

    Only what cannot wait is kept as a screening, and a person is told at once; None for an everyday sentence, and for
    a lone word that nobody could read.
    """
    screening = _read(text, patient, patient.language if patient else "", label)
    unclear = screening.level == "H" and not screening.rules and not screening.was_not_read
    if screening.level not in EMERGENCY + A_PERSON_NOW or (unclear and len(text.split()) < 2):
        return None
    screening.channel, screening.guest = channel, guest
    emergency = screening.level in EMERGENCY
    verb = "screening.emergency" if emergency else "screening.needs_a_person"
    record(verb, screening, by=by, because=screening.because)
    return screening


def _read(text: str, patient: Patient | None, language: str, label: str, unsaid: str = "R14") -> Screening:
    """The one place where free words meet the engine for the first time, some of them as they came: no database keeps
    what stands for the end of a text."""
    text = text.replace("\0", "")
    inputs = {**_known(patient), "language": language, "answers": {}}
    verdict = decide(text, inputs) if text.strip() else None
    return Screening(
        patient=patient,
        language=language,
        text=text,
        label=label,
        inputs=inputs,
        edition=verdict.edition if verdict else "",
        level=verdict.level if verdict else unsaid,
        rules=verdict.rules if verdict else [],
        because=verdict.because if verdict else "",
        crisis_line=bool(verdict and verdict.crisis_line),
        decision=verdict.decision if verdict else {},
    )


@transaction.atomic
def say_who(screening: Screening, *, by: Hand, **person: Any) -> Screening:
    """Age, sex or pregnancy became known: the words are read again with it, before any question is asked."""
    screening.inputs = screening.inputs | person | ({"details_due": True} if person.get("ticked") else {})
    if screening.text.strip():
        _decide(screening, least=screening.level if screening.level in EMERGENCY else "SC")
    emergency = screening.level in EMERGENCY
    record("screening.emergency" if emergency else "screening.person_known", screening, by=by)
    return screening


@transaction.atomic
def answer(screening: Screening, *, by: Hand, **inputs: Any) -> Screening:
    """The safety questions were answered. What is decided may be more urgent than before, never less."""
    answered_before = screening.answered_at is not None or screening.level in EMERGENCY
    screening.inputs = {name: value for name, value in screening.inputs.items() if name != "details_due"} | inputs
    _decide(screening, least=screening.level if answered_before else "SC")
    screening.answered_at = now()
    record(_verb(screening), screening, by=by, because=screening.because)
    return screening


def screen(text: str, patient: Patient, *, by: Hand, channel: str, label: str = Label.NONE) -> Screening:
    """Read a message for red flags, on whatever channel it came. It may only raise urgency. One that holds no words at
    all says nothing of how urgent it is: a person looks at it."""
    return begin(text, by=by, patient=patient, channel=channel, label=label, language=patient.language, unsaid="H")


@transaction.atomic
def want(screening: Screening, wanted: uuid.UUID, *, by: Hand) -> Screening:
    """She chose what she wishes to book."""
    screening.wanted_id = wanted
    record("screening.wanted", screening, by=by)
    return screening


@transaction.atomic
def claim(screening: Screening, patient: Patient, *, by: Hand) -> Screening:
    """A guest has signed in: what she answered before is hers, and is decided again with what we know of her."""
    if screening.patient_id is not None:
        raise Refusal(ASK_FIRST, rule="screening")
    screening.patient, screening.guest = patient, ""
    known = {name: value for name, value in _known(patient).items() if value is not None}
    if screening.answered_at and screening.is_fresh:
        return answer(screening, by=by, **known)
    screening.inputs = screening.inputs | known  # what was answered long ago is asked again, not made fresh
    record("screening.claimed", screening, by=by)
    return screening


@transaction.atomic
def move(screening: Screening, patient: Patient | None, *, by: Hand, because: str, guest: str = "") -> None:
    """It was somebody else who said this. It is read again with what is known of her, and is never less urgent; what
    was found out or said by the other, no clinician has judged for her."""
    screening.patient, screening.guest = patient, guest[:64]
    screening.inputs = screening.inputs | _known(patient)
    screening.lowered_to, screening.stood_down_at = "", None
    screening.called_at = screening.cannot_call_at = screening.call_back_at = None
    if screening.text.strip():
        _decide(screening, least=screening.level)
    record("screening.moved", screening, by=by, because=because)


@transaction.atomic
def keep_confidential(screening: Screening, label: str, *, by: Hand) -> None:
    """What she asked for is confidential, and so is what she said when she asked."""
    if label and not screening.label:
        screening.label = label
        record("screening.made_confidential", screening, by=by)


@transaction.atomic
def say_called(screening: Screening, *, by: Hand) -> None:
    """She says that she has called the emergency number."""
    screening.called_at = now()
    record("screening.called", screening, by=by)


@transaction.atomic
def say_cannot_call(screening: Screening, *, by: Hand, phone: str = "") -> None:
    """She cannot call: staff must call her, now."""
    screening.cannot_call_at = now()
    record("screening.cannot_call", screening, by=by, phone=phone)


@transaction.atomic
def ask_to_call_back(screening: Screening) -> None:
    """She has not said that she called the emergency number: staff must call her."""
    screening.call_back_at = now()
    record("screening.call_back", screening, by=HOUSE)


@transaction.atomic
def note_alerted(screening: Screening, *, by: Hand) -> None:
    """Staff have been told of an emergency."""
    if screening.alerted_at is None:
        screening.alerted_at = now()
        record("screening.alerted", screening, by=by)


@transaction.atomic
def say_no_time(screening: Screening, *, by: Hand) -> None:
    """There is no free time as soon as the urgency asks: a person must find one."""
    record("screening.no_time", screening, by=by)


@transaction.atomic
def lower(screening: Screening, *, to: str, by: Hand, because: str) -> None:
    """A clinician, by name and with a reason, finds it less urgent. Nobody and nothing else may."""
    _clinician(by)
    if not because.strip():
        raise Refusal(_("Lowering urgency needs a reason."))
    screening.lowered_to = to
    record("screening.lowered", screening, by=by, because=because)


@transaction.atomic
def stand_down(screening: Screening, *, to: str, by: Hand, because: str) -> None:
    """A clinician has spoken with the patient: the emergency no longer stands, and times can be chosen again, none
    later than the clinician says."""
    _clinician(by)
    if not because.strip():
        raise Refusal(_("Standing an emergency down needs a reason."))
    if to not in CAPS:
        raise Refusal(_("Say how soon the patient should be seen."), rule="level")
    screening.stood_down_at, screening.lowered_to = now(), to
    record("screening.stood_down", screening, by=by, because=because, to=to)


def allow(patient: Patient, screening: Screening | None, *, starts_at: datetime, by: Hand) -> None:
    """Refuse a time that urgency does not allow: while an emergency stands, without a screening, or too late.

    The house, importing or offering, and staff who have a patient before them need no fresh screening; an emergency
    that stands stops them all.
    """
    no_emergency(patient)
    if screening is None:
        if by.hand_kind == "house" or by.hand_kind in STAFF:
            return
        raise Refusal(ASK_FIRST, rule="screening")
    if screening.is_emergency:
        raise Refusal(EMERGENCY_STANDS, rule="emergency")
    if not _are_hers(screening, patient) or not screening.lets_book or screening.latest_start is None:
        raise Refusal(ASK_FIRST, rule="screening")
    if starts_at > screening.latest_start:
        raise Refusal(TOO_LATE, rule="too_late")


def _are_hers(screening: Screening, patient: Patient) -> bool:
    """Whether she gave these answers, under whichever of her names."""
    gave, asks = screening.patient, patient.merged_into_id or patient.pk
    return gave is not None and (gave.merged_into_id or gave.pk) == asks


def _decide(screening: Screening, *, least: str) -> None:
    """Ask the engine about everything known; the level never falls below `least`."""
    verdict = decide(screening.text, screening.inputs)
    worse = higher(screening.level, verdict.level) != screening.level
    if worse or (verdict.level in EMERGENCY and set(verdict.rules) - set(screening.rules)):
        screening.lowered_to, screening.stood_down_at = "", None  # no clinician has judged what is new
    screening.level = higher(least, verdict.level)
    if screening.level == verdict.level:
        screening.rules, screening.because = verdict.rules, verdict.because
    screening.edition, screening.decided_at, screening.decision = verdict.edition, now(), verdict.decision
    screening.crisis_line = screening.crisis_line or verdict.crisis_line


def no_emergency(patient: Patient) -> None:
    """Refuse while an emergency stands for this patient."""
    if Screening.objects.emergency_of(patient):
        raise Refusal(EMERGENCY_STANDS, rule="emergency")


def _verb(screening: Screening) -> str:
    if screening.level in EMERGENCY:
        return "screening.emergency"
    return "screening.needs_a_person" if screening.level in A_PERSON_NOW else "screening.decided"


def _known(patient: Patient | None) -> dict[str, Any]:
    """What the engine may know of a patient: age in years and sex; pregnancy is asked, not assumed."""
    if patient is None:
        return {"age": None, "sex": None, "pregnant": None}
    sex = patient.sex if patient.sex in {"female", "male"} else None
    return {"age": _age(patient), "sex": sex, "pregnant": None}


def _age(patient: Patient) -> float | None:
    if patient.birth_date is None:
        return None
    return round((now().date() - patient.birth_date).days / 365.25, 2)


def _clinician(by: Hand) -> None:
    if by.hand_kind != Role.CLINICIAN:
        raise Refusal(_("Only a clinician can do this."), rule="clinician")
