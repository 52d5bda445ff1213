"""A clinic day tried out many times by the rules of the queue, and a day that was under another plan."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.measures.trials import at_share
from bedside.visits.order import Why
from bedside.visits.simulator import run
from bedside.visits.trials.days import a_day, people, tried
from bedside.visits.trials.reading import people_of
from bedside.visits.trials.recorded import Person, Recorded, exactly, other_plan, recorded, tried_both
from bedside.visits.trials.template import NotATemplate, template
from bedside.visits.trials.told import difference_in_words, differences, figures, in_words

BY_FIFTEEN = {"distribution": "lognormal", "mean": 15, "cv": 0.5}
MORNING = """scheduled,arrived,called,ended,level,clinician
09:00,08:55,09:02,09:20,R14,Osei
09:15,09:20,09:22,09:34,R14,Osei
09:30,09:21,09:36,10:01,R14,Osei
09:45,,,,,
10:00,09:58,10:12,10:19,R14,Osei
,09:20,10:02,10:12,S24,Osei
10:15,10:18,10:20,,R14,Osei
,09:50,,,R14,
"""


def plan(**more: Any) -> dict[str, Any]:
    return {"minutes": 180, "service": BY_FIFTEEN, "appointments": {"count": 12, "every": 15}, **more}


@pytest.mark.parametrize(
    ("appointments", "wait", "idle", "overtime"),
    [
        ({"every": 15}, 9.1, 15.4, 16.2),
        ({"every": 15, "at_start": 2}, 15.9, 5.4, 10.9),
        ({"every": 0}, 82.6, 0.0, 10.2),
        ({"every": 15, "no_show": 0.15}, 6.1, 33.3, 9.4),
        ({"every": 15, "at_start": 2, "no_show": 0.15}, 10.1, 20.1, 4.5),
    ],
)
def test_the_real_queue_gives_the_table_of_bailey_and_welch(
    appointments: dict[str, float], wait: float, idle: float, overtime: float
) -> None:
    days = tried(template(plan(appointments={"count": 12, **appointments})), days=3000, seed=1)
    found = figures(days)
    told = [one.value for one in (found["wait_mean"], found["idle"], found["overtime"]) if one]
    assert told == pytest.approx([wait, idle, overtime], abs=0.4)


def test_five_ahead_of_two_clinicians_wait_as_the_gamma_curve_says() -> None:
    """Eight come at once: two go in, five stand before the last. Lengths without memory, of 12 minutes."""
    crowd = {
        "clinicians": 2,
        "service": {"distribution": "gamma", "mean": 12, "cv": 1},
        "appointments": {"count": 8, "every": 0},
    }
    last = [day.waits[-1] for day in tried(template(crowd), days=4000, seed=2)]
    assert sum(last) / len(last) == pytest.approx(36.0, abs=0.7)
    found = [at_share(last, share) for share in (0.1, 0.5, 0.8, 0.9)]
    assert found == pytest.approx([18.9, 34.0, 47.4, 55.6], abs=1.2)


def test_another_plan_meets_the_very_same_people() -> None:
    walk_ins = {"per_hour": [2, 1], "levels": {"R14": 4, "U4": 1}}
    one, _away = people(template(plan(walk_ins=walk_ins)), seed=5, day=3)
    two = {"count": 12, "every": 10, "at_start": 3}
    other, _away = people(template(plan(walk_ins=walk_ins, appointments=two, clinicians=3)), seed=5, day=3)
    assert [(each.id, each.level, each.minutes) for each in one] == [(e.id, e.level, e.minutes) for e in other]
    assert [each.arrives for each in one if each.scheduled is None] == [
        each.arrives for each in other if each.scheduled is None
    ]
    assert [each.scheduled for each in one] != [each.scheduled for each in other]


def test_the_same_seed_tries_the_same_days_and_another_seed_others() -> None:
    same = template(plan(appointments={"count": 12, "no_show": 0.2, "early": 5, "spread": 8}))
    assert a_day(same, seed=4, day=9) == a_day(same, seed=4, day=9)
    assert a_day(same, seed=4, day=9) != a_day(same, seed=5, day=9)


def test_an_urgent_walk_in_goes_first_as_in_the_real_queue() -> None:
    crowd, _away = people(
        template(plan(walk_ins={"per_hour": [6], "levels": {"U4": 1}}, appointments={"count": 12, "every": 0})),
        seed=1,
        day=1,
    )
    calls = run(crowd, clinicians=[None]).calls
    urgent = [call for call in calls if call.waiter.level == "U4"]
    assert urgent
    assert all(call.line[0].why is Why.NEED for call in urgent)
    for call in calls:
        waiting = {placed.waiter.level for placed in call.line}
        assert call.waiter.level == "U4" or "U4" not in waiting


def test_a_clinician_who_starts_late_is_waited_for() -> None:
    constant = {"distribution": "constant", "minutes": 15}
    (day,) = tried(template(plan(service=constant, clinicians=[20])), days=1, seed=1)
    assert set(day.waits) == {20.0}
    assert (day.idle, day.overtime, day.utilisation) == (0.0, 20.0, 1.0)


def test_walk_ins_come_at_their_rate_in_their_hour() -> None:
    found = template({"minutes": 180, "walk_ins": {"per_hour": [0, 6, 2]}})
    hours = [0, 0, 0]
    for day in range(500):
        for one in people(found, seed=1, day=day)[0]:
            hours[int(one.arrives // 60)] += 1
    assert [count / 500 for count in hours] == pytest.approx([0, 6, 2], abs=0.3)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "must be a JSON object"),
        ({"clincians": 2}, "has no 'clincians'"),
        ({"clinicians": 0}, "clinicians must be a number from 1"),
        ({"clinicians": 1.5}, "whole number"),
        ({"minutes": True}, "minutes must be a number"),
        ({"minutes": float("nan")}, "minutes must be a number"),
        ({"service": {"distribution": "normal"}}, "constant, gamma, lognormal or empirical"),
        ({"service": {"distribution": "empirical", "minutes": []}}, "a list of how long visits took"),
        ({"walk_ins": {"per_hour": [1] * 9}}, "the day has 4"),
        ({"walk_ins": {"levels": {"RED": 1}}}, "has no 'RED'"),
        ({"appointments": {"no_show": 1.2}}, "no_show must be a number from 0 to 1"),
    ],
)
def test_what_a_template_says_wrongly_is_refused_in_a_sentence(said: Any, why: str) -> None:
    with pytest.raises(NotATemplate, match=why):
        template(said)


def day() -> Recorded:
    return recorded(people_of(MORNING))


def test_a_recorded_day_is_read_with_what_is_unknown_kept_unknown() -> None:
    found = day()
    assert [one.scheduled for one in found.booked] == [0, 15, 30, 45, 60, 75]
    assert [one.at for one in found.walked_in] == [20.0]
    assert (found.left_out, len(found.lengths)) == (1, 5)
    assert sorted(found.waits) == [2.0, 2.0, 2.0, 6.0, 12.0, 42.0]


def test_a_day_that_kept_to_the_rules_is_told_again_to_the_minute() -> None:
    appointments = {"count": 12, "every": 15, "spread": 9, "no_show": 0.1}
    lived = template(plan(appointments=appointments, walk_ins={"per_hour": [2, 1, 1], "levels": {"R14": 3, "U4": 1}}))
    crowd, away = people(lived, seed=8, day=2)
    was = run(crowd, clinicians=[None])
    rows = [
        Person(c.coming.scheduled, c.coming.arrives, c.at, c.at + c.coming.minutes, c.coming.level, seen_by="Osei")
        for c in was.calls
    ]
    missed = set(lived.booked.times) - {one.scheduled for one in crowd}
    found = recorded(rows + [Person(at, None) for at in missed])

    again = exactly(found, found.plan)

    assert away == len(missed) == again.stayed_away > 0
    assert sorted(again.waits) == pytest.approx(sorted(found.waits))
    assert sum(found.waits) > 60


def test_the_same_plan_makes_no_difference_at_all() -> None:
    one, other = tried_both(day(), other_plan(day(), {}), days=40, seed=1)
    assert one == other


def test_more_room_between_the_times_shortens_the_waits_and_costs_idle_minutes() -> None:
    wider = other_plan(day(), {"appointments": {"every": 25}})
    assert wider.times == (0, 25, 50, 75, 100, 125)
    one, other = tried_both(day(), wider, days=200, seed=1)
    apart = differences(one, other, resampled=True)
    assert apart["idle"] is not None
    assert apart["idle"].low is not None
    assert apart["idle"].low > 0
    assert apart["wait_mean"] is not None
    assert apart["wait_mean"].value < 0
    assert apart["seen"] is not None
    assert apart["seen"].value == 0
    assert any("idle" in line and "more" in line for line in difference_in_words(apart))


def test_one_day_leaves_us_unsure_however_often_it_is_tried() -> None:
    wider = other_plan(day(), {"appointments": {"every": 25}})

    def width(days: int) -> float:
        found = differences(*tried_both(day(), wider, days=days, seed=1), resampled=True)["overtime"]
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    assert width(800) > 0.5 * width(100)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"appointments": {"times": [0, 10]}}, "had 6 people with a time; the template gives 2"),
        ({"appointments": {"no_show": 0.1}}, "leave out no_show"),
        ({"walk_ins": {"per_hour": 2}}, "leave out walk_ins"),
    ],
)
def test_the_people_of_a_recorded_day_are_not_changed(said: Any, why: str) -> None:
    with pytest.raises(NotATemplate, match=why):
        other_plan(day(), said)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "1 to 2,000 people"),
        ("name,arrived\nAmara,09:00\n", "no column 'name'"),
        ("arrived\nsoon\n", "Line 1: arrived is 'soon'"),
        ("arrived,called,ended\n09:00,,\n", "both called and ended"),
        ('[{"arrived": "09:00", "level": "RED"}]', "no level 'RED'"),
        ('{"people": 3}', "a list of people"),
        ("[1, ", "not JSON"),
    ],
)
def test_a_day_that_cannot_be_read_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(NotATemplate, match=why):
        recorded(people_of(text))


def test_times_are_read_as_the_clock_as_iso_and_as_minutes() -> None:
    text = '[{"scheduled": 540, "arrived": "09:05:30", "called": "0001-01-01T09:10", "ended": 560}]'
    (one,) = people_of(text.replace("0001-01-01T09:10", "9:10"))
    assert (one.scheduled, one.arrived, one.called, one.ended) == (0, 5.5, 10, 20)
    (two,) = people_of('{"people": [{"arrived": "2026-03-29T00:50+00:00", "called": "2026-03-29T02:10+01:00"}]}')
    assert (two.arrived, two.called) == (0, 20), "the hour that a clock skips is no wait"


def test_the_figures_are_told_in_plain_words() -> None:
    constant = {"distribution": "constant", "minutes": 20}
    lines = in_words(figures(tried(template(plan(service=constant)), days=20, seed=1)))
    assert lines[0] == "Half of the people wait up to 27.5 (27.5 to 27.5) minutes."
    assert lines[3] == "The day ends 60.0 (60.0 to 60.0) minutes late."
