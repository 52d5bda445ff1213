"""What can be done about choices. Nothing else writes to their tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import TREATING, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind, Team
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.visits.models import State as VisitState
from bedside.visits.models import Visit

from .aids import Aid
from .library import editions, shown
from .models import APPROVE, CHOICE, Approval, Choice, State

ASKS = gettext_noop("A patient has a question about a choice")
THINKS_AGAIN = gettext_noop("A patient thinks again about a choice")


@transaction.atomic
def approve(aid: Aid, *, by: User) -> Approval:
    """Answer for an aid: when two have done so, it may be shown to patients. It is one that is to be approved."""
    _treats(by)
    if aid.digest not in {one.digest for one in editions(aid.slug)}:
        raise Refusal(_("This was changed in the meantime. Please look again."), rule="state")
    approval = Approval(slug=aid.slug, edition=aid.edition, digest=aid.digest, approved_by=by)
    record("aid.approved", approval, by=by)
    return approval


@transaction.atomic
def open_choice(visit: Visit, aid: Aid, *, by: User) -> Choice:
    """Put a choice before a patient: from now on she reads about it, and is told so."""
    _treats(by)
    patient = visit.patient.merged_into or visit.patient
    if visit.state == VisitState.LEFT or patient.deceased_on:
        raise Refusal(_("This visit is over. Nothing can be asked of it now."), rule="state")
    if (now_shown := shown(aid.slug)) is None or now_shown.digest != aid.digest:
        raise Refusal(_("Two who treat patients here must approve this first."), rule="approved")
    if not aid.is_for(patient.age_on(visit.day)):
        raise Refusal(_("This is for patients of another age."), rule="age")
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    if Choice.objects.open().filter(hers, slug=aid.slug, label=visit.label).exists():
        raise Refusal(_("This choice is open already."), rule="one_open_choice_of_a_kind")
    choice = Choice(visit=visit, patient=patient, label=visit.label, slug=aid.slug, shown=aid.raw, opened_by=by)
    record("choice.opened", choice, by=by)
    inbox.send(
        patient,
        "choice",
        by=by,
        key=f"choice:{choice.pk}",
        about=choice,
        label=choice.label,
        link=reverse("deciding:choice", args=[choice.pk]),
    )
    return choice


@transaction.atomic
def tell(choice: Choice, *, by: Hand, weights: dict[str, str], seen: int | None = None, **words: str) -> Choice:
    """Say what matters, how one leans, and what one wants to ask. A question brings somebody of ours."""
    if not choice.is_open:
        raise Refusal(_("This choice is not open now."), rule="state")
    _is_the_one_seen(choice, seen)
    asked = words["questions"].strip() and words["questions"] != choice.questions
    choice.weights = weights
    for name in ("own_words", "leaning", "questions"):
        setattr(choice, name, words[name])
    choice.told_at, choice.told_by = now(), by.hand_kind
    record("choice.told", choice, by=by)
    if asked and by.hand_kind not in TREATING:
        _bring_somebody(choice, ASKS)
    return choice


@transaction.atomic
def decide(
    choice: Choice,
    option: str,
    *,
    by: User,
    goals: str,
    plan: str,
    look_again_on: date | None = None,
    may_change_until: date | None = None,
    seen: int | None = None,
) -> Choice:
    """Write down what was decided together, what the patient wants to reach by it, and how."""
    _treats(by)
    if choice.aid.option(option) is None:
        raise Refusal(_("Choose one of the ways shown."), rule="option")
    _is_the_one_seen(choice, seen)
    choice.become(State.DECIDED)
    said: dict[str, Any] = {"option": option, "goals": goals, "plan": plan}
    said |= {"look_again_on": look_again_on, "may_change_until": may_change_until}
    for name, value in said.items():
        setattr(choice, name, value)
    choice.decided_at, choice.decided_by = now(), by
    record("choice.decided", choice, by=by)
    _nothing_more_to_do(choice, gettext_noop("The choice was made."))
    return choice


@transaction.atomic
def think_again(choice: Choice, *, by: Hand, because: str = "") -> Choice:
    """She is no longer sure: the choice is open once more, and somebody of ours sees to it."""
    if choice.state == State.DECIDED and not choice.may_be_changed:
        raise Refusal(_("The day for changing this has passed. Please call us."), rule="too_late")
    choice.become(State.OPEN)
    choice.again_at, choice.again_because = now(), because[:500]
    record("choice.thought_again", choice, by=by)
    _bring_somebody(choice, THINKS_AGAIN)
    return choice


@transaction.atomic
def withdraw(choice: Choice, *, because: str, by: User) -> Choice:
    """It is no longer to be decided. What the patient said about it stays."""
    _treats(by)
    if not because.strip():
        raise Refusal(_("Say why this is no longer asked."), rule="because")
    choice.become(State.WITHDRAWN)
    choice.withdrawn_because = because.strip()[:200]
    record("choice.withdrawn", choice, by=by, because=because)
    _nothing_more_to_do(choice, gettext_noop("The choice is no longer asked."))
    return choice


def approvals_of(aid: Aid) -> list[Approval]:
    found = Approval.objects.filter(slug=aid.slug, digest=aid.digest).select_related("approved_by")
    return list(found.order_by("approved_at", "id"))[:APPROVE]


def _treats(by: Hand) -> None:
    if by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can do this."), rule="role")


def _is_the_one_seen(choice: Choice, seen: int | None) -> None:
    """Whoever writes on an older page would undo what somebody has written since."""
    if seen is not None and seen != choice.version:
        raise Refusal(SOMEBODY_ELSE, rule="version")


def _bring_somebody(choice: Choice, subject: str) -> None:
    """One case at a time: whoever has it sees all that was said, and one that was answered or waits runs again."""
    held = _cases(choice).unfinished().select_for_update(of=("self",), no_key=True)
    case = held.order_by("opened_at", "id").first()
    if case is None:
        key = f"{CHOICE}{choice.pk}:{choice.version}"
        about: dict[str, Any] = {"patient": choice.patient, "label": choice.label, "team": Team.NURSES, "key": key}
        cases.open_case(Kind.CHOICE, subject, by=HOUSE, **about)
    else:
        case.subject = subject
        cases.hear_again(case, "", None, since=now())


def _nothing_more_to_do(choice: Choice, because: str) -> None:
    for case in _cases(choice).unfinished():
        cases.close(case, because=because, by=HOUSE)


def _cases(choice: Choice) -> Any:
    return Case.objects.filter(key__startswith=f"{CHOICE}{choice.pk}:")
