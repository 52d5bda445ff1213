"""Who is told of something about a patient, where, and in which language: she herself, and who may act for her.

A carer is told at her own addresses, as she wishes herself, and only of what she may do or read for the patient.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bedside.people.models import CarerWays, Grant, GrantQuerySet, Patient
from bedside.people.wishes import By, Kind

from .kinds import CARERS_NEED
from .models import Channel
from .numbers import is_landline
from .stopping import bare, stopped_among

ONLY_FOR_HER = frozenset({Kind.HOW, Kind.NEWS})  # a carer is told of these only where nothing reaches the patient
Way = tuple[str, str]  # a channel, and the address on it


@dataclass(frozen=True)
class Reader:
    """Somebody who is written to: the patient, or the carer of this grant. Both say how they wish to be reached."""

    wishes: Patient | CarerWays
    grant: Grant | None = None

    def open(self, kind: str, stopped: Collection[Way] = ()) -> list[Way]:
        """The addresses at which she may be written to. What cannot wait goes to every one there is."""
        hers, always = self.wishes, kind == Kind.ALWAYS
        may_text = (hers.wants_sms or always) and hers.phone and not self._has_a_landline
        found = [
            *([(Channel.EMAIL.value, hers.email)] if (hers.wants_email or always) and hers.email else []),
            *([(Channel.SMS.value, hers.phone)] if may_text else []),
        ]
        return [way for way in found if always or way not in stopped]

    def ways(self, kind: str, speaks: Collection[str], stopped: Collection[Way]) -> list[Way]:
        """The ways this kind of message takes to her: what she wishes first, else each that reaches her."""
        first = self.wishes.by(kind)
        if first == By.NONE:
            return []
        written = self.open(kind, stopped)
        fits = [way for way in written if way[0] in speaks]
        if self._is_called(kind, first, written) and Channel.VOICE in speaks:
            fits.append((Channel.VOICE.value, self.wishes.phone))
        return [way for way in fits if way[0] == first] or fits

    def _is_called(self, kind: str, first: str, written: list[Way]) -> bool:
        """Whether a machine may call her: as she wishes, or where nothing else reaches a landline."""
        hers = self.wishes
        lands = (hers.wants_sms or kind == Kind.ALWAYS) and self._has_a_landline and not written
        return bool(hers.phone) and (first == By.VOICE or lands)

    @cached_property
    def _has_a_landline(self) -> bool:
        return bool(self.wishes.phone) and is_landline(self.wishes.phone)

    def still_wishes(self, kind: str, channel: str) -> bool:
        """Whether she would be reached that way, whatever she wished when it was written."""
        hers = self.wishes
        if kind == Kind.ALWAYS:
            return True
        unwished = {
            Channel.SMS: not hers.wants_sms,
            Channel.EMAIL: not hers.wants_email,
            Channel.VOICE: not hers.wants_sms and hers.by(kind) != By.VOICE,  # a landline's stop is said of texts
        }
        return hers.by(kind) != By.NONE and not unwished.get(Channel(channel), False)


def readers_of(patient: Patient, kind: str) -> list[Reader]:
    """Whom we tell: the patient, and each who may act for her in this."""
    alone = kind in ONLY_FOR_HER and (patient.phone or patient.email)
    return [Reader(patient), *([] if alone else carers_of(patient, kind))]


def readers_of_each(patients: Sequence[Patient], kind: str) -> dict[uuid.UUID, list[Reader]]:
    """Whom we tell about each of many patients: as `readers_of`, asked once for all."""
    told = {one.pk: [Reader(one)] for one in patients}
    known = {one.pk: one for one in patients if not (kind in ONLY_FOR_HER and (one.phone or one.email))}
    for grant in _standing(kind).filter(patient__in=known):
        told[grant.patient_id].append(Reader(ways_of_carer(grant, known[grant.patient_id]), grant))
    return told


def carers_of(patient: Patient, kind: str) -> list[Reader]:
    """Who may act for a patient in this, now."""
    return [Reader(ways_of_carer(one, patient), one) for one in _standing(kind).filter(patient=patient)]


def _standing(kind: str) -> GrantQuerySet:
    found = Grant.objects.in_force(CARERS_NEED.get(Kind(kind), "")).filter(carer__is_active=True)
    return found.select_related("carer__ways").order_by("pk")


def ways_of_carer(grant: Grant, patient: Patient) -> CarerWays:
    """As the carer wishes; who has said nothing is written to where she signs in, in the patient's language."""
    known: CarerWays | None = getattr(grant.carer, "ways", None)
    return known or CarerWays(carer=grant.carer, email=grant.carer.email, language=patient.language)


def shared_out(
    readers: Sequence[Reader], kind: str, speaks: Collection[str], stopped: Collection[Way] | None = None
) -> Iterator[tuple[Reader, str, str]]:
    """Each reader with each of her ways; nobody is told twice at one address. `speaks`: the channels of this text.
    `stopped`: the ways that said stop, where they were asked for before."""
    if stopped is None:
        stopped = stopped_among([way for one in readers for way in one.open("")])
    told = set[Way]()
    for one in readers:
        for channel, to in one.ways(kind, speaks, stopped):
            place = (channel, bare(channel, to)) if len(readers) > 1 else (channel, to)
            if place not in told:
                told.add(place)
                yield one, channel, to
