"""Changing the red-flag rules: one clinician proposes, another approves. Nothing else writes to their table."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.urgency.amendments import LEVELS, shortcoming
from bedside.urgency.catalog import catalog

from .editions import standing
from .models import ChangeState, RuleChange

Words = dict[str, list[str]]
MOST_WORDS = 60  # of one rule in one language


@transaction.atomic
def propose(
    rule: str,
    *,
    level: str = "",
    questions: dict[str, str] | None = None,
    words: Words | None = None,
    why: str,
    by: User,
) -> RuleChange:
    """A clinician would have a rule otherwise: another level, another question, other words that are signs of it.

    `words` is all that shall stand, by language; what stands now and is not among it is taken back.
    """
    _clinician(by)
    if rule not in catalog().by_id or (level and level not in LEVELS):
        raise Refusal(_("There is no such rule or level."), rule="rule")
    if not why.strip():
        raise Refusal(_("Say why the rule should change."), rule="why")
    house = standing()
    there = words_of(rule)
    wanted = there if words is None else words
    change = RuleChange(
        rule=rule,
        level=level if level != house[rule].level else "",
        questions={tongue: said for tongue, said in (questions or {}).items() if said},
        words=_more(wanted, there),
        words_out=_more(there, wanted),
        why=why.strip(),
        proposed_by=by,
    )
    if not (change.level or change.questions or change.words or change.words_out):
        raise Refusal(_("Nothing is different from how the rule stands."), rule="same")
    for tongue, those in change.words.items():
        if len(those) > MOST_WORDS or any(shortcoming(tongue, said) for said in those):
            raise Refusal(_("These words cannot be a sign by themselves."), rule="words")
    record("rule_change.proposed", change, by=by, because=change.why)
    return change


@transaction.atomic
def approve(change: RuleChange, *, by: User) -> None:
    """A second clinician agrees: from now on it is decided by the rule as changed."""
    _open(change, by)
    if change.proposed_by_id == by.pk:
        raise Refusal(_("Another clinician must approve it."), rule="a_rule_is_changed_by_two")
    change.state, change.decided_by, change.decided_at = ChangeState.APPROVED, by, now()
    change.number = (RuleChange.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    record("rule_change.approved", change, by=by)


@transaction.atomic
def refuse(change: RuleChange, *, because: str, by: User) -> None:
    """A second clinician does not agree, and says why."""
    _open(change, by)
    if change.proposed_by_id == by.pk:
        raise Refusal(_("You proposed this. You can take it back."), rule="own")
    _end(change, ChangeState.REFUSED, because, by)


@transaction.atomic
def withdraw(change: RuleChange, *, by: User) -> None:
    """Whoever proposed it takes it back."""
    _open(change, by)
    if change.proposed_by_id != by.pk:
        raise Refusal(_("Only who proposed this can take it back."), rule="own")
    _end(change, ChangeState.WITHDRAWN, "", by)


def words_of(rule: str) -> Words:
    """The words this house has added to a rule, by language."""
    found: Words = {}
    for name, tongue, said in standing().words:
        if name == rule:
            found.setdefault(tongue, []).append(said)
    return found


def _more(one: Words, other: Words) -> Words:
    more = {tongue: [said for said in those if said not in other.get(tongue, [])] for tongue, those in one.items()}
    return {tongue: those for tongue, those in more.items() if those}


def _end(change: RuleChange, state: ChangeState, because: str, by: User) -> None:
    if state == ChangeState.REFUSED and not because.strip():
        raise Refusal(_("Say why it should not change."), rule="why")
    change.state, change.decided_by, change.decided_at = state, by, now()
    change.decided_because = because.strip()
    record(f"rule_change.{state.value}", change, by=by, because=because.strip())


def _open(change: RuleChange, by: User) -> None:
    _clinician(by)
    change.refresh_from_db(from_queryset=RuleChange.objects.select_for_update())
    if not change.is_open:
        raise Refusal(_("This change has been decided already."), rule="decided")


def _clinician(by: User) -> None:
    if by.acting_as != Role.CLINICIAN:
        raise Refusal(_("Only a clinician can do this."), rule="clinician")
