from __future__ import annotations

import pytest
from django.db import transaction

from bedside.hours.clock import now
from bedside.jobs.models import Job
from bedside.journal import news
from bedside.journal.actions import erase_snapshots, record, record_each, saw
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Entry, Refusal, Seal, Sight
from bedside.journal.sealing import faults, head, seal
from bedside.live.models import Notice
from bedside.people.models import Patient
from bedside.town.cast import Cast


def test_saving_writes_history_audit_and_event_in_one_row(town: Cast) -> None:
    town.amara.phone = "07700 900199"
    entry = record("patient.details_changed", town.amara, by=town.sam, because="she called", changed=["phone"])

    assert (entry.verb, entry.version, entry.patient_id) == ("patient.details_changed", 2, town.amara.pk)
    assert (entry.actor_kind, entry.actor_id) == ("front_desk", str(town.sam.pk))
    assert entry.told["record"]["phone"] == "07700 900199"
    assert entry.because == "she called"
    assert entry.facts == {"changed": ["phone"]}


def test_of_two_people_changing_the_same_thing_the_second_is_refused(town: Cast) -> None:
    first, second = Patient.objects.get(pk=town.amara.pk), Patient.objects.get(pk=town.amara.pk)
    record("patient.details_changed", first, by=town.sam)

    with pytest.raises(Refusal, match="Someone else") as refused:
        record("patient.details_changed", second, by=town.sam)

    assert refused.value.rule == "version"
    assert second.version == 1


def test_a_broken_constraint_says_its_own_sentence(town: Cast) -> None:
    town.amara.merged_into = town.amara

    with pytest.raises(Refusal, match="cannot be joined to the same record"):
        record("patient.merged", town.amara, by=HOUSE)


def test_what_happens_to_several_at_once_is_written_for_each_and_told_of_each(town: Cast) -> None:
    kept = dict(news._listeners), dict(news._reactions)
    before = set(Job.objects.values_list("pk", flat=True))
    news.hear({"patient.waved": [_wave_back]})
    try:
        entries = record_each("patient.waved", [town.amara, town.lina], by=town.sam, because="she left")
    finally:
        news._listeners.clear()
        news._listeners.update(kept[0])
        news._reactions.clear()
        news._reactions.update(kept[1])

    assert [(one.patient_id, one.version, one.because) for one in entries] == [
        (town.amara.pk, 2, "she left"),
        (town.lina.pk, 2, "she left"),
    ]
    asked = Job.objects.filter(task="tell").exclude(pk__in=before)
    assert sorted(job.args["entry"] for job in asked) == [one.pk for one in entries]
    topics = Notice.objects.order_by("-pk")[:2].values_list("topic", flat=True)
    assert set(topics) == {f"patient:{town.amara.pk}", f"patient:{town.lina.pk}"}
    assert list(faults()) == []


def _wave_back(entry: Entry) -> None:
    raise NotImplementedError


def test_if_one_of_several_is_refused_none_is_saved(town: Cast) -> None:
    record("patient.details_changed", Patient.objects.get(pk=town.lina.pk), by=town.sam)
    town.amara.phone, town.lina.phone = "07700 900191", "07700 900192"

    with pytest.raises(Refusal, match="Someone else"):
        record_each("patient.details_changed", [town.amara, town.lina], by=town.sam)

    assert (town.amara.version, town.lina.version) == (1, 1)
    assert not Patient.objects.filter(phone__startswith="07700 90019").exists()


def test_what_cannot_be_told_was_not_saved_and_can_be_tried_again(town: Cast) -> None:
    gone = Patient(given_name="Nora", family_name="Quist")
    Entry.objects.create(
        verb="x", subject_type="people.patient", subject_id=gone.pk, version=1, happened_at=now(), digest="x"
    )

    with pytest.raises(Refusal, match="Someone else"):
        record("patient.registered", gone, by=town.sam)

    assert gone.version == 0
    assert not Patient.objects.filter(pk=gone.pk).exists()


