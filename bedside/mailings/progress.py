"""How far a message to many has come, in numbers: what became of each person, and of what was written to her."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from bedside.hours.clock import now
from bedside.inbox.models import Message, State

from .models import Mailing, NotTold, Turn

LEFT = (State.SENDING, State.SENT, State.DELIVERED, State.FAILED, State.UNSURE)  # the house, or perhaps did
ON_ITS_WAY = (State.WAITING, State.SENDING)


@dataclass(frozen=True)
class Progress:
    """The people add up to those who were confirmed; the messages are theirs, perhaps two to one person."""

    confirmed: int
    told: int
    waiting: int
    asleep: int  # of those who wait: whose quiet hours it is
    stopped: int
    left_out: list[tuple[NotTold, int]]
    had_left: int  # people for whom something left the house, or may have
    messages: dict[str, int]

    @property
    def missed(self) -> int:
        return sum(number for _why, number in self.left_out)

    def of(self, *states: str) -> int:
        return sum(self.messages.get(state, 0) for state in states)

    @property
    def on_its_way(self) -> int:
        return self.of(*ON_ITS_WAY)

    @property
    def taken_back(self) -> int:
        return self.of(State.WITHDRAWN)


def progress(mailing: Mailing) -> Progress:
    rows = mailing.addressees.order_by()
    turns = dict(rows.values_list("turn").annotate(Count("pk")))
    why = Counter(dict(rows.filter(turn=Turn.LEFT_OUT).values_list("not_told").annotate(Count("pk"))))
    messages = Message.objects.about(mailing).order_by()
    return Progress(
        confirmed=mailing.confirmed_number,
        told=turns.get(Turn.TOLD, 0),
        waiting=turns.get(Turn.WAITING, 0),
        asleep=rows.filter(turn=Turn.WAITING, not_before__gt=now()).count(),
        stopped=turns.get(Turn.STOPPED, 0),
        left_out=[(one, why[one]) for one in NotTold if why[one]],
        had_left=messages.filter(state__in=LEFT).values("patient").distinct().count(),
        messages=dict(messages.values_list("state").annotate(Count("pk"))),
    )
