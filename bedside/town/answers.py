"""What people said about their visits: asked at most once a month, answered by some, and worse after a long wait."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from bedside.access.models import User
from bedside.cases.clock import calendar_for, due, promise_for
from bedside.cases.models import Case, Kind, Team
from bedside.cases.models import State as CaseState
from bedside.feedback.actions import past
from bedside.feedback.models import NOT_AGAIN_FOR, Answer, Invitation, Overall
from bedside.feedback.reactions import WENT_BADLY, case_key
from bedside.hours.clock import now
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.visits.models import Visit

from .cast import DOMAIN
from .names import COMMENTS

ANSWERS = 0.36
A_LONG_WAIT = 20.0  # minutes: from there on people mind


def ask(visits: Iterable[Visit], dice: random.Random) -> None:
    """Ask about these visits, and tell what was answered until now."""
    asked_before = Invitation.objects.values_list("patient").annotate(at=Max("asked_at"))
    last: dict[object, datetime] = dict(asked_before)
    invitations, answers = list[Invitation](), list[Answer]()
    for visit in sorted((one for one in visits if one.left_at), key=lambda one: str(one.left_at)):
        over = visit.left_at or now()
        if visit.label or (visit.patient_id in last and over - last[visit.patient_id] < NOT_AGAIN_FOR):
            continue
        last[visit.patient_id] = over
        asked = past(visit, asked_at=over, channels="email sms")
        invitations.append(asked)
        at = asked.due_at + timedelta(hours=dice.expovariate(1 / 14))
        if dice.random() < ANSWERS and at < now():
            asked.opened_at = at - timedelta(minutes=1)
            answers.append(answer_to(asked, visit, at, dice))
    record_many("survey.asked", invitations, by=HOUSE, at=[one.asked_at for one in invitations])
    badly = [one for one in answers if one.went_badly]
    for verb, those in (
        ("survey.answered", [one for one in answers if not one.went_badly]),
        ("survey.answered_badly", badly),
    ):
        record_many(verb, those, by=HOUSE, at=[one.at for one in those])
    look_into(badly, dice)


def answer_to(asked: Invitation, visit: Visit, at: datetime, dice: random.Random) -> Answer:
    waited = visit.phase_minutes()["wait"] or 10.0
    minded = min(max(waited - A_LONG_WAIT, 0.0) / 60, 0.5)
    weights = [55 - 60 * minded, 30 - 20 * minded, 8, 4 + 40 * minded, 2 + 25 * minded, 1]
    overall = dice.choices(list(Overall), weights=[max(one, 1.0) for one in weights])[0]
    words = COMMENTS.get(overall.value, [])
    return Answer(
        patient_id=asked.patient_id,
        invitation=asked,
        overall=overall,
        waited=dice.choices(["yes", "partly", "no"], weights=[70 - 60 * minded, 20, 10 + 60 * minded])[0],
        listened=dice.choices(["yes", "partly", "no"], weights=[82, 13, 5])[0],
        next_step=dice.choices(["yes", "partly", "no"], weights=[76, 17, 7])[0],
        comment=dice.choice(words) if words and dice.random() < 0.3 else "",
        at=at,
    )


def look_into(badly: list[Answer], dice: random.Random) -> None:
    """Each became a case of the manager; those of the last days are still open."""
    ines, calendar, cases = User.objects.get(email=f"ines@{DOMAIN}"), calendar_for(False), list[Case]()
    for answer in badly:
        promised = promise_for("", Kind.FEEDBACK, answer.at).minutes
        answered = calendar.add_minutes(answer.at, int(dice.lognormvariate(6.2, 0.6)))
        is_open = answered > now() - timedelta(days=1)
        ends = None if is_open else answered
        cases.append(
            Case(
                patient_id=answer.patient_id,
                kind=Kind.FEEDBACK,
                subject=WENT_BADLY,
                key=case_key(answer),
                team=Team.MANAGERS,
                owner=ines,
                state=CaseState.OPEN if is_open else CaseState.CLOSED,
                opened_at=answer.at,
                clock_from=answer.at,
                limit_minutes=promised,
                due_at=due(answer.at, promised, calendar),
                first_opened_at=ends,
                first_human_answer_at=ends,
                answered_at=ends,
                closed_at=ends,
                closed_because="" if is_open else "answered",
            )
        )
    record_many("case.opened", cases, by=HOUSE, at=[one.closed_at or one.opened_at for one in cases])
