"""How often a patient meets the same clinician again: four figures of the field, from who was seen in what order."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

FEWEST = 2  # visits, before one can say anything


@dataclass(frozen=True)
class Continuity:
    """Of one patient: each from 0, never the same, to 1, always the same."""

    upc: float  # the share of visits with whom she saw most
    coc: float  # Bice and Boxerman: how little her visits are spread
    secon: float  # how often she saw the same as the time before
    mmci: float  # how few clinicians for so many visits


@dataclass(frozen=True)
class Together:
    """Of many patients, the mean of each; those with one visit cannot be judged and are counted apart."""

    patients: int
    too_few_visits: int
    mean: Continuity | None


def continuity(seen: Sequence[Hashable]) -> Continuity | None:
    """From who was seen at each visit, the first visit first; None for fewer than two."""
    n = len(seen)
    if n < FEWEST:
        return None
    times = Counter(seen)
    return Continuity(
        upc=max(times.values()) / n,
        coc=(sum(many * many for many in times.values()) - n) / (n * (n - 1)),
        secon=sum(one == two for one, two in pairwise(seen)) / (n - 1),
        mmci=(1 - len(times) / (n + 0.1)) / (1 - 1 / (n + 0.1)),
    )


def together(patients: Iterable[Sequence[Hashable]]) -> Together:
    """The mean over patients, each counting once however often she came."""
    found = [continuity(seen) for seen in patients]
    judged = [one for one in found if one]
    mean = None
    if judged:
        mean = Continuity(
            upc=statistics.fmean(one.upc for one in judged),
            coc=statistics.fmean(one.coc for one in judged),
            secon=statistics.fmean(one.secon for one in judged),
            mmci=statistics.fmean(one.mmci for one in judged),
        )
    return Together(len(judged), len(found) - len(judged), mean)


def slicc(visits: Iterable[tuple[Hashable, Hashable]], named: Mapping[Any, Hashable]) -> float | None:
    """Of all visits of a list of patients, the share that was with the clinician who is named for the patient.

    `visits` are patient and clinician; patients without a named clinician are on no list. None without a visit.
    """
    counted = [named[patient] == clinician for patient, clinician in visits if patient in named]
    return sum(counted) / len(counted) if counted else None
