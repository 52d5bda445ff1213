"""What our answers come to: repeats tell more than ticks, and who hung up at once has not waited."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from bedside.calls.figures import Call, Talk, abandoned, as_ticked, at_once, service_level, speed_of_answer

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def talk(who: int, day: float, topic: str = "visit", **more: bool) -> Talk:
    return Talk(uuid.UUID(int=who), topic, START + day * DAY, **{"ticked": True} | more)


def call(waited: float | None, *, answered: bool = True) -> Call:
    return Call(START, waited, answered)


def test_by_repeats_fewer_are_settled_at_once_than_whoever_answered_ticked() -> None:
    talks = [talk(n, 0) for n in range(10)]
    talks += [talk(0, 3), talk(1, 7)]  # both come back about the same thing within seven days
    talks += [talk(2, 7.1), talk(3, 2, topic="result")]  # too late to be a repeat; another thing

    by_repeats, by_ticks = at_once(talks, START + 30 * DAY), as_ticked(talks)

    assert (by_repeats.n, by_repeats.value) == (12, 100 * 10 / 12)
    assert (by_ticks.n, by_ticks.value) == (14, 100.0)


def test_what_is_left_to_do_is_not_settled_and_what_may_still_come_back_is_not_counted() -> None:
    talks = [talk(n, 0, done=n > 0) for n in range(5)] + [talk(n, 25) for n in range(5, 20)]

    figure = at_once(talks, START + 30 * DAY)

    assert (figure.n, figure.value) == (5, 80.0)


def test_a_third_contact_in_a_row_is_no_first_one() -> None:
    talks = [talk(0, 0), talk(0, 6), talk(0, 12), *(talk(n, 0) for n in range(1, 5))]

    figure = at_once(talks, START + 30 * DAY)

    assert (figure.n, figure.value) == (5, 80.0)


def test_whoever_hangs_up_within_five_seconds_has_not_waited_for_us() -> None:
    calls = [call(10), call(20), call(20.5), call(3), call(4.9, answered=False), call(5, answered=False), call(None)]

    assert (service_level(calls).n, service_level(calls).value) == (5, 60.0)
    assert (abandoned(calls).n, abandoned(calls).value) == (5, 20.0)


def test_the_speed_of_answer_is_of_those_who_were_answered() -> None:
    figure = speed_of_answer([*(call(n) for n in (2, 4, 6, 8, 30)), call(100, answered=False)])

    assert (figure.n, figure.value) == (5, 10.0)


def test_of_few_no_figure_is_shown() -> None:
    assert not at_once([talk(1, 0)], START + 30 * DAY).is_shown
    assert not service_level([call(1)] * 4).is_shown
