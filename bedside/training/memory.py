"""When to ask again what somebody has learned: the FSRS-6 model of memory, as its authors published it.

Stability is the number of days after which nine in ten would still know it; difficulty goes from 1 to 10. Our own code
after the formulas and default weights of open-spaced-repetition's FSRS-6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import exp

W = (
    *(0.212, 1.2931, 2.3065, 8.2956),  # first stability, by grade
    *(6.4133, 0.8334),  # first difficulty
    *(3.0194, 0.001),  # how difficulty moves, and how it comes back to the middle
    *(1.8722, 0.1666, 0.796),  # growth when it was known
    *(1.4835, 0.0614, 0.2629, 1.6483),  # what is left when it was forgotten
    *(0.6014, 1.8729),  # hard grows less, easy more
    *(0.5425, 0.0912, 0.0658),  # asked again on the same day
    0.1542,  # how fast the curve falls
)
DECAY = -W[20]
FACTOR = 0.9 ** (1 / DECAY) - 1
LONGEST = 36_500  # days
REMEMBERED = 0.9  # how likely somebody should still know it when we ask


class Grade(IntEnum):
    AGAIN = 1  # forgotten
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True)
class Memory:
    stability: float
    difficulty: float

    def recall(self, days: float) -> float:
        """How likely it is still known after so many days."""
        return float((1 + FACTOR * max(days, 0) / self.stability) ** DECAY)

    def interval(self, remembered: float = REMEMBERED) -> int:
        """After how many days to ask again, so that so many would still know it."""
        days: int = round(self.stability / FACTOR * (remembered ** (1 / DECAY) - 1))
        return min(max(days, 1), LONGEST)


def first(grade: Grade) -> Memory:
    """What is left of the first lesson."""
    return Memory(W[grade - 1], _within_ten(_first_difficulty(grade)))


def again(memory: Memory, grade: Grade, days: float) -> Memory:
    """What is left after having been asked again, so many days later."""
    if days < 1:
        grown = memory.stability * _same_day(memory.stability, grade)
    elif grade is Grade.AGAIN:
        grown = _forgotten(memory, memory.recall(days))
    else:
        grown = _known(memory, grade, memory.recall(days))
    return Memory(max(grown, 0.001), _difficulty(memory.difficulty, grade))


def _known(memory: Memory, grade: Grade, recall: float) -> float:
    growth = exp(W[8]) * (11 - memory.difficulty) * memory.stability ** -W[9] * (exp((1 - recall) * W[10]) - 1)
    growth *= {Grade.HARD: W[15], Grade.EASY: W[16]}.get(grade, 1.0)
    return float(memory.stability * (1 + growth))


def _forgotten(memory: Memory, recall: float) -> float:
    left = W[11] * memory.difficulty ** -W[12] * ((memory.stability + 1) ** W[13] - 1) * exp((1 - recall) * W[14])
    return float(min(left, memory.stability / exp(W[17] * W[18])))


def _same_day(stability: float, grade: Grade) -> float:
    growth = exp(W[17] * (grade - 3 + W[18])) * stability ** -W[19]
    return float(max(growth, 1.0) if grade >= Grade.GOOD else growth)


def _first_difficulty(grade: Grade) -> float:
    return W[4] - exp(W[5] * (grade - 1)) + 1


def _difficulty(before: float, grade: Grade) -> float:
    moved = before - W[6] * (grade - 3) * (10 - before) / 9
    return _within_ten(W[7] * _first_difficulty(Grade.EASY) + (1 - W[7]) * moved)


def _within_ten(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
