"""Whom a decision is about: what is known of age, sex and pregnancy; what is unknown stays possible."""

from __future__ import annotations

from dataclasses import dataclass

EVER = (0.0, 130.0)
GROWN = (16.0, 130.0)
THREE_MONTHS = 0.25
SIX_MONTHS = 0.58  # up to the end of the sixth month


@dataclass(frozen=True)
class Person:
    """Age as ranges of years [from, below): several where field and text differ, none where nothing is known."""

    ages: tuple[tuple[float, float], ...] = ()
    sex: str = ""
    pregnant: bool | None = None
    weeks: float | None = None
    after_birth: bool | None = None
    child_said: bool = False
    baby_said: bool = False

    @property
    def _ages(self) -> tuple[tuple[float, float], ...]:
        if self.ages:
            return self.ages
        # a child that is spoken of need not be the one who is ill: "Crushing chest pain. The kids are fine."
        return ((0.0, 2.0), GROWN) if self.baby_said else (EVER,)

    def may_be_aged(self, start: float, below: float) -> bool:
        """Whether an age from start up to below is possible."""
        return any(low < below and high > start for low, high in self._ages)

    def must_be_aged(self, start: float, below: float) -> bool:
        """Whether some age that was told lies wholly from start up to below."""
        return any(low >= start and high <= below for low, high in self._ages)

    def may_be_weeks(self, start: float, below: float) -> bool:
        """Whether a week of pregnancy from start up to below is possible."""
        return self.weeks is None or start <= self.weeks < below

    @property
    def may_be_female(self) -> bool:
        return self.sex != "male"

    @property
    def may_be_male(self) -> bool:
        return self.sex != "female"


def age_range(age: float) -> tuple[float, float]:
    """A whole number of years stands for the year until the next birthday; a fraction stands for itself."""
    return (float(age), float(age) + (1.0 if float(age).is_integer() else 0.001))
