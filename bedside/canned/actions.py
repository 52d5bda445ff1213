"""What can be done about answers kept ready. Nothing else writes to their table."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.teams.models import Team, teams_of

from .models import ReadyAnswer


@transaction.atomic
def keep(
    found: ReadyAnswer | None, *, team: str, short: str, title: str, words: dict[str, str], by: User, seen: int = 0
) -> ReadyAnswer:
    """Keep an answer ready, for a team one works in or for oneself."""
    if team and team not in teams_for(by):
        raise Refusal(_("You do not work in this team."), rule="team")
    answer = found or ReadyAnswer()
    if answer.version != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    answer.team, answer.owner = team, None if team else by
    answer.short, answer.title = short, title
    answer.words = {language: said for language, said in words.items() if said}
    record("ready_answer.kept", answer, by=by)
    return answer


@transaction.atomic
def drop(answer: ReadyAnswer, *, by: User) -> None:
    """It is not needed any more."""
    answer.is_kept = False
    record("ready_answer.dropped", answer, by=by)


def teams_for(user: User) -> list[str]:
    """The teams for which somebody may keep answers."""
    return list(Team.values) if user.acting_as == Role.MANAGER else teams_of(user)
