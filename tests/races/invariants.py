"""What must hold after every fault. Each takes the acknowledged keys by writer, and tells what does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Count, F, Max

from bedside.booking.models import Appointment, Hold, Slot, Status, Taken
from bedside.booking.reserving import cells_between
from bedside.cases.models import Case
from bedside.inbox.models import Delivered, Message
from bedside.jobs.models import Job, State
from bedside.journal.models import Entry
from bedside.journal.sealing import faults
from bedside.people.models import Patient, StaffMember
from bedside.visits.models import IN_A_ROOM, Visit

Acknowledged = dict[str, list[str]]
Invariant = Callable[[Acknowledged], Iterator[str]]


def every_acknowledged_record_is_there(acknowledged: Acknowledged) -> Iterator[str]:
    there = {str(pk) for pk in Patient.objects.values_list("pk", flat=True)}
    for key in acknowledged.get("register", []):
        if key not in there:
            yield f"patient {key} was acknowledged and is lost"


def every_record_has_its_entry_and_every_entry_its_record(_: Acknowledged) -> Iterator[str]:
    written = {
        row["subject_id"]: (row["lines"], row["newest"])
        for row in Entry.objects.filter(subject_type="people.patient")
        .values("subject_id")
        .annotate(lines=Count("pk"), newest=Max("version"))
    }
    for pk, version in Patient.objects.values_list("pk", "version"):
        if written.pop(pk, None) != (version, version):
            yield f"patient {pk} and the journal do not agree"
    yield from (f"the journal knows {pk}, and there is no such patient" for pk in written)


def every_acknowledged_job_was_done_exactly_once(acknowledged: Acknowledged) -> Iterator[str]:
    keys = acknowledged.get("ask_for_work", [])
    done = set(Job.objects.filter(task="races.note", state=State.DONE).values_list("key", flat=True))
    effects = Counter(Patient.objects.filter(given_name="Note").values_list("family_name", flat=True))
    yield from (f"job {key} was acknowledged and not done" for key in keys if f"note:{key}" not in done)
    yield from (f"job {key} was acknowledged and did nothing" for key in keys if not effects[key])
    yield from (f"job {key} was done {times} times" for key, times in effects.items() if times > 1)


def the_journal_is_as_it_was_written(_: Acknowledged) -> Iterator[str]:
    yield from (f"{fault.book} {fault.row} {fault.sentence}" for fault in faults())


def the_database_is_whole(_: Acknowledged) -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for statement in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
            yield from (str(row) for row in cursor.execute(statement).fetchall() if row != ("ok",))


def the_outbox_is_exact(acknowledged: Acknowledged) -> Iterator[str]:
    sent = Message.objects.exclude(key=None).values_list("key", "state", "delivered__id")
    kept = {key: (state, delivered) for key, state, delivered in sent}
    for key in acknowledged.get("send", []):
        for channel in ("email", "sms"):
            state, delivered = kept.get(f"{key}:{channel}", ("lost", None))
            if state != "sent" or delivered is None:
                yield f"message {key}:{channel} was acknowledged and is {state} (outbox: {delivered})"
    yield from (
        f"message {key} is {state} (outbox: {delivered})"
        for key, (state, delivered) in kept.items()
        if (state == "sent") != (delivered is not None)
    )


def every_message_to_us_has_one_case(acknowledged: Acknowledged) -> Iterator[str]:
    cases = Counter(str(pk) for pk in Case.objects.values_list("conversation", flat=True))
    for key in acknowledged.get("write_to_us", []):
        if cases[key] != 1:
            yield f"conversation {key} was acknowledged and has {cases[key]} cases"


def every_acknowledged_booking_stands(acknowledged: Acknowledged) -> Iterator[str]:
    there = {
        str(pk): (status, moves) for pk, status, moves in Appointment.objects.values_list("pk", "status", "sequence")
    }
    for key in acknowledged.get("book", []):
        if there.get(key, ("lost",))[0] != Status.BOOKED:
            yield f"visit {key} was acknowledged and is {there.get(key, 'lost')}"
    for key in acknowledged.get("move", []):
        visit, _, moves = key.partition(":")
        if visit not in there or there[visit][1] < int(moves):
            yield f"move {key} was acknowledged and the visit is {there.get(visit, 'lost')}"


def every_taken_cell_is_somebodys(_: Acknowledged) -> Iterator[str]:
    """Of people: what is taken is what visits and holds keep, no five minutes more and none less."""
    due, once = Counter[tuple[str, object]](), set[tuple[str, object]]()
    for visit in Appointment.objects.holding().select_related("slot"):
        for at in cells_between(visit.starts_at, visit.ends_at):
            due.update([(str(visit.patient_id), at)])
            if visit.slot.seats > 1:
                once.add((str(visit.staff_member_id), at))  # a group has its clinician once
            elif not visit.overbooked_because:
                due.update([(str(visit.staff_member_id), at)])
    for one in Hold.objects.filter(ended_at=None).select_related("slot"):
        for at in cells_between(one.slot.starts_at, one.slot.ends_at):
            due.update([(str(one.patient_id), at)] if one.patient_id else [])  # a guest is nobody here yet
            if one.slot.seats > 1:
                once.add((str(one.slot.staff_member_id), at))
            else:
                due.update([(str(one.slot.staff_member_id), at)])
    due.update(once)
    people = {*map(str, Patient.objects.values_list("pk", flat=True))}
    people |= {*map(str, StaffMember.objects.values_list("pk", flat=True))}
    cells = Counter((str(resource), at) for resource, at in Taken.objects.values_list("resource", "at"))
    taken = Counter({key: number for key, number in cells.items() if key[0] in people})
    yield from (f"{resource} is in {times} places at {at}" for (resource, at), times in due.items() if times > 1)
    yield from (f"{resource} is kept at {at} by nothing" for resource, at in taken - due)
    yield from (f"{resource} is not kept at {at}" for resource, at in due - taken)


def no_seat_or_room_is_given_twice(_: Acknowledged) -> Iterator[str]:
    """The cells themselves: every resource once in five minutes, and as many seats as a group has."""
    for slot in Slot.objects.filter(seats__gt=1):
        held = Appointment.objects.filter(slot=slot).holding()
        if held.count() > slot.seats or held.values("seat").distinct().count() != held.count():
            yield f"group {slot.pk} has {held.count()} visits on {slot.seats} seats"


def a_time_is_called_full_only_while_it_is(_: Acknowledged) -> Iterator[str]:
    """And always of usual times that were there before their visits: else full weeks are read again and again."""
    for slot in Slot.objects.filter(seats=1):
        there = slot.starts_at, slot.ends_at
        cells = Taken.objects.filter(resource=slot.staff_member_id, at__gte=there[0], at__lt=there[1], until=None)
        if cells.exists() != slot.is_full:
            yield f"slot {slot.pk} is called {'full' if slot.is_full else 'free'}, and is not"


def every_acknowledged_ticket_and_call_stands(acknowledged: Acknowledged) -> Iterator[str]:
    there = {str(pk): called for pk, called in Visit.objects.values_list("pk", "called_at")}
    yield from (f"visit {key} was acknowledged and is lost" for key in acknowledged.get("come", []) if key not in there)
    for key in acknowledged.get("call", []):
        if there.get(key) is None:
            yield f"call of {key} was acknowledged and is lost"
    calls = Counter(acknowledged.get("call", []))
    yield from (f"{key} was called {times} times" for key, times in calls.items() if times > 1)


def no_two_share_a_ticket_or_a_room(_: Acknowledged) -> Iterator[str]:
    given = Counter(Visit.objects.values_list("place", "day", "ticket"))
    yield from (f"ticket {ticket} was given {times} times" for ticket, times in given.items() if times > 1)
    inside = Counter(Visit.objects.filter(state__in=IN_A_ROOM).values_list("room", flat=True))
    yield from (f"room {room} has {times} visits" for room, times in inside.items() if times > 1)


def every_visit_has_its_entries(_: Acknowledged) -> Iterator[str]:
    written = {
        row["subject_id"]: (row["lines"], row["newest"])
        for row in Entry.objects.filter(subject_type="visits.visit")
        .values("subject_id")
        .annotate(lines=Count("pk"), newest=Max("version"))
    }
    for pk, version in Visit.objects.values_list("pk", "version"):
        if written.pop(pk, None) != (version, version):
            yield f"visit {pk} and the journal do not agree"
    yield from (f"the journal knows visit {pk}, and there is none" for pk in written)


def nobody_holds_a_time_twice(_: Acknowledged) -> Iterator[str]:
    held = Appointment.objects.holding().values("slot", "seat").annotate(times=Count("pk")).filter(times__gt=1)
    yield from (f"slot {row['slot']} has {row['times']} visits" for row in held)


def nothing_was_delivered_too_late(_: Acknowledged) -> Iterator[str]:
    late = Delivered.objects.filter(message__not_after__lt=F("at"))
    yield from (f"message {one.message_id} was delivered at {one.at}, after it was of use" for one in late)


INVARIANTS: list[Invariant] = [
    every_acknowledged_ticket_and_call_stands,
    no_two_share_a_ticket_or_a_room,
    every_visit_has_its_entries,
    every_acknowledged_booking_stands,
    every_taken_cell_is_somebodys,
    nobody_holds_a_time_twice,
    no_seat_or_room_is_given_twice,
    a_time_is_called_full_only_while_it_is,
    nothing_was_delivered_too_late,
    the_outbox_is_exact,
    every_message_to_us_has_one_case,
    every_acknowledged_record_is_there,
    every_record_has_its_entry_and_every_entry_its_record,
    every_acknowledged_job_was_done_exactly_once,
    the_journal_is_as_it_was_written,
    the_database_is_whole,
]
