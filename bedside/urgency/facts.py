"""Numbers and persons in the words: ages, weeks, temperatures, sugar; and what they make true for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .lexicons import Seen
from .person import GROWN, SIX_MONTHS, THREE_MONTHS, Person

_YEARS = {"#age_years": 1.0, "#age_months": 1 / 12, "#age_weeks": 7 / 365.25, "#age_days": 1 / 365.25}
BABY_SIGNS = frozenset(
    ("floppy", "weak_cry", "fontanelle", "breathing_pauses", "green_vomit", "no_wet_nappy", "feeds_little", "hot_child")
)
OF_PREGNANCY = frozenset({"baby_moves", "labour", "waters", "cord"})
OF_LATE_PREGNANCY = frozenset(
    {"vaginal_bleed", "vision_change", "headache", "rib_pain", "hand_swelling", "face_swelling"}
)
FIRST_MOVES, LATE = 12.0, 20.0
FERTILE = (12.0, 56.0)
_TRIMESTERS = {"first_trimester": 8.0, "second_trimester": 24.0, "third_trimester": 32.0}
OLDEST = 120
FEVER_ALONE = (38.0, 41.6)
HUMAN_C = (25.0, 45.0)
HUMAN_F = (77.0, 113.0)
MG_PER_MMOL = 18.0
TOO_MANY_PILLS = 9


def meet(person: Person, seen: Sequence[Seen]) -> Person:
    """The person as fields and words together know them; where they differ both stay, so the worse one counts."""
    numbers: dict[str, list[float]] = defaultdict(list)
    names = set()
    for each in seen:
        names.add(each.concept)
        numbers[each.concept] += each.numbers
    told = [value * _YEARS[name] for name in _YEARS for value in numbers[name]]
    ages = [(age, age + (1.0 if age >= 2 and age == int(age) else 0.01)) for age in told if age <= OLDEST]
    had_age = bool(person.ages)
    # a field of whole years and a text with months may say the same: then the closer one is used
    kept = [field for field in person.ages if not any(field[0] <= low < field[1] for low, _ in ages)]
    person = replace(person, ages=tuple(sorted({*kept, *ages})))
    weeks = [*numbers["#weeks_pregnant"], *(month * 4.35 for month in numbers["#months_pregnant"])]
    weeks += [week for name, week in _TRIMESTERS.items() if name in names]
    # "due in three weeks" is no third week
    weeks = [week for week in weeks if (LATE if "due_soon" in names else 1) <= week <= 45]
    if not weeks and person.pregnant is None and person.may_be_female and person.may_be_aged(*FERTILE):
        weeks = _bare_weeks(seen, names)
    if weeks and person.weeks is None:
        person = replace(person, weeks=max(weeks))
    if (weeks or "pregnant" in names) and person.pregnant is not True:
        person = replace(person, pregnant=True)
    if "after_birth" in names:
        person = replace(person, after_birth=True)
    little = (0.0, 2.0) if names & {"baby", "newborn"} else (0.0, 16.0) if "child" in names else None
    if had_age and little and names & BABY_SIGNS:
        person = replace(person, ages=tuple(sorted({*person.ages, little})))
    # a number of years in words may be no age ("for two years"), and a child spoken of not the one who is ill
    if not had_age and (ages or ("self_said" in names and little)):
        person = replace(person, ages=tuple(sorted({*(ages or [little or GROWN]), GROWN})))
    return replace(
        person, child_said=bool(names & {"child", "baby", "newborn"}), baby_said=bool(names & {"baby", "newborn"})
    )


def _bare_weeks(seen: Iterable[Seen], names: set[str]) -> list[float]:
    """34 weeks and the baby is quiet: what is said beside a number of weeks tells that they are weeks of pregnancy."""
    least = FIRST_MOVES if names & OF_PREGNANCY else LATE if names & OF_LATE_PREGNANCY else None
    if least is None:
        return []
    others = {each.start for each in seen if each.concept == "#weeks_other"} | {
        each.end for each in seen if each.concept == "#weeks_other"
    }
    bare = [each for each in seen if each.concept == "#weeks_bare" and not {each.start, each.end} & others]
    return [value for each in bare for value in each.numbers[:1] if least <= value <= 42]


def of_person(person: Person) -> set[str]:
    """What is true, or may be true for want of knowing, of a person: the names that rules use."""
    may, told = person.may_be_aged, bool(person.ages) or person.child_said
    pregnant = person.pregnant is True
    facts = {
        "adult16": may(16, 200),
        "age12": may(12, 200),
        "under16": told and may(0, 16),
        "under12": told and may(0, 12),
        "under5": told and may(0, 5),
        "baby": (person.baby_said and may(0, 2)) or (bool(person.ages) and may(0, 1)),
        "under3m": (person.baby_said or bool(person.ages)) and may(0, THREE_MONTHS),
        "m3to6": (person.baby_said or bool(person.ages)) and may(THREE_MONTHS, SIX_MONTHS),
        "over3m": (person.baby_said or bool(person.ages)) and may(THREE_MONTHS, 2),
        "age60": may(60, 200),
        "age65": may(65, 200),
        "male": person.may_be_male,
        "fertile": person.may_be_female and may(11, 56) and person.pregnant is not False,
        "pregnant": pregnant,
        "week_under20": pregnant and person.may_be_weeks(0, 20),
        "week20": pregnant and person.may_be_weeks(20, 99),
        "week24": pregnant and person.may_be_weeks(24, 99),
        "week_under37": pregnant and person.may_be_weeks(0, 37),
        "after_birth": person.after_birth is True,
    }
    return {name for name, holds in facts.items() if holds}


def without_cool(seen: Sequence[Seen]) -> list[Seen]:
    """What was seen, but for "temperature" beside a number that is no fever."""
    cool = [each for each in seen if each.concept == "#temperature" and each.numbers and not _warm(each.numbers)]
    return [
        each for each in seen
        if each.concept != "fever" or not any(one.start <= each.start < one.end for one in cool)
    ]  # fmt: skip


def _warm(numbers: tuple[float, ...]) -> bool:
    known = [names for value in numbers if (names := _warmth(value)) or HUMAN_C[0] <= value <= HUMAN_F[1]]
    return not known or any("fever" in names for names in known)


def of_numbers(seen: Sequence[Seen], warm_talk: bool) -> dict[str, Seen]:
    """What the numbers say: fever by degrees, sugar too high or low, days of fever; each with where it stands."""
    facts: dict[str, Seen] = {}
    measured = {each.start for each in seen if each.concept == "#unit"}  # 38.5 kg is no temperature
    for each in seen:
        if each.concept == "#fever_weeks":
            facts.setdefault("fever_5_days", each)
            facts.setdefault("fever", each)
        if each.concept in ("#decimal", "#decimal_written") and each.start in measured:
            continue
        for value in each.numbers:
            for name in _meanings(each.concept, value, warm_talk):
                facts.setdefault(name, each)
    return facts


def _meanings(concept: str, value: float, warm_talk: bool) -> list[str]:
    bare = concept == "#decimal_written" or (concept == "#decimal" and not float(value).is_integer())
    bare = bare and (warm_talk or FEVER_ALONE[0] <= value < FEVER_ALONE[1])
    if concept == "#temperature" or bare:
        return _warmth(value)
    if concept in ("#sugar", "#sugar_mmol", "#sugar_mg"):
        mmol = value / MG_PER_MMOL if concept == "#sugar_mg" or (concept == "#sugar" and value > 40) else value
        return ["sugar_high"] if mmol > 14 else ["sugar_low"] if mmol < 4 else []
    if concept == "#pills":
        return ["overdose"] if value >= TOO_MANY_PILLS else []
    if concept == "#fever_days":
        return ["fever_5_days", "fever"] if value >= 5 else ["fever"]
    return []


def _warmth(value: float) -> list[str]:
    if HUMAN_F[0] <= value <= HUMAN_F[1]:
        value = round((value - 32) * 5 / 9, 2)
    if not HUMAN_C[0] <= value <= HUMAN_C[1]:
        return []
    steps = ((38, "fever"), (38, "temp38"), (39, "temp39"), (40, "temp40"))
    names = [name for at, name in steps if value >= at]
    names += [name for under, name in ((36, "temp_under36"), (35, "temp_under35")) if value < under]
    return names
