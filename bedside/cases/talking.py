"""Among ourselves: notes on a case, asking somebody to look, and who has it open."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.live.actions import announce
from bedside.people.models import StaffMember, staff_name
from bedside.teams.models import plan_of

from .models import Case, CaseQuerySet, Note, Nudge, Team, There, Why
from .models.talk import STILL_THERE
from .routing import can_own
from .words import keep

LEFT = timedelta(hours=1)


@transaction.atomic
def write_note(case: Case, words: str, *, by: User, tell: User | None = None) -> Note:
    """Write for the others. Whoever is named with an @, or chosen, is asked to look."""
    words = words.strip()
    if not words:
        raise Refusal(_("Write the note first."), rule="words")
    note = Note(case=case, author=by, author_name=staff_name(by), words=words[:4_000])
    record("note.written", note, by=by)
    keep(note.pk, f"{case.subject} {note.author_name} {note.words}", case_id=case.pk, at=note.at)
    for one in {user.pk: user for user in [*named_in(words), *([tell] if tell else [])]}.values():
        if one != by:
            ask_to_look(case, one, by=by)
    return note


@transaction.atomic
def ask_to_look(case: Case, to: User, *, by: Hand) -> None:
    """Ask a colleague; only whoever may see the case can be asked."""
    if not can_own(case, to):
        raise Refusal(_("This person may not see the case."), rule="case_owner")
    nudge(case, Why.NAMED, to=to, by=by)


def nudge(case: Case, why: str, *, to: User | None = None, team: str = "", by: Hand = HOUSE) -> None:
    """One that waits is enough: asked twice for the same reason, somebody is asked once."""
    if not Nudge.objects.waiting().filter(case=case, why=why, to=to, team=team).exists():
        record("nudge.given", Nudge(case=case, why=why, to=to, team=team), by=by)


def tell_of_the_clock(case: Case) -> None:
    """At half of the time its owner is told, at four fifths and at the end its team, too.

    Where nobody has opened it, whoever leads the team is told at four fifths, and the managers at the end: each once.
    """
    why = str(case.escalated)
    if why in Why.values:
        if case.owner is not None:
            nudge(case, why, to=case.owner)
        if case.owner is None or case.escalated >= 80:
            nudge(case, why, team=case.team)
    if case.is_unread and case.escalated >= 80:
        lead = plan_of(case.team).who_leads()
        if lead is not None and can_own(case, lead):
            _ring(case, to=lead)
        if case.escalated >= 100:
            _ring(case, team=Team.MANAGERS)


def _ring(case: Case, *, to: User | None = None, team: str = "") -> None:
    """Once for each promise, also where it was seen and nobody opened the case."""
    rung = Nudge.objects.filter(case=case, why=Why.UNOPENED, to=to, team=team, at__gte=case.clock_from)
    if not rung.exists():
        nudge(case, Why.UNOPENED, to=to, team=team)


def unopened() -> CaseQuerySet:
    """What the managers were told of: its time is over, and nobody has opened it."""
    told = Nudge.objects.waiting().filter(why=Why.UNOPENED, team=Team.MANAGERS)
    return Case.objects.running().filter(pk__in=told.values("case"))


def stop_ringing(case: Case, *, by: Hand) -> None:
    """Somebody has opened it, or it is over: nobody need be told any more that nobody has."""
    for one in Nudge.objects.waiting().filter(case_id=case.pk, why=Why.UNOPENED).select_related("case"):
        one.seen_at = now()
        record("nudge.seen", one, by=by)


@transaction.atomic
def note_seen(case: Case, *, by: User) -> None:
    """Whoever opens the case has looked: what asked them, or their team, waits no longer."""
    for one in Nudge.objects.waiting().of(by).filter(case=case).select_related("case").select_for_update(of=("self",)):
        one.seen_at = now()
        record("nudge.seen", one, by=by)


def named_in(words: str) -> list[User]:
    """Whom the words name: @Lin or @park, where that is one of us and no other."""
    found = []
    for name in dict.fromkeys(re.findall(r"@([^\W\d_][\w'-]+)", words)):
        working = StaffMember.objects.filter(is_active=True).exclude(login=None).select_related("login")
        by_name = [one for one in working if name.casefold() in (one.given_name.casefold(), one.family_name.casefold())]
        found += [one.login for one in by_name if one.login] if len(by_name) == 1 else []
    return found


def be_there(case: Case, *, by: User, typing: bool) -> None:
    """Somebody has it open. The others are told only where that is news to them."""
    moment = now()
    told = {"at": moment} | ({"typing_at": moment} if typing else {})
    with transaction.atomic():
        before = There.objects.filter(case=case, user=by).first()
        There.objects.update_or_create(case=case, user=by, defaults=told)
        if before is None or moment - before.at > STILL_THERE or (typing and not before.is_typing):
            announce([f"case:{case.pk}"])


def tidy() -> int:
    """Forget who had what open an hour ago."""
    return There.objects.filter(at__lt=now() - LEFT).delete()[0]
