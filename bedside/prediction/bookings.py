"""A list of bookings, column by column, whether it came from a file or from our own book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .moments import DAY, Flags, Ints

Floats = NDArray[np.float64]
NOBODY = -1  # the patient is not named


@dataclass(frozen=True)
class LeftOut:
    """What of a list was not used, and why; nothing is left out in silence."""

    cancelled: int = 0
    without_outcome: int = 0
    without_dates: int = 0
    unreadable_dates: int = 0
    booked_after: int = 0  # noted as booked on a later day than the visit: no booking
    first_unreadable: str = ""

    @property
    def together(self) -> int:
        return self.cancelled + self.without_outcome + self.without_dates + self.unreadable_dates + self.booked_after


@dataclass(frozen=True)
class Bookings:
    """Each row a booking whose outcome is known. What is not known of it is NaN, and a patient not named is NOBODY."""

    patient: Ints  # a number for each patient, good within this list only
    booked_wall: Ints
    booked: Ints  # as instants
    starts_wall: Ints
    starts: Ints
    days_only: bool  # at what hour visits begin is not known
    age: Floats
    reminded: Floats  # 0 none was sent, 1 one was sent, 2 she answered
    missed: Floats  # 1 or 0
    names: Sequence[str] = ()  # of the patients, by their number
    left_out: LeftOut = field(default_factory=LeftOut)
    rows: int = 0  # in the list as it came
    reading: str = ""  # how outcomes were read, in words
    day_first: bool = True  # how 03/04/2024 was read

    def __len__(self) -> int:
        return len(self.patient)

    @property
    def known_at(self) -> Ints:
        """From when on anybody could know how it ended: its beginning, or the end of its day where no hour is known."""
        return self.starts + DAY - 1 if self.days_only else self.starts

    @property
    def same_day(self) -> Flags:
        return np.asarray(self.booked_wall // DAY == self.starts_wall // DAY)

    @property
    def lead_days(self) -> Floats:
        """From booking to the visit; never below 0, and whole days where no hour is known."""
        if self.days_only:
            away = (self.starts_wall // DAY - self.booked_wall // DAY).astype(np.float64)
        else:
            away = (self.starts - self.booked) / DAY
        return np.maximum(away, 0.0)

    def only(self, rows: Flags) -> Bookings:
        """These rows alone."""
        return replace(
            self,
            patient=self.patient[rows],
            booked_wall=self.booked_wall[rows],
            booked=self.booked[rows],
            starts_wall=self.starts_wall[rows],
            starts=self.starts[rows],
            age=self.age[rows],
            reminded=self.reminded[rows],
            missed=self.missed[rows],
        )


@dataclass(frozen=True)
class Earlier:
    """For each booking: of how many earlier visits of hers the end was known when she booked, and how many she missed.

    NaN where the patient is not named.
    """

    visits: Floats
    missed: Floats


def earlier(asked_by: Ints, asked_at: Ints, past: Bookings) -> Earlier:
    """What was known of each patient strictly before she booked.

    A visit that she had booked already and that had not begun by then counts for nothing, however it ended.
    """
    named = past.patient != NOBODY
    order = np.lexsort((past.known_at[named], past.patient[named]))
    patient = past.patient[named][order]
    known, missed = past.known_at[named][order], past.missed[named][order]
    times = np.concatenate((known, asked_at))
    first = int(times.min()) if len(times) else 0
    width = np.int64(int(times.max()) - first + 2) if len(times) else np.int64(1)
    keys = patient * width + (known - first)
    begin = np.searchsorted(keys, asked_by * width, side="left")
    end = np.searchsorted(keys, asked_by * width + (asked_at - first), side="left")
    misses = np.concatenate(([0.0], np.cumsum(missed)))
    nobody = asked_by == NOBODY
    visits = np.where(nobody, np.nan, (end - begin).astype(np.float64))
    return Earlier(visits, np.where(nobody, np.nan, misses[end] - misses[begin]))
