"""What people wrote to the clinic and what the clinic answered, each with the case that kept its promise or did not."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bedside.access.models import User
from bedside.cases.clock import calendar_for, due, promise_for
from bedside.cases.models import Case, Kind
from bedside.cases.models import State as CaseState
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Channel, Conversation, Message, State, Way
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE, Outside
from bedside.people.models import Patient

from .cast import DOMAIN
from .names import ASKED_TODAY, LETTERS

A_DAY = 3
OPENED = timedelta(minutes=12)  # before somebody answers, they have read it


def write_letters(patients: list[Patient], dice: random.Random, since: datetime, until: datetime) -> None:
    """Letters of the past, all answered; most within the promise."""
    sam, calendar = User.objects.get(email=f"sam@{DOMAIN}"), calendar_for(False)
    promised = promise_for("").minutes
    talks, messages, cases = list[Conversation](), list[Message](), list[Case]()
    for _ in range(int((until - since).days * A_DAY)):
        patient, (subject, asked, said) = dice.choice(patients), dice.choice(LETTERS)
        wrote = since + (until - since) * dice.random()
        answered = calendar.add_minutes(wrote, int(min(dice.lognormvariate(4.8, 0.9), 1500)) + 5)
        if answered > until:
            continue
        talk = Conversation(patient=patient, subject=subject, last_at=answered)
        talks.append(talk)
        messages += [
            letter(talk, Way.IN, asked, str(patient), wrote),
            letter(talk, Way.OUT, said, "Sam Reid, front desk", answered),
        ]
        cases.append(
            Case(
                patient=patient,
                kind=Kind.MESSAGE,
                subject=subject,
                conversation=talk,
                heard_until=wrote,
                owner=sam,
                state=CaseState.CLOSED,
                opened_at=wrote,
                clock_from=wrote,
                limit_minutes=promised,
                due_at=due(wrote, promised, calendar),
                first_opened_at=max(wrote, answered - OPENED),
                first_human_answer_at=answered,
                answered_at=answered,
                closed_at=answered,
                closed_because="answered",
            )
        )
    record_many("conversation.began", talks, by=HOUSE, at=[talk.last_at for talk in talks])
    record_many("message.kept", messages, by=HOUSE, at=[message.due_at for message in messages])
    record_many("case.closed", cases, by=HOUSE, at=[case.closed_at or now() for case in cases])


def letter(talk: Conversation, way: Way, body: str, author: str, moment: datetime) -> Message:
    return Message(
        patient=talk.patient,
        conversation=talk,
        way=way,
        channel=Channel.PORTAL,
        author=author,
        body=body,
        due_at=moment,
        sent_at=moment,
        state=State.RECEIVED if way == Way.IN else State.SENT,
    )


def write_today(patients: list[Patient], dice: random.Random) -> None:
    """What has come in just now and waits for Sam."""
    for patient, (subject, words) in zip(dice.sample(patients, len(ASKED_TODAY)), ASKED_TODAY, strict=True):
        inbox.write(patient, subject, words, by=Outside("portal", patient.email or patient.phone or "letter"))
