"""The decision: from answers, words and what is known of a person to one level of urgency. Pure; it never lowers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from .because import because
from .catalog import Catalog, Rule, catalog
from .levels import EMERGENCY, height, highest, one_step_up
from .person import Person, age_range
from .reading import Reading, read
from .second import quiet

ANSWERS = ("yes", "no", "unsure")
NO_RULE = "R14"
ENOUGH_NEAR = 4  # rules of which something was said, though not enough: what only sounds alarming is a story
ALWAYS = frozenset({"RF15", "RF17"})  # harm to oneself or by others: a calm voice means nothing


@dataclass(frozen=True)
class Modifiers:
    """What makes an acute symptom one step more urgent, as far as the house knows it."""

    immunosuppressed: bool = False
    blood_thinner: bool = False
    weeks_pregnant: float | None = None
    after_birth: bool | None = None
    third_contact: bool = False
    carer_worried: bool = False

    @classmethod
    def of(cls, given: Modifiers | Mapping[str, Any] | None) -> Modifiers:
        """Modifiers from a mapping; a word that is none of them is refused."""
        if isinstance(given, Modifiers):
            return given
        given = dict(given or {})
        known = {each.name for each in fields(cls)}
        if unknown := sorted(set(given) - known):
            raise ValueError(f"{unknown[0]!r} is not a modifier. Modifiers are: {', '.join(sorted(known))}.")
        return cls(**given)


@dataclass(frozen=True)
class Decision:
    """What was decided, by which rules of which edition, why, and from what; replay() gives the same again."""

    level: str
    rules: tuple[str, ...]
    because: str
    edition: str
    versions: tuple[tuple[str, int], ...] = ()
    language: str = ""
    modifiers: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    hand_over: str = ""
    crisis_line: bool = False
    quotes: tuple[tuple[str, str], ...] = ()
    second: tuple[tuple[str, Any], ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def emergency(self) -> bool:
        """Whether no bookable time may be shown: ambulance or emergency department now."""
        return self.level in ("E0", "E1")

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain data that can be stored as JSON and compared."""
        return asdict(self)


def assess(
    text: str = "",
    age: float | None = None,
    sex: str | None = None,
    pregnant: bool | None = None,
    language: str | None = None,
    answers: Mapping[str, str] | None = None,
    modifiers: Modifiers | Mapping[str, Any] | None = None,
    rules: Catalog | None = None,
) -> Decision:
    """Say how urgent it is. Answers and words only add; the most urgent rule wins; unclear means a human now.

    `rules` are those of a house that has amended them; else they are as they come.
    """
    rules = rules or catalog()
    answers = dict(sorted((answers or {}).items()))
    more = Modifiers.of(modifiers)
    reading = read(text, _person(age, sex, pregnant, more), language, rules)
    person = reading.person

    quotes: dict[str, str] = {}
    for hit in reading.hits:
        quotes.setdefault(hit.rule, hit.quote)
    fired = {rules[name] for name in quotes}
    ticked = {rules.worst(name, person) for name, answer in answers.items() if _answer(answer) == "yes"}
    unsure = tuple(name for name, answer in answers.items() if answer == "unsure")
    if fired or ticked:  # "not sure" counts as positive once anything else is
        ticked |= {rules.worst(name, person) for name in unsure}
    fired |= ticked
    for name, answer in answers.items():
        if answer == "no":
            rules.cases(name)

    weights = _weights(more, person, reading)
    levels = {rule: _raised(rule, weights) for rule in fired}
    asides = _set_aside({rule for rule in fired - ticked if levels[rule] in EMERGENCY}, reading)
    levels |= dict.fromkeys(asides, "H")
    louder = by_sound(reading, levels.values())
    hand_over = _hand_over(text, answers, unsure, reading) or ("calm" if asides else louder and "alarming")
    floor = [NO_RULE] if not (reading.acute and weights) else [one_step_up(NO_RULE)]
    level = highest([*levels.values(), *floor, *(["H"] if hand_over else []), *([louder] if louder else [])])
    order = sorted(fired, key=lambda rule: (-height(levels[rule]), rule.id))  # the first one decided
    return Decision(
        level=level,
        rules=tuple(rule.id for rule in order),
        because=because(order, quotes, answers, unsure, hand_over, level, reading.sound if louder == level else None),
        edition=rules.edition,
        versions=tuple((rule.id, rule.version) for rule in order),
        language=reading.language,
        modifiers=tuple(sorted(weights)),
        unsure=unsure,
        hand_over=hand_over,
        crisis_line=any(rule.crisis_line for rule in fired),
        quotes=tuple((rule.id, quotes[rule.id]) for rule in order if rule.id in quotes),
        second=_opinion(reading, asides, louder),
        inputs={
            "text": text, "age": age, "sex": sex, "pregnant": pregnant, "language": language,
            "answers": answers, "modifiers": asdict(more),
        },
    )  # fmt: skip


