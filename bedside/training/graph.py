"""A scenario as a graph of moments, and whether it is fit to be played. Pure: no files, no tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

SKILLS = ("listening", "empathy", "clarity", "safety", "privacy")
MOST_POINTS = 3  # for one skill in one choice
FEELINGS = 7  # words from the worst to the best
FEWEST, MOST = 3, 7  # decisions on every way through
BEST_AT_LEAST, WORST_AT_MOST = Fraction(90, 100), Fraction(30, 100)


@dataclass(frozen=True)
class Choice:
    """One thing one can say, and what it does."""

    name: str
    words: str
    feedback: str
    next: str
    points: Mapping[str, int] = field(default_factory=dict)
    feeling: int = 0  # by how much she feels better or worse, -2 to +2
    critical: bool = False

    @property
    def total(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True)
class Moment:
    """What she says, and what one can answer."""

    name: str
    says: str
    choices: tuple[Choice, ...]
    sees: str = ""  # what one sees, or hears besides the words

    def choice(self, name: str) -> Choice | None:
        return next((one for one in self.choices if one.name == name), None)

    def possible(self) -> dict[str, int]:
        """For each skill this moment asks for, the most one can get here."""
        most = {skill: max((one.points.get(skill, 0) for one in self.choices), default=0) for skill in SKILLS}
        return {skill: points for skill, points in most.items() if points}

    def best(self) -> Choice:
        """The answer with most points."""
        return max(self.choices, key=lambda one: (one.total, one.feeling))

    def shuffled(self, seed: str) -> list[Choice]:
        """The choices in the order of one play, so that the good one cannot be learned by its place."""
        order = sorted(self.choices, key=lambda one: one.name)
        Random(f"{seed} {self.name}").shuffle(order)
        return order


@dataclass(frozen=True)
class End:
    """How it went on."""

    name: str
    says: str
    debrief: str = ""  # what to take from it; needed where a critical mistake leads


@dataclass(frozen=True)
class Scenario:
    name: str
    language: str
    title: str
    situation: str
    person: str
    minutes: int
    start: str
    feeling: int  # where she begins among the feelings
    feelings: tuple[str, ...]
    moments: Mapping[str, Moment]
    ends: Mapping[str, End]
    edition: str = ""  # digest of all of it
    reviewer: str = ""

    @property
    def pk(self) -> str:
        """What stands in its address."""
        return self.name

    @property
    def skills(self) -> list[str]:
        """What it trains."""
        return [skill for skill in SKILLS if any(skill in one.possible() for one in self.moments.values())]

    def felt(self, feeling: int) -> str:
        return self.feelings[feeling]

    def after(self, feeling: int, choice: Choice) -> int:
        """How she feels once this was said to her."""
        return min(max(feeling + choice.feeling, 0), len(self.feelings) - 1)


def faults(scenario: Scenario) -> list[str]:
    """Everything that makes a scenario unfit to be played, a sentence each; none for a good one."""
    found = [*_odd_parts(scenario), *_broken_ways(scenario)]
    if found:
        return found  # ways can be walked only where they all lead somewhere
    if circle := _circle(scenario):
        return [f"One can come back to {circle}, and so never end."]
    return [*_unreached(scenario), *_unfair(scenario)]


def _odd_parts(scenario: Scenario) -> Iterator[str]:
    if len(scenario.feelings) != FEELINGS or not 0 <= scenario.feeling < FEELINGS:
        yield f"There must be {FEELINGS} words for how she feels, and she must begin with one of them."
    for moment in scenario.moments.values():
        if not moment.says:
            yield f"{moment.name}: nothing is said."
        if not 2 <= len(moment.choices) <= 4:
            yield f"{moment.name}: there must be 2 to 4 choices, not {len(moment.choices)}."
        for choice in moment.choices:
            yield from _odd_choice(f"{moment.name}.{choice.name}", choice)


def _odd_choice(where: str, choice: Choice) -> Iterator[str]:
    if not choice.words or not choice.feedback:
        yield f"{where}: its words or its feedback are missing."
    if unknown := set(choice.points) - set(SKILLS):
        yield f"{where}: {', '.join(sorted(unknown))} is not a skill."
    if not all(0 <= points <= MOST_POINTS for points in choice.points.values()):
        yield f"{where}: points go from 0 to {MOST_POINTS}."
    if not -2 <= choice.feeling <= 2:
        yield f"{where}: a feeling changes by 2 at most."


def _broken_ways(scenario: Scenario) -> Iterator[str]:
    known = {*scenario.moments, *scenario.ends}
    if scenario.start not in scenario.moments:
        yield f"It starts with {scenario.start}, which is not there."
    for moment in scenario.moments.values():
        for choice in moment.choices:
            if choice.next not in known:
                yield f"{moment.name}.{choice.name} leads to {choice.next}, which is not there."
            elif choice.critical and not (choice.next in scenario.ends and scenario.ends[choice.next].debrief):
                yield f"{moment.name}.{choice.name} is a critical mistake and must end with a debrief."
    if not any(choice.critical for moment in scenario.moments.values() for choice in moment.choices):
        yield "There is no critical mistake to be made."


def _circle(scenario: Scenario) -> str:
    """A moment to which one can come back, or nothing."""
    done: set[str] = set()
    under_way: list[str] = []

    def visit(name: str) -> str:
        if name in under_way:
            return name
        if name in done or name not in scenario.moments:
            return ""
        under_way.append(name)
        found = next((again for one in scenario.moments[name].choices if (again := visit(one.next))), "")
        under_way.pop()
        done.add(name)
        return found

    return next((again for name in scenario.moments if (again := visit(name))), "")


def _unreached(scenario: Scenario) -> Iterator[str]:
    reached, left = {scenario.start}, [scenario.start]
    while left:
        moment = scenario.moments.get(left.pop())
        for choice in moment.choices if moment else ():
            if choice.next not in reached:
                reached.add(choice.next)
                left.append(choice.next)
    for name in (*scenario.moments, *scenario.ends):
        if name not in reached:
            yield f"Nothing leads to {name}."


@dataclass(frozen=True)
class Way:
    """What the ways through from here have in common: how many decisions, and the points got of those possible."""

    decisions: int
    got: int
    possible: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.got, self.possible) if self.possible else Fraction(0)


def ways(scenario: Scenario) -> set[Way]:
    """Every way through, those alike in length and points counted once; only for graphs without circles."""
    known: dict[str, set[Way]] = {name: {Way(0, 0, 0)} for name in scenario.ends}

    def from_here(name: str) -> set[Way]:
        if name not in known:
            moment = scenario.moments[name]
            here = sum(moment.possible().values())
            known[name] = {
                Way(rest.decisions + 1, rest.got + choice.total, rest.possible + here)
                for choice in moment.choices
                for rest in from_here(choice.next)
            }
        return known[name]

    return from_here(scenario.start)


def _unfair(scenario: Scenario) -> Iterator[str]:
    all_of_them = ways(scenario)
    lengths = {way.decisions for way in all_of_them}
    if min(lengths) < FEWEST or max(lengths) > MOST:
        shortest, longest = min(lengths), max(lengths)
        yield f"Every way must have {FEWEST} to {MOST} decisions; these have {shortest} to {longest}."
    best, worst = max(way.share for way in all_of_them), min(way.share for way in all_of_them)
    if best < BEST_AT_LEAST:
        yield f"The best way gets only {float(best):.0%} of the points on it."
    if worst > WORST_AT_MOST:
        yield f"The worst way still gets {float(worst):.0%} of the points on it."
