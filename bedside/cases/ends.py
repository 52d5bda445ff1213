"""How cases end, and what is left: until when, how often again, with one contact or more, by how many hands.

Each is counted from what people did: a case from a patient is closed by a person, and what the house closes by itself
is no message. What is confidential is in no count.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox.models import Message, Way
from bedside.journal.models import Entry
from bedside.measures.repeats import REPEATS_WITHIN, Talk, settled_at_once
from bedside.measures.weekly import WEEK, Counted, monday_of, week_bounds
from bedside.people.models import Label

from .clock import calendar_for
from .models import NOT_CLOSED, REOPENS_WITHIN, Case, CaseQuerySet, Kind, State, Vow, plain
from .repeats import APART
from .splitting import FROM_PATIENTS, GROUPS, grouped

A_DAY = timedelta(days=1)
AT_ONCE = 400  # cases of which the history is read together

Life = list[tuple[datetime, str]]  # when it came into which state, the first first


def resolved_in_all(since: datetime, until: datetime) -> Iterator[Counted]:
    """Open hours from a message to the end of its case, also those in which we waited for her."""
    yield from _resolved(since, until, paused=True)


def resolved(since: datetime, until: datetime) -> Iterator[Counted]:
    """The same without the hours in which we waited for her."""
    yield from _resolved(since, until, paused=False)


def _resolved(since: datetime, until: datetime, *, paused: bool) -> Iterator[Counted]:
    hours = cache(calendar_for)
    closed = _messages().filter(state=State.CLOSED, closed_at__gte=since, closed_at__lt=until)
    rows = list(closed.values_list("pk", "opened_at", "closed_at", "day_and_night", "clock_team", *GROUPS))
    lives = {} if paused else _lives(row[0] for row in rows)
    for pk, opened, ended, day_and_night, team, *groups in rows:
        calendar = hours(day_and_night, team)
        minutes = calendar.minutes_between(opened, ended)
        for (start, state), (stop, _next) in pairwise([*lives.get(pk, []), (ended, "")]):
            if state == State.WAITING:
                minutes -= calendar.minutes_between(max(start, opened), min(max(stop, start), ended))
        yield Counted(ended, None, max(minutes, 0.0) / 60, **grouped(*groups))


def opened_again(since: datetime, until: datetime) -> Iterator[Counted]:
    """Each time a message's case was closed: 1 where it was opened again within 14 days, by us or by what she wrote."""
    ends = Entry.objects.filter(verb__in=("case.closed", "case.answered"), happened_at__gte=since)
    touched = set(ends.filter(happened_at__lt=until).values_list("subject_id", flat=True))
    groups = {pk: grouped(*rest) for pk, *rest in _messages().filter(pk__in=touched).values_list("pk", *GROUPS)}
    for pk, life in _lives(groups).items():
        for number, (moment, state) in enumerate(life):
            before = life[number - 1][1] if number else ""
            if state != State.CLOSED or before == State.CLOSED or not since <= moment < until:
                continue
            again = next((at for at, then in life[number + 1 :] if then != State.CLOSED), None)
            if again is not None and again - moment <= REOPENS_WITHIN:
                yield Counted(moment, None, 1.0, **groups[pk])
            elif moment + REOPENS_WITHIN <= now():
                yield Counted(moment, None, 0.0, **groups[pk])
            else:
                yield Counted(moment, waiting=True, **groups[pk])


def settled_with_one(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each first message that was the only one: its case is closed, and she did not write about it again."""
    for one, hit in settled_at_once(_wrote(since - REPEATS_WITHIN, until + REPEATS_WITHIN), now()):
        if since <= one.at < until:
            yield Counted(one.at, None, float(hit), channel=one.channel, team=one.team, language=one.language)


def _wrote(since: datetime, until: datetime) -> Iterator[Talk]:
    """What patients wrote. What comes within an hour is one contact; the same subject is the same thing."""
    cases: dict[uuid.UUID, tuple[bool, str]] = {}
    for talk, state, team in Case.objects.filter(kind=Kind.MESSAGE, label=Label.NONE).filter(
        conversation__last_at__gte=since
    ).order_by("opened_at").values_list("conversation", "state", "team"):  # fmt: skip
        cases[talk] = (state not in NOT_CLOSED, team)
    wrote = Message.objects.filter(way=Way.IN, label=Label.NONE, due_at__gte=since, due_at__lt=until)
    fields = ("patient", "patient__merged_into", "conversation", "conversation__subject", "channel", "due_at")
    last: dict[tuple[uuid.UUID, str], datetime] = {}
    rows = wrote.exclude(conversation=None).exclude(patient=None).order_by("due_at")
    for her, other, talk, subject, channel, at, language in rows.values_list(*fields, "patient__language"):
        key = (other or her, plain(subject or ""))
        before, last[key] = last.get(key), at
        if before is None or at - before >= APART:
            done, team = cases.get(talk, (False, ""))
            yield Talk(*key, at, done=done, channel=channel, team=team, language=language)


def handed_over(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 where a case came to another team than the one that had it first."""
    rows = _from_patients().filter(opened_at__gte=since, opened_at__lt=until)
    for opened, held, *groups in rows.values_list("opened_at", "held_since", *GROUPS):
        yield Counted(opened, None, float(held is not None), **grouped(*groups))


def backlog(since: datetime, until: datetime) -> Iterator[Counted]:
    """At the end of each week, and now in the one that runs: the days since each case that is not closed came."""
    zone = calendar_for(False).zone
    rows = list(
        _from_patients()
        .filter(opened_at__lt=until)
        .exclude(closed_at__lt=since)
        .values_list("opened_at", "closed_at", *GROUPS)
    )
    week = monday_of(day_of(since, zone))
    while week_bounds(week, zone)[0] < min(until, now()):
        moment = min(week_bounds(week, zone)[1], until, now()) - timedelta.resolution
        for opened, closed, *groups in rows:
            if opened <= moment and (closed is None or closed > moment):
                yield Counted(moment, None, (moment - opened) / A_DAY, **grouped(*groups))
        week += WEEK


def vows_kept(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each thing we told her we would do and did by its day; of those that fell due in the week."""
    due = Vow.objects.filter(case__label=Label.NONE, taken_back_at=None, due_at__gte=since, due_at__lt=until)
    of_case = [f"case__{name}" for name in GROUPS]
    for day, kept, *groups in due.values_list("due_at", "kept_at", *of_case):
        if kept is not None:
            yield Counted(day, None, float(kept <= day), **grouped(*groups))
        elif day < now():
            yield Counted(day, None, 0.0, waiting=True, **grouped(*groups))
        else:
            yield Counted(day, waiting=True, **grouped(*groups))


def _lives(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, Life]:
    """Of each case, every state it was in, from the journal; one whose lines were erased by law has none."""
    found: dict[uuid.UUID, Life] = defaultdict(list)
    wanted = list(cases)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        lines = Entry.objects.filter(subject_type=Case._meta.label_lower, subject_id__in=some).order_by(
            "subject_id", "version"
        )
        for line in lines.iterator(2_000):
            record: dict[str, Any] = line.told.get("record", {})
            if record:
                found[line.subject_id].append((line.happened_at, str(record.get("state", ""))))
    return found


def _messages() -> CaseQuerySet:
    return _from_patients().filter(kind=Kind.MESSAGE)


def _from_patients() -> CaseQuerySet:
    return Case.objects.filter(label=Label.NONE, kind__in=FROM_PATIENTS)