def test_no_hand_no_record(town: Cast) -> None:
    with pytest.raises(TypeError, match="hand"):
        record("patient.details_changed", town.amara, by=None)  # type: ignore[arg-type]


def test_a_hand_from_outside_is_kept_with_its_channel(town: Cast) -> None:
    entry = record("patient.details_changed", town.amara, by=Outside("sms", "+447700900101"))

    assert (entry.actor_kind, entry.actor_id) == ("sms", "+447700900101")


def test_what_is_rolled_back_was_never_told(town: Cast) -> None:
    before = Entry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record("patient.details_changed", town.amara, by=HOUSE)
        raise RuntimeError

    assert Entry.objects.count() == before


def test_each_reaction_gets_a_job_of_its_own(town: Cast) -> None:
    heard: list[str] = []

    def one(entry: Entry) -> None:
        heard.append(f"one {entry.verb}")

    def two(entry: Entry) -> None:
        heard.append(f"two {entry.verb}")

    kept = dict(news._listeners), dict(news._reactions)
    news.hear({"patient.waved": [one, two]})
    try:
        entry = record("patient.waved", town.amara, by=HOUSE)
        jobs = list(Job.objects.filter(task="tell", args__entry=entry.pk))
        for job in jobs:
            news.tell(job.args["entry"], job.args["reaction"])
    finally:
        news._listeners.clear()
        news._listeners.update(kept[0])
        news._reactions.clear()
        news._reactions.update(kept[1])

    assert len(jobs) == 2
    assert sorted(heard) == ["one patient.waved", "two patient.waved"]


def test_the_same_page_seen_again_within_ten_minutes_is_one_sight(town: Cast) -> None:
    for _ in range(3):
        saw(town.sam, [town.amara.pk, town.lina.pk], what="desk/patient", why="called")

    assert Sight.objects.filter(what="desk/patient").count() == 2


def test_an_untouched_journal_has_no_faults(town: Cast) -> None:
    saw(town.sam, [town.amara.pk], what="desk/patient")
    seal()

    assert Seal.objects.count() == 1
    assert list(faults(head())) == []


def test_an_edit_is_found(town: Cast) -> None:
    seal()
    Entry.objects.filter(verb="patient.registered").update(actor_id="somebody else")

    assert {fault.sentence for fault in faults()} == {"was edited after it was written"}


def test_a_changed_snapshot_is_found(town: Cast) -> None:
    seal()
    entry = Entry.objects.filter(verb="patient.registered", subject_id=town.amara.pk).get()
    Entry.objects.filter(pk=entry.pk).update(snapshot=(entry.snapshot or "").replace("Amara", "Amira"))

    assert [fault.sentence for fault in faults()] == ["tells something else than when it was written"]


def test_a_removed_line_is_found(town: Cast) -> None:
    seal()
    Entry.objects.filter(verb="grant.given").delete()

    assert any("closed" in fault.sentence for fault in faults())


def test_reordered_lines_are_found(town: Cast) -> None:
    seal()
    first, second = Entry.objects.order_by("pk")[:2]
    Entry.objects.filter(pk=first.pk).delete()
    Entry.objects.filter(pk=second.pk).delete()
    first.pk, second.pk = second.pk, first.pk
    Entry.objects.bulk_create([first, second])

    assert any("reordered" in fault.sentence for fault in faults())


def test_a_journal_cut_off_at_its_end_is_found_by_the_witness(town: Cast) -> None:
    seal()
    record("patient.details_changed", town.amara, by=HOUSE)
    seal()
    witness = head()
    last = Seal.objects.order_by("-position")[0]
    Entry.objects.filter(seal=last).delete()
    last.delete()

    assert list(faults()) == []
    assert [fault.row for fault in faults(witness)] == [2]


def test_a_snapshot_may_be_erased_and_the_chain_still_holds(town: Cast) -> None:
    seal()
    erased = erase_snapshots(Entry.objects.filter(patient_id=town.omar.pk), by=HOUSE, because="he asked, article 17")

    assert erased == 1
    assert Entry.objects.get(patient_id=town.omar.pk).told == {}
    assert list(faults(head())) == []
