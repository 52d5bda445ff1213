"""What a place in the line rests on, and the one sentence that says so: at the desk, and on her own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from django.utils.translation import gettext as _


class Why(Enum):
    """What her place in the line rests on."""

    NEED = "need"
    HELD = "held"
    PASSED = "passed"
    TIME = "time"
    LATE = "late"
    GAVE_WAY = "gave_way"
    EARLY = "early"
    CAME = "came"
    AWAY = "away"
    BACK_LATE = "back_late"


SAID_NEXT: Mapping[Why, Callable[[], str]] = {
    Why.NEED: lambda: _("Next because this is the most urgent need of all who wait."),
    Why.HELD: lambda: _("Did not answer the call. Nobody else waits, so try again now, or at {joins}."),
    Why.PASSED: lambda: _("Next because {passed} people who came later have already gone first."),
    Why.TIME: lambda: _("Next because the visit was at {time} and nobody who waits must go first."),
    Why.LATE: lambda: _("Came late for {time}. Next because nobody who waits must go first."),
    Why.GAVE_WAY: lambda: _("Came late for {time} and let somebody who was on time go first. Next now."),
    Why.EARLY: lambda: _("Came early for {time}. Can go in now because nobody else waits."),
    Why.CAME: lambda: _("Next because of waiting since {came}, and nobody who waits must go first."),
    Why.AWAY: lambda: _("Away. Nobody else waits. Comes back when we say so."),
    Why.BACK_LATE: lambda: _("Came back later than agreed, and others have gone first. Next now."),
}
SAID: Mapping[Why, Callable[[], str]] = {
    Why.NEED: lambda: _("Goes before all who can wait longer. Only needs as urgent as this go first."),
    Why.HELD: lambda: _("Did not answer the call. To be asked again at {joins}."),
    Why.PASSED: lambda: _("Goes soon: {passed} people who came later have gone first. Only urgent needs go before."),
    Why.TIME: lambda: _("In line by the time of the visit, {time}. More urgent needs go first."),
    Why.LATE: lambda: _("Came late for {time}, so goes after the next person who is on time."),
    Why.GAVE_WAY: lambda: _("Came late for {time}, has let somebody go first, and is in line again."),
    Why.EARLY: lambda: _("Came early for {time}. Joins the line at {joins}."),
    Why.CAME: lambda: _("In line since {came}. People with a time and more urgent needs go first."),
    Why.AWAY: lambda: _("Away, and comes back when we say so. Nobody waits for this person."),
    Why.BACK_LATE: lambda: _("Came back later than agreed, so 2 people go first."),
}
SAID_TO_HER: Mapping[Why, Callable[[], str]] = {
    Why.NEED: lambda: _("Your need is urgent, so you go before people who can wait longer."),
    Why.HELD: lambda: _("We called you and did not find you. We will call you again at {joins}."),
    Why.PASSED: lambda: _("{passed} people who came later went before you. Now only urgent needs go first."),
    Why.TIME: lambda: _("You are in line by the time of your visit, {time}. Urgent needs go first."),
    Why.LATE: lambda: _("You came after your time, {time}. The next person who is on time goes first."),
    Why.GAVE_WAY: lambda: _("You came after your time, {time}. Somebody who was on time went first. You go soon."),
    Why.EARLY: lambda: _("You are early. You join the line at {joins}."),
    Why.CAME: lambda: _("You are in line since {came}. People with a time and urgent needs go first."),
    Why.AWAY: lambda: _("You are away. We tell you when to come back."),
    Why.BACK_LATE: lambda: _("You came back later than agreed, so 2 people go first."),
}
