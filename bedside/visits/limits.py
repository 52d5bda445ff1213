"""What a living body can have, and what is usual at which age: one table for what patients and staff write down."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

ADULT = 18
POUNDS = Decimal("2.2046")


@dataclass(frozen=True)
class Limits:
    """What can be (hard), and what is usual in adults (soft)."""

    hard: tuple[float, float]
    soft: tuple[float, float]
    unit: str


WEIGHT, HEIGHT, TEMPERATURE, UPPER, LOWER = "29463-7", "8302-2", "8310-5", "8480-6", "8462-4"
PULSE, BREATHS, OXYGEN = "8867-4", "9279-1", "59408-5"
SUGAR, SUGAR_BY_WEIGHT = "15074-8", "2339-0"  # in mmol/L, and in mg/dL
SUGARS = {SUGAR, SUGAR_BY_WEIGHT}
LIMITS = {  # by LOINC
    TEMPERATURE: Limits((30, 43), (35, 41), "Cel"),
    PULSE: Limits((20, 250), (40, 150), "/min"),
    BREATHS: Limits((4, 70), (8, 40), "/min"),
    UPPER: Limits((50, 280), (80, 220), "mm[Hg]"),
    LOWER: Limits((20, 180), (40, 120), "mm[Hg]"),
    OXYGEN: Limits((50, 100), (85, 100), "%"),
    "2708-6": Limits((50, 100), (85, 100), "%"),
    WEIGHT: Limits((2, 350), (35, 200), "kg"),
    HEIGHT: Limits((40, 250), (120, 210), "cm"),
    "39156-5": Limits((10, 80), (15, 60), "kg/m2"),
    **dict.fromkeys(SUGARS, Limits((0.6, 60), (3, 30), "mmol/L")),
}
OF_CHILDREN: list[tuple[int, dict[str, tuple[float, float]]]] = [  # until which age, and what is usual then
    (1, {PULSE: (80, 190), BREATHS: (20, 65), UPPER: (55, 115), WEIGHT: (2, 14), HEIGHT: (40, 90)}),
    (3, {PULSE: (75, 170), BREATHS: (16, 45), UPPER: (65, 120), WEIGHT: (6, 22), HEIGHT: (60, 110)}),
    (6, {PULSE: (65, 150), BREATHS: (14, 38), UPPER: (70, 125), WEIGHT: (9, 40), HEIGHT: (78, 135)}),
    (12, {PULSE: (55, 140), BREATHS: (11, 32), UPPER: (75, 140), WEIGHT: (13, 90), HEIGHT: (95, 180)}),
    (18, {PULSE: (45, 130), BREATHS: (9, 28), UPPER: (80, 170), WEIGHT: (25, 160), HEIGHT: (120, 210)}),
]


def usual_for(code: str, age: int | None) -> tuple[float, float] | None:
    """What is usual at this age; of somebody whose age we do not know, what is usual in adults."""
    if age is None or age >= ADULT or code in SUGARS | {TEMPERATURE}:
        return LIMITS[code].soft
    return next(usual for until, usual in OF_CHILDREN if age < until).get(code)


def other_unit(code: str, size: Decimal) -> str:
    """Where another unit explains a number, that is said."""
    if code == TEMPERATURE and Decimal(95) <= size <= Decimal("109.4"):
        return _("That looks like Fahrenheit. %(theirs)s °F is %(ours)s °C.") % {
            "theirs": short(size),
            "ours": short((size - 32) * 5 / 9),
        }
    if code == HEIGHT and Decimal("1.2") <= size <= Decimal("2.2"):
        return _("That looks like metres. %(theirs)s m is %(ours)s cm.") % {
            "theirs": short(size),
            "ours": short(size * 100),
        }
    if code == HEIGHT and 47 <= size <= 84:
        return _("That looks like inches. %(theirs)s inches is %(ours)s cm.") % {
            "theirs": short(size),
            "ours": short(size * Decimal("2.54")),
        }
    if code == WEIGHT and 200 < size <= 200 * POUNDS:
        return _("Is that in pounds? %(theirs)s pounds is %(ours)s kg.") % {
            "theirs": short(size),
            "ours": short(size / POUNDS),
        }
    return ""


def short(size: Decimal) -> str:
    """At most one figure after the point, and none that is nothing."""
    said = f"{size:.1f}"
    return said.removesuffix(".0")
