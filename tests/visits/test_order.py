"""Who is next: the need first, then fairness, and one sentence that says why."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.urgency.levels import HEIGHT
from bedside.visits.order import Placed, Waiter, Why, order, passed_by
from bedside.visits.simulator import MORNING, Coming, Day, lognormal, run

NINE = MORNING + timedelta(hours=1)
LEVELS = ("E0", "E1", "U2", "H", "U4", "S24", "R72", "R14", "SC")
STRICT = {"E0", "E1", "U2", "H", "U4"}


def came(name: str, minutes: float, level: str = "R14", *, overtaken: int = 0, to_see: str | None = None) -> Waiter:
    """Somebody who came so many minutes after nine without a time."""
    return Waiter(name, level, NINE + timedelta(minutes=minutes), overtaken=overtaken, staff_member=to_see)


def booked(
    name: str, minutes: float, at: float, level: str = "R14", *, gave_way: bool = False, to_see: str | None = None
) -> Waiter:
    """Somebody who came then and has a time so many minutes after nine."""
    return Waiter(
        name,
        level,
        NINE + timedelta(minutes=minutes),
        NINE + timedelta(minutes=at),
        is_walk_in=False,
        gave_way=gave_way,
        staff_member=to_see,
    )


def line(*waiting: Waiter, at: float = 60, staff_member: str | None = None) -> list[Placed]:
    return order(waiting, NINE + timedelta(minutes=at), staff_member=staff_member)


def names(placed: list[Placed]) -> str:
    return "".join(str(one.waiter.id) for one in placed)


def test_the_need_goes_before_the_time_and_before_who_came_first() -> None:
    assert names(line(came("a", 0), booked("b", 1, 5), came("c", 50, "U4"), came("d", 55, "E0"))) == "dcba"


def test_a_hand_over_is_as_urgent_as_u2() -> None:
    assert names(line(came("a", 5, "U2"), came("b", 1, "H"), came("c", 0, "U4"))) == "bac"


def test_who_came_first_goes_first_among_equals() -> None:
    assert names(line(came("b", 9), came("a", 3), came("c", 20))) == "abc"


def test_who_is_on_time_goes_before_who_has_no_time() -> None:
    assert names(line(came("a", 0), booked("b", 52, 60))) == "ba"


def test_times_are_kept_in_their_order_whoever_of_them_came_first() -> None:
    assert names(line(booked("a", 0, 20), booked("b", 12, 10))) == "ba"


def test_who_comes_early_joins_ten_minutes_before_her_time() -> None:
    early, without = booked("a", 0, 60), came("b", 5)
    assert names(line(early, without, at=49)) == "ba"
    assert names(line(early, without, at=50)) == "ab"


def test_who_comes_early_may_go_in_when_nobody_else_waits() -> None:
    (only,) = line(booked("a", 0, 60), at=10)
    assert only.because == "Came early for 10am. Can go in now because nobody else waits."
    assert not only.in_line


def test_an_urgent_need_does_not_wait_for_its_time() -> None:
    assert names(line(booked("a", 0, 60, "U4"), came("b", 0), at=10)) == "ab"


def test_who_comes_late_joins_after_the_next_person_who_is_on_time() -> None:
    waiting = booked("l", 26, 10), booked("b", 18, 20), booked("c", 25, 30), came("w", 0)
    assert names(line(*waiting, at=30)) == "blcw"


def test_fifteen_minutes_late_is_still_on_time_and_a_minute_more_is_not() -> None:
    after, others = 10, (booked("b", 8, 20),)
    assert names(line(booked("a", after + 15, after), *others, at=30)) == "ab"
    assert names(line(booked("a", after + 16, after), *others, at=30)) == "ba"


def test_who_came_late_gives_way_once_only() -> None:
    assert names(line(booked("l", 26, 10, gave_way=True), booked("c", 25, 30), at=35)) == "lc"


def test_who_has_been_passed_three_times_goes_before_all_milder_needs() -> None:
    passed = came("w", 0, overtaken=3)
    assert names(line(passed, booked("b", 1, 5), came("s", 2, "S24"), came("u", 9, "U4"), at=60)) == "uwsb"


def test_also_among_urgent_needs_who_has_been_passed_three_times_goes_first_and_by_coming() -> None:
    waiting = came("w", 3, "U4", overtaken=3), came("v", 1, "U4", overtaken=3), booked("b", 2, 5, "U4")
    assert names(line(*waiting)) == "vwb"


def test_of_two_who_have_been_passed_three_times_who_came_first_goes_first() -> None:
    assert names(line(came("s", 5, "S24", overtaken=3), came("a", 2, overtaken=3))) == "as"


def test_a_milder_need_that_waited_long_goes_before_a_sharper_one_that_just_came() -> None:
    assert names(line(came("a", 0), came("s", 59, "S24"), at=60)) == "as"
    assert names(line(came("a", 30), came("s", 59, "S24"), at=60)) == "sa"


def test_a_clinician_calls_her_own_patients_and_those_who_ask_for_nobody() -> None:
    waiting = came("a", 0, to_see="lee"), came("b", 1), came("c", 2, to_see="osei")
    assert names(line(*waiting, staff_member="osei")) == "bc"
    assert names(line(*waiting)) == "abc"


def test_a_clinician_is_not_sent_somebody_for_a_service_she_does_not_offer() -> None:
    nurse = Waiter("n", "R14", NINE, service="nurse")
    assert names(order([nurse, came("a", 1)], NINE, staff_member="osei", services={"gp"})) == "a"


def test_who_did_not_answer_is_asked_again_later_and_holds_nobody_up() -> None:
    away = Waiter("a", "U4", NINE, held_until=NINE + timedelta(minutes=20))
    first, last = line(away, came("b", 5), at=10)
    assert (first.waiter.id, last.because) == ("b", "Did not answer the call. To be asked again at 9:20am.")
    assert names(line(away, came("b", 5), at=20)) == "ab"


def test_of_two_who_came_together_the_same_one_is_always_first() -> None:
    waiting = [came(name, 0) for name in "dbca"]
    assert {names(line(*random.Random(seed).sample(waiting, 4))) for seed in range(20)} == {"abcd"}


def test_only_people_without_a_time_who_came_before_and_could_have_been_called_are_passed() -> None:
    called = booked("x", 30, 30, "S24", to_see="osei")
    others = [
        came("earlier", 0),
        came("later", 40),
        came("sharper", 1, "U4"),
        came("for somebody else", 2, to_see="lee"),
        booked("with a time", 3, 50),
        Waiter("away", "R14", NINE, held_until=NINE + timedelta(hours=2)),
    ]
    now = NINE + timedelta(minutes=45)
    assert [one.id for one in passed_by(called, others, now, staff_member="osei")] == ["earlier", "sharper"]
    assert passed_by(came("y", 50, "E1"), others, now) == []


def test_where_nobody_says_who_calls_only_those_who_ask_for_the_same_are_passed() -> None:
    called = Waiter("x", "R14", NINE + timedelta(minutes=30), service="gp")
    others = [Waiter("gp", "R14", NINE, service="gp"), Waiter("nurse", "R14", NINE, service="nurse")]
    others.append(Waiter("lee", "R14", NINE, service="gp", staff_member="lee"))
    assert [one.id for one in passed_by(called, others, NINE + timedelta(hours=1))] == ["gp"]


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (
            [booked("a", 0, 10), came("b", 0)],
            "Next because the visit was at 9:10am and nobody who waits must go first.",
        ),
        ([came("a", 5)], "Next because of waiting since 9:05am, and nobody who waits must go first."),
        ([came("a", 5, "U4")], "Next because this is the most urgent need of all who wait."),
        ([came("a", 5, overtaken=3)], "Next because 3 people who came later have already gone first."),
    ],
)
def test_one_sentence_says_why_somebody_is_next(waiting: list[Waiter], said: str) -> None:
    assert line(*waiting)[0].because == said


def test_the_sentence_speaks_the_time_on_the_wall_of_the_place() -> None:
    (placed,) = order([came("a", 5)], NINE + timedelta(hours=1), zone="Europe/Madrid")
    assert "10:05am" in placed.because
    assert placed.to_her == "You are in line since 10:05am. People with a time and urgent needs go first."


def test_every_reason_has_its_sentences_and_each_is_short() -> None:
    for why in Why:
        for place in (0, 4):
            placed = Placed(booked("a", 0, 20), place, why, NINE, "UTC")
            for said in (placed.because, placed.to_her):
                assert "{" not in said
                assert all(len(part.split()) <= 20 for part in said.split(". "))


def test_who_is_away_is_called_by_nobody_and_has_her_place_again_when_she_is_back() -> None:
    out, back = Waiter("a", "R14", NINE, away=True), Waiter("a", "R14", NINE)
    assert names(line(out, came("b", 5), came("c", 6))) == "bca"
    assert line(out, came("b", 5))[-1].why is Why.AWAY
    assert names(line(back, came("b", 5), came("c", 6))) == "abc"


def test_a_need_that_has_grown_is_not_hidden_by_being_away() -> None:
    assert names(line(Waiter("a", "U4", NINE, away=True), came("b", 1))) == "ab"


def test_who_comes_back_late_lets_two_go_first_and_passes_nobody_more_urgent() -> None:
    late = Waiter("a", "R14", NINE, lets_by=2)
    assert names(line(late, came("b", 5), came("c", 6), came("d", 7), came("u", 50, "U4"))) == "ubcad"
    assert names(line(late, came("b", 5))) == "ba"


def test_who_is_away_or_lets_others_by_is_not_counted_as_passed() -> None:
    called = came("x", 30)
    others = [Waiter("a", "R14", NINE, away=True), Waiter("b", "R14", NINE, lets_by=1), came("c", 1)]
    assert [one.id for one in passed_by(called, others, NINE + timedelta(hours=1))] == ["c"]


# Ten thousand days, each with its own crowd. What must hold on every one of them:


def some_day(chance: random.Random) -> tuple[list[Coming], int]:
    """Up to three clinicians; people with a time, some early and some late; others as they come; sometimes too many."""
    clinicians, end = chance.randint(1, 3), 240
    mean, load = chance.uniform(6, 16), chance.uniform(0.5, 1.3)
    often = chance.choice([(1, 1, 2, 1, 3, 8, 8, 20, 2), (0, 1, 1, 1, 9, 2, 1, 4, 0)])  # a usual day; a day of need
    by_name = chance.choice([0.0, 0.0, 0.5, 1.0])  # of those with a time, who are to see one clinician and no other
    crowd: list[Coming] = []
    for number in range(min(26, round(clinicians * end / mean * load))):
        level = chance.choices(LEVELS, often)[0]
        scheduled = chance.randrange(0, end, 5) if chance.random() < 0.55 else None
        arrives = chance.uniform(0, end) if scheduled is None else max(0.0, scheduled + chance.gauss(-4, 14))
        named = chance.randrange(clinicians) if scheduled is not None and chance.random() < by_name else None
        crowd.append(Coming(number, level, float(round(arrives)), lognormal(chance, mean, 0.6), scheduled, named))
    return _some_go_out(crowd, chance) if chance.random() < 0.5 else crowd, clinicians


def _some_go_out(crowd: list[Coming], chance: random.Random) -> list[Coming]:
    """Of those who can wait some go out for a while; some come back later than they said."""
    for number, one in enumerate(crowd):
        if one.level in {"R72", "R14", "SC"} and chance.random() < 0.3:
            leaves = one.arrives + chance.uniform(0, 20)
            out = (leaves, leaves + chance.uniform(5, 60))
            crowd[number] = replace(one, out=out, lets_by=chance.choice([0, 0, 2]))
    return crowd


def could_see_all(crowd: list[Coming], clinicians: int) -> bool:
    """Whether four hours are enough for all together, and for those whom one clinician must see."""
    for number in range(clinicians):
        if sum(one.minutes for one in crowd if one.staff_member == number) > 240:
            return False
    return sum(one.minutes for one in crowd) <= 240 * clinicians


def broken_promises(day: Day) -> list[str]:
    """Each call that should not have been."""
    found: list[str] = []
    passed: dict[int, int] = {}
    for call in day.calls:
        called, height = call.waiter, HEIGHT[call.waiter.level]
        if called.away:
            found.append(f"{called.id} is away and was called")
        for one in (placed.waiter for placed in call.line[1:]):
            if one.level in STRICT and HEIGHT[one.level] > height:
                found.append(f"{one.level} waited while {called.level} was called")
            sharper = called.level in STRICT and height > HEIGHT[one.level]
            if one.is_walk_in and one.arrived_at < called.arrived_at and not sharper and not one.lets_by:
                passed[one.id] = passed.get(one.id, 0) + 1  # type: ignore[index, call-overload]
                if passed[one.id] > 3:  # type: ignore[index]
                    found.append(f"{one.id} was passed {passed[one.id]} times")  # type: ignore[index]
    return found


@pytest.mark.slow
def test_ten_thousand_days_keep_every_promise() -> None:
    with_time_for_all = 0
    for seed in range(10_000):
        crowd, clinicians = some_day(random.Random(seed))
        day = run(crowd, clinicians=range(clinicians))
        assert len(day.calls) == len(crowd), seed
        assert broken_promises(day) == [], seed
        if could_see_all(crowd, clinicians) and not any(one.out for one in crowd):
            with_time_for_all += 1
            assert day.longest_wait() <= 180, seed
    assert with_time_for_all > 2500


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_day_that_can_be_thought_of_breaks_a_promise(data: st.DataObject) -> None:
    one = st.builds(
        Coming,
        id=st.integers(0, 10_000),
        level=st.sampled_from(LEVELS),
        arrives=st.integers(0, 90).map(float),
        minutes=st.sampled_from([1.0, 5.0, 20.0, 60.0]),
        scheduled=st.none() | st.integers(0, 120).map(float),
    )
    crowd = data.draw(st.lists(one, max_size=14, unique_by=lambda coming: coming.id))
    day = run(crowd, clinicians=range(data.draw(st.integers(1, 3))))
    assert len(day.calls) == len(crowd)
    assert broken_promises(day) == []


def test_nobody_waits_three_hours_where_there_is_time_for_all() -> None:
    """Ten-hour days on which people come evenly and the clinicians could see a tenth more than come."""
    for seed in range(400):
        chance = random.Random(seed)
        clinicians, mean = chance.randint(1, 3), 10.0
        count = round(clinicians * 600 / mean / 1.1)
        crowd = []
        for number in range(count):
            level = chance.choices(LEVELS, (0, 1, 2, 1, 4, 25, 25, 40, 2))[0]
            at = number * 600 / count
            scheduled = round(at / 5) * 5 if chance.random() < 0.6 else None
            arrives = at if scheduled is None else max(0.0, scheduled + chance.gauss(-5, 8))
            crowd.append(Coming(number, level, arrives, lognormal(chance, mean, 0.5), scheduled))
        assert run(crowd, clinicians=range(clinicians)).longest_wait() < 180, seed


def test_the_order_is_the_same_after_a_restart() -> None:
    chance = random.Random(7)
    crowd, _clinicians = some_day(chance)
    waiting = [Waiter(one.id, one.level, NINE + timedelta(minutes=one.arrives)) for one in crowd]
    before = [one.waiter for one in order(waiting, NINE + timedelta(hours=5))]
    chance.shuffle(waiting)
    assert [one.waiter for one in order(waiting, NINE + timedelta(hours=5))] == before
