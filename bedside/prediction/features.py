"""What the no-show model looks at, all of it known when the visit was booked or the reminder answered.

Never among it: race, language, insurance, postcode, sex. A reader of the file has no columns for them.
"""

from __future__ import annotations

from math import log

import numpy as np

from .bookings import Bookings, Earlier, Floats
from .moments import DAY

PRIOR_MISSED, PRIOR_KEPT = 2.0, 8.0  # Beta(2, 8): what is thought of somebody of whom nothing is known yet
A_WEEK = 7.0  # days: further ahead, each doubling of the lead says less

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = ((0, 9), (9, 12), (12, 15), (15, 17), (17, 24))
AGES = ((0, 5), (5, 18), (18, 30), (30, 45), (45, 60), (60, 75), (75, 126))

HISTORY = ("prior", "new")
LEAD = ("lead", "lead_far", "same_day")
REMINDER = ("reminder_none", "reminder_sent", "reminder_answered")
WEEKDAY = tuple(f"day_{day}" for day in DAYS)
HOUR = tuple(f"hour_{low}_{high}" for low, high in HOURS)
AGE = tuple(f"age_{low}_{high - 1}" for low, high in AGES)
GROUPS = {"history": HISTORY, "lead": LEAD, "reminder": REMINDER, "weekday": WEEKDAY, "hour": HOUR, "age": AGE}
NAMES = tuple(name for group in GROUPS.values() for name in group)
MEASURED = ("prior", "lead", "lead_far")  # the others are yes or no


def features(bookings: Bookings, before: Earlier) -> Floats:
    """One row for each booking, one column for each name; NaN where it is not known."""
    lead = np.log1p(bookings.lead_days)
    day = (bookings.starts_wall // DAY + 3) % 7  # 1970 began on a Thursday
    hour = bookings.starts_wall % DAY / 3600
    no_hour = np.full(len(bookings), bookings.days_only)
    return np.column_stack(
        [
            prior(before),
            np.where(np.isnan(before.visits), np.nan, (before.visits == 0).astype(np.float64)),
            lead,
            np.maximum(lead - log(1 + A_WEEK), 0.0),
            bookings.same_day.astype(np.float64),
            *(np.where(np.isnan(bookings.reminded), np.nan, bookings.reminded == told) for told in (0.0, 1.0, 2.0)),
            *((day == one).astype(np.float64) for one in range(7)),
            *(np.where(no_hour, np.nan, (hour >= low) & (hour < high)) for low, high in HOURS),
            *(
                np.where(np.isnan(bookings.age), np.nan, (bookings.age >= low) & (bookings.age < high))
                for low, high in AGES
            ),
        ]
    )


def rate(before: Earlier) -> Floats:
    """The share of earlier visits that were missed, shrunk towards 2 of 10."""
    shrunk: Floats = (PRIOR_MISSED + before.missed) / (PRIOR_MISSED + PRIOR_KEPT + before.visits)
    return shrunk


def prior(before: Earlier) -> Floats:
    """The same as log-odds, so that it adds up with the other things."""
    shrunk = rate(before)
    odds: Floats = np.log(shrunk / (1 - shrunk))
    return odds
