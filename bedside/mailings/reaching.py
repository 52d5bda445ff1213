"""By which ways a message would reach each of many people now, until when she sleeps, and if nothing does, why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.inbox.models import Channel
from bedside.inbox.numbers import is_landline
from bedside.inbox.readers import Reader, Way, readers_of_each, shared_out
from bedside.inbox.stopping import stopped_among
from bedside.people.models import Patient
from bedside.people.wishes import By

from .models import Mailing, NotTold

WRITTEN = (Channel.EMAIL.value, Channel.SMS.value)
AT_A_TIME = 500


@dataclass(frozen=True)
class Reach:
    """One person as she stands now: her ways, or why there is none; and when her quiet hours end, if it is night."""

    patient: Patient
    ways: tuple[str, ...] = ()
    not_told: str = ""
    awake_at: datetime | None = None
    reads: tuple[str, ...] = ()  # in which languages it would be read

    @property
    def in_portal(self) -> bool:
        return self.ways == (Channel.PORTAL,)


def reached(mailing: Mailing, patients: Sequence[Patient]) -> Iterator[Reach]:
    """Each of these people, in their order; what can be asked once for many is asked once for many."""
    zone, until = the_clinic().zone, mailing.not_after
    for begin in range(0, len(patients), AT_A_TIME):
        some = patients[begin : begin + AT_A_TIME]
        readers = readers_of_each(some, mailing.kind)
        ways = [(channel, to) for one in some for channel, to in _addresses(one)]
        ways += [way for each in readers.values() for one in each for way in one.open("")]
        stopped = stopped_among(ways)
        for one in some:
            yield _reach(mailing.kind, one, readers[one.pk], stopped, zone, until)


def _reach(
    kind: str, patient: Patient, readers: list[Reader], stopped: Collection[Way], zone: str, until: datetime
) -> Reach:
    if not patient.may_be_written_to:
        return Reach(patient, not_told=NotTold.CLOSED)
    moment, told = now(), list(shared_out(readers, kind, WRITTEN, stopped))
    if not told:
        return _otherwise(kind, patient, stopped, NotTold.TOO_LATE if moment > until else "")
    awake = max(reader.wishes.awake(moment, zone) for reader, _channel, _to in told)
    return Reach(
        patient,
        ways=tuple(sorted({channel for _reader, channel, _to in told})),
        not_told=NotTold.TOO_LATE if awake > until else "",
        awake_at=awake if awake > moment else None,
        reads=tuple(sorted({reader.wishes.reads(kind).split("-")[0] for reader, _channel, _to in told})),
    )


def _otherwise(kind: str, patient: Patient, stopped: Collection[Way], late: str) -> Reach:
    """Nothing leaves the house for her. Who said stop is left alone in her portal too."""
    if patient.by(kind) == By.NONE:
        return Reach(patient, not_told=NotTold.UNWISHED)
    if any(way in stopped for way in _addresses(patient)):
        return Reach(patient, not_told=NotTold.STOPPED)
    if patient.login_id is not None:
        reads = (patient.reads(kind).split("-")[0],)
        return Reach(patient, ways=(Channel.PORTAL.value,), not_told=late, reads=reads)
    asked = (patient.email and not patient.wants_email) or (
        patient.phone and not patient.wants_sms and not is_landline(patient.phone)
    )
    return Reach(patient, not_told=NotTold.STOPPED if asked else NotTold.UNREACHED)


def _addresses(patient: Patient) -> list[Way]:
    known = [(Channel.EMAIL.value, patient.email), (Channel.SMS.value, patient.phone)]
    return [way for way in known if way[1]]