def replay(decision: Decision, rules: Catalog | None = None) -> Decision:
    """The same question again, for the audit: equal bit for bit while the edition is the same."""
    return assess(**decision.inputs, rules=rules)


def worst_case(name: str, person: Person | None = None, rules: Catalog | None = None) -> Rule:
    """Which case of a rule a plain "yes" to it means for this person."""
    return (rules or catalog()).worst(name, person or Person())


def _answer(answer: str) -> str:
    if answer not in ANSWERS:
        raise ValueError(f"{answer!r} is not an answer. Answers are: yes, no, unsure.")
    return answer


def _person(age: float | None, sex: str | None, pregnant: bool | None, more: Modifiers) -> Person:
    person = Person(sex=sex or "", pregnant=pregnant, weeks=more.weeks_pregnant, after_birth=more.after_birth)
    if more.weeks_pregnant is not None:
        person = replace(person, pregnant=True)
    return person if age is None else replace(person, ages=(age_range(age),))


def _weights(more: Modifiers, person: Person, reading: Reading) -> frozenset[str]:
    """Which modifiers stand; an unknown age is not a modifier, or everybody would be raised."""
    stand = {
        "age under 1": bool(person.ages) and person.must_be_aged(0, 1),
        "age 75 or over": bool(person.ages) and person.must_be_aged(75, 200),
        "pregnant": person.pregnant is True,
        "after birth": person.after_birth is True,
        "immunosuppressed": more.immunosuppressed,
        "blood thinner": more.blood_thinner,
        "third contact": more.third_contact,
        "carer worried": more.carer_worried,
    }
    return frozenset(name for name, stands in stand.items() if stands) | reading.modifiers


def _raised(rule: Rule, weights: frozenset[str]) -> str:
    """A rule's level after the modifiers; what the rule itself asks for is not counted twice."""
    own = {"pregnant", "after birth"} if rule.pregnancy else set()
    if rule.age_below <= 2:
        own.add("age under 1")
    return one_step_up(rule.level) if rule.acute and weights - own else rule.level


def _set_aside(reached: set[Rule], reading: Reading) -> set[Rule]:
    """Emergencies that words reach while nothing in the text sounds alarming: a person looks instead.

    A plain saying stands unless the words just around it sound calm too; harm to oneself or by others always stands.
    """
    sound = reading.sound
    if sound is None or not sound.calm:
        return set()
    weak = {hit.rule for hit in reading.hits if hit.loose or quiet(hit.near)}
    return {rule for rule in reached if rule.id in weak and not rule.crisis_line and rule.number not in ALWAYS}


def by_sound(reading: Reading, levels: Iterable[str]) -> str:
    """What the second reader asks for where no rule makes an emergency but something of one was said, or nothing."""
    sound = reading.sound
    if sound is None or not sound.loud or not reading.near or not EMERGENCY.isdisjoint(levels):
        return ""
    return "E1" if sound.very_loud and len(reading.near) >= ENOUGH_NEAR else "H"


def _opinion(reading: Reading, asides: Iterable[Rule], louder: str) -> tuple[tuple[str, Any], ...]:
    """What the second reader said, for the record of the decision."""
    sound = reading.sound
    if sound is None:
        return ()
    aside = " ".join(sorted(rule.id for rule in asides))
    told = {"version": sound.version, "whole": sound.whole, "most": sound.most, "set aside": aside, "raised": louder}
    return tuple((name, value) for name, value in told.items() if value != "")


def _hand_over(text: str, answers: Mapping[str, str], unsure: tuple[str, ...], reading: Reading) -> str:
    """Why a human must look within minutes, or nothing."""
    if reading.problem:
        return reading.problem
    if unsure:
        return "unsure"
    if reading.severe:
        return "severe"
    return "" if text.strip() or answers else "nothing"
