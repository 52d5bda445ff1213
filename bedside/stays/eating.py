"""May she eat now, and until when? What several orders to go without food and drink come to; a pure function.

Of several orders the strictest counts. An order never ends by the clock: when its time is over, a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FOOD_BEFORE, DRINK_BEFORE = 6, 2  # hours before a procedure, where nobody has ordered otherwise; the order wins


class Food(StrEnum):
    YES = "yes"
    NO = "no"
    ASK = "ask"  # a person must say so first


class Drink(StrEnum):
    ANYTHING = "anything"
    CLEAR = "clear"
    NOTHING = "nothing"


STRICTER = [Drink.ANYTHING, Drink.CLEAR, Drink.NOTHING]


@dataclass(frozen=True)
class Order:
    """Nothing to eat from then on; clear drinks until then, or all the time; over about then, or when nobody knows."""

    food_from: datetime
    drink_from: datetime | None = None
    until: datetime | None = None

    def drink_at(self, moment: datetime) -> Drink:
        if self.drink_from is not None and self.drink_from <= moment:
            return Drink.NOTHING
        return Drink.CLEAR if self.food_from <= moment else Drink.ANYTHING


@dataclass(frozen=True)
class Eating:
    """The answer at one moment. What is None is not ordered or not known."""

    food: Food
    drink: Drink
    food_stops: datetime | None = None  # she may eat until then
    clear_stops: datetime | None = None  # clear drinks until then
    since: datetime | None = None  # nothing to eat since then
    until: datetime | None = None  # about when she may eat again
    is_over: bool = False  # the time is over, and nobody has said yet whether she may eat


def eating(orders: Iterable[Order], moment: datetime, *, is_known: bool = True) -> Eating:
    """What all standing orders come to; where nobody has written down what she may eat, a person is asked."""
    standing = list(orders)
    begun = [one for one in standing if one.food_from <= moment]
    to_come = [one for one in standing if one.food_from > moment]
    drink = max((one.drink_at(moment) for one in standing), key=STRICTER.index, default=Drink.ANYTHING)
    dry = [one.drink_from for one in standing if one.drink_from is not None and one.drink_from > moment]
    clear_stops = min(dry, default=None) if drink is not Drink.NOTHING else None
    if not begun:
        food = Food.YES if is_known else Food.ASK
        return Eating(food, drink, min((one.food_from for one in to_come), default=None), clear_stops)
    is_over = all(one.until is not None and one.until <= moment for one in begun)
    return Eating(
        Food.ASK if is_over else Food.NO,
        drink,
        clear_stops=clear_stops,
        since=min(one.food_from for one in begun),
        until=None if is_over else _end(begun, to_come, moment),
        is_over=is_over,
    )


def _end(begun: Sequence[Order], to_come: Sequence[Order], moment: datetime) -> datetime | None:
    """When the last of those that follow each other without a gap is over; None where one has no end."""
    end = moment
    for one in sorted([*begun, *to_come], key=lambda order: order.food_from):
        if one.food_from > end:
            break
        if one.until is None:
            return None
        end = max(end, one.until)
    return end


def before(procedure: datetime, food: int = FOOD_BEFORE, drink: int = DRINK_BEFORE) -> tuple[datetime, datetime]:
    """From when on no food, and until when clear drinks, so many hours that pass before a procedure."""
    return procedure - timedelta(hours=food), procedure - timedelta(hours=drink)
