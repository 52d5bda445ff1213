"""May she eat now, and until when? The strictest order counts, and no order ends by the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bedside.hours.zones import at_or_after, local
from bedside.stays.eating import STRICTER, Drink, Food, Order, before, eating

EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    food = draw(moments)
    drink = draw(st.none() | st.integers(0, 24 * 60).map(lambda minutes: food + timedelta(minutes=minutes)))
    until = draw(st.none() | st.integers(1, 48 * 60).map(lambda minutes: food + timedelta(minutes=minutes)))
    return Order(food, drink, until)


def test_an_operation_at_eight_stops_food_at_two_and_clear_drinks_at_six() -> None:
    assert before(EIGHT) == (EIGHT - 6 * HOUR, EIGHT - 2 * HOUR)


def test_before_the_time_she_may_eat_and_reads_until_when() -> None:
    found = eating([Order(EIGHT - 6 * HOUR, EIGHT - 2 * HOUR, EIGHT + 2 * HOUR)], EIGHT - 10 * HOUR)

    assert (found.food, found.drink) == (Food.YES, Drink.ANYTHING)
    assert (found.food_stops, found.clear_stops) == (EIGHT - 6 * HOUR, EIGHT - 2 * HOUR)


def test_then_clear_drinks_only_and_at_last_nothing() -> None:
    order = Order(EIGHT - 6 * HOUR, EIGHT - 2 * HOUR, EIGHT + 2 * HOUR)

    assert [eating([order], EIGHT - hours * HOUR).drink for hours in (7, 5, 1)] == [
        Drink.ANYTHING,
        Drink.CLEAR,
        Drink.NOTHING,
    ]


def test_when_the_time_is_over_a_nurse_is_asked_and_drinking_stays_as_strict_as_it_was() -> None:
    found = eating([Order(EIGHT - 6 * HOUR, EIGHT - 2 * HOUR, EIGHT)], EIGHT)

    assert (found.food, found.drink, found.is_over, found.until) == (Food.ASK, Drink.NOTHING, True, None)


def test_one_order_that_is_over_does_not_open_another_that_stands() -> None:
    found = eating([Order(EIGHT - 6 * HOUR, None, EIGHT), Order(EIGHT - HOUR, None, EIGHT + 4 * HOUR)], EIGHT + HOUR)

    assert (found.food, found.is_over, found.until) == (Food.NO, False, EIGHT + 4 * HOUR)


def test_an_order_that_begins_before_the_other_is_over_prolongs_it() -> None:
    found = eating([Order(EIGHT, None, EIGHT + 4 * HOUR), Order(EIGHT + 3 * HOUR, None, EIGHT + 9 * HOUR)], EIGHT)

    assert found.until == EIGHT + 9 * HOUR


def test_an_order_without_an_end_has_none_to_tell() -> None:
    assert eating([Order(EIGHT), Order(EIGHT, None, EIGHT + HOUR)], EIGHT).until is None


def test_where_nobody_has_written_down_what_she_may_eat_a_nurse_is_asked() -> None:
    assert eating([], EIGHT, is_known=False).food is Food.ASK
    assert eating([], EIGHT).food is Food.YES


@given(st.lists(orders(), max_size=4), orders(), moments)
def test_one_more_order_never_lets_her_eat_or_drink_more(standing: list[Order], more: Order, moment: datetime) -> None:
    without, beside = eating(standing, moment), eating([*standing, more], moment)

    assert beside.food is not Food.YES or without.food is Food.YES
    assert STRICTER.index(beside.drink) >= STRICTER.index(without.drink)
    if beside.food_stops:
        assert without.food_stops is None or beside.food_stops <= without.food_stops


@given(st.lists(orders(), min_size=1, max_size=4), moments, moments)
def test_time_alone_never_lets_her_eat_again(standing: list[Order], one: datetime, other: datetime) -> None:
    sooner, later = sorted([one, other])

    if eating(standing, sooner).food is not Food.YES:
        assert eating(standing, later).food is not Food.YES
    assert STRICTER.index(eating(standing, later).drink) >= STRICTER.index(eating(standing, sooner).drink)


@given(st.lists(orders(), min_size=1, max_size=4), moments)
def test_she_may_eat_until_the_very_time_that_she_reads(standing: list[Order], moment: datetime) -> None:
    found = eating(standing, moment)

    if found.food is Food.YES and found.food_stops:
        assert eating(standing, found.food_stops - timedelta(seconds=1)).food is Food.YES
        assert eating(standing, found.food_stops).food is not Food.YES
    assert (found.until is None) or found.until > moment


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda wall: wall.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from(ZONES),
)
def test_hours_before_an_operation_are_hours_that_pass_whatever_the_clocks_do(
    day: date, wall: object, zone: str
) -> None:
    operation = at_or_after(day, wall, zone)  # type: ignore[arg-type]
    food, drink = before(operation)

    assert (operation - food, operation - drink) == (6 * HOUR, 2 * HOUR)
    assert eating([Order(food, drink)], food).food is Food.NO
    assert local(food, zone).utcoffset() is not None


def test_in_the_night_when_the_clocks_go_forward_the_clock_shows_an_hour_less() -> None:
    operation = at_or_after(date(2026, 3, 29), "07:00", "Europe/London")

    assert local(before(operation)[0], "Europe/London").strftime("%H:%M") == "00:00"


def test_in_the_night_when_the_clocks_go_back_the_clock_shows_an_hour_more() -> None:
    operation = at_or_after(date(2026, 10, 25), "07:00", "Europe/London")

    assert local(before(operation)[0], "Europe/London").strftime("%H:%M") == "01:00"
    assert operation - before(operation)[0] == 6 * HOUR
