"""Writing a visit's summary, signing it, and mending it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import TREATING, User
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from .comparing import differences
from .measured import let_stand
from .models import State, Visit
from .phrase import blanks
from .summary import SECTIONS, Origin, Summary

WRITTEN = {*SECTIONS, "medicines", "tests", "measured", "original", "language", "notes_language", "origin"}
NOT_YET = gettext_lazy("This visit has not begun yet, so there is nothing to write about it.")
NOT_YOURS = gettext_lazy("This is not your visit. To sign it, say why you take it over.")
CHANGED_BESIDE = gettext_lazy("The words differ from the notes. Mend each difference, or say why it is right.")


@transaction.atomic
def draft(visit: Visit, *, by: Hand, **written: Any) -> Summary:
    """Write down, or write on, what was said at a visit. Nobody but those who treat reads it before it is signed."""
    _may_sign(by)
    if visit.began_at is None or visit.state not in (State.WITH_CLINICIAN, State.FINISHED):
        raise Refusal(NOT_YET, rule="not_yet")
    summary = Summary.objects.select_related("visit", "patient").filter(visit=visit).first() or begun(visit)
    if summary.is_signed:
        raise Refusal(_("This summary is signed. Correct it instead."), rule="signed")
    if _write(summary, written, by=by) or not summary.version:
        record("summary.drafted", summary, by=by)
    return summary


def begun(visit: Visit) -> Summary:
    """An empty summary of a visit, in the language she reads best; it is not kept yet."""
    at_home = settings.LANGUAGE_CODE.split("-")[0]
    hers = visit.patient.language.split("-")[0]
    spoken = hers if hers in dict(settings.LANGUAGES) else at_home
    return Summary(visit=visit, patient=visit.patient, label=visit.label, language=spoken, notes_language=at_home)


@transaction.atomic
def sign(summary: Summary, *, by: User, confirmed: Mapping[str, str] | None = None) -> Summary:
    """Sign a summary: from now on the patient reads it. `confirmed` says of a difference why it is right."""
    _may_sign(by)
    _is_hers(summary.visit, by)
    if summary.is_signed:
        raise Refusal(_("This summary is signed already."), rule="signed")
    summary.checks = _checked(summary, confirmed or {})
    summary.signed_by, summary.signed_at = by, now()
    record("summary.signed", summary, by=by)
    _tell(summary, by=by)
    return summary


@transaction.atomic
def correct(
    summary: Summary, *, by: User, because: str, confirmed: Mapping[str, str] | None = None, **written: Any
) -> Summary:
    """Mend a signed summary. What it said before stays in the journal; the patient sees that it was corrected."""
    _may_sign(by)
    if not summary.is_signed:
        raise Refusal(_("This summary is not signed yet. Change it as you like."), rule="not_signed")
    _is_hers(summary.visit, by)
    if not because.strip():
        raise Refusal(_("Say why the summary is corrected."), rule="because")
    if not _write(summary, written, by=by):
        raise Refusal(_("Nothing was changed."), rule="same")
    summary.checks = _checked(summary, confirmed or {})
    summary.signed_by, summary.corrected_at, summary.corrected_because = by, now(), because.strip()
    record("summary.corrected", summary, by=by, because=because)
    _tell(summary, by=by)
    return summary


def _may_sign(by: Hand) -> None:
    if by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can write and sign a summary."), rule="role")


def answers_for(visit: Visit, reader: User) -> bool:
    """Whether it is her visit: she was to see the patient, saw her, or took it over."""
    return visit.staff_member is not None and visit.staff_member.login_id == reader.pk


def _is_hers(visit: Visit, by: User) -> None:
    if not answers_for(visit, by):
        raise Refusal(NOT_YOURS, rule="not_hers")


def _write(summary: Summary, written: dict[str, Any], *, by: Hand) -> bool:
    """Put the words in; whether anything changed."""
    if unknown := set(written) - WRITTEN:
        raise TypeError(f"A summary has no {', '.join(sorted(unknown))}.")
    if "measured" in written:
        written["measured"] = let_stand(written["measured"], summary.measured, by=by, at=now())
    changed = [name for name, value in written.items() if getattr(summary, name) != value]
    for name in changed:
        setattr(summary, name, written[name])
    return bool(changed)


def _checked(summary: Summary, confirmed: Mapping[str, str]) -> list[dict[str, str]]:
    """What must hold before a patient reads it; the differences that stay, each with the reason why it is right."""
    if not any(getattr(summary, name).strip() for name in ("why_came", "found", "next_steps")):
        raise Refusal(
            _("Nothing is written yet. Say why the patient came, what was found, or what is next."), rule="empty"
        )
    for part in SECTIONS:
        if empty := blanks(getattr(summary, part)):
            raise Refusal(_("Fill in the blank first: %(blank)s.") % {"blank": empty[0]}, rule="blank")
    for one in summary.tests:
        if not (one["who"].strip() and one["by"]):
            raise Refusal(_("Say who calls about “%(test)s”, and by when.") % {"test": one["test"]}, rule="who_calls")
    if summary.origin == Origin.MACHINE and summary.medicines:
        raise Refusal(_("A dose must not rest on a machine's translation. Have a person translate it."), rule="machine")
    left = differences(summary)
    if any(not confirmed.get(one.id, "").strip() for one in left):
        raise Refusal(CHANGED_BESIDE, rule="differs")
    return [one.kept(confirmed[one.id].strip()) for one in left]


def _tell(summary: Summary, *, by: Hand) -> None:
    inbox.send(
        summary.patient,
        "summary",
        by=by,
        key=f"summary:{summary.pk}:{summary.version}",
        about=summary,
        label=summary.label,
        link=f"/visits/{summary.visit_id}/summary/",
    )
