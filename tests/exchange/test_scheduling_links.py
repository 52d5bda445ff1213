"""Our free times for other systems: the live book, and nothing about anybody."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.directory.models import Place, Service
from bedside.hours.clock import moved_to, now
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_member
from bedside.people.models import StaffMember
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MANIFEST = "/fhir/$bulk-publish"
DEEP_LINK = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link"


@pytest.fixture
def opened(town: Cast) -> Cast:
    hold(town.lee, town.hillside, town.gp)
    hold(town.lin, town.riverside, town.private)
    return town


def hold(member: StaffMember, place: Place, service: Service, days: int = 1) -> None:
    begins = (now() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(hours=1)
    open_session(member, place=place, service=service, starts_at=begins, ends_at=ends, slot_minutes=20, by=HOUSE)


def manifest(client: Client, **asked: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(client.get(MANIFEST, asked).content)
    return told


def published(client: Client, kind: str) -> list[dict[str, Any]]:
    found = []
    for one in manifest(client)["output"]:
        if one["type"] == kind:
            answer = client.get(one["url"])
            assert answer["Content-Type"] == "application/fhir+ndjson"
            found += [json.loads(line) for line in answer.content.decode().splitlines()]
    return found


def slots_by_status(client: Client) -> dict[str, int]:
    told = [slot["status"] for slot in published(client, "Slot")]
    return {status: told.count(status) for status in set(told)}


def test_the_manifest_says_when_and_where_everything_is(opened: Cast, client: Client) -> None:
    told = manifest(client)

    assert told["request"] == f"http://testserver{MANIFEST}"
    assert told["error"] == []
    assert {one["type"] for one in told["output"]} == {"Location", "PractitionerRole", "Schedule", "Slot"}
    assert {tuple(one["extension"]["state"]) for one in told["output"]} == {("Millshire",)}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["transactionTime"])
    assert client.get(MANIFEST)["Access-Control-Allow-Origin"] == "*"


def test_every_reference_leads_to_something_that_is_published(opened: Cast, client: Client) -> None:
    kinds = ("Location", "PractitionerRole", "Schedule", "Slot")
    rows = [row for kind in kinds for row in published(client, kind)]
    known = {f"{row['resourceType']}/{row['id']}" for row in rows}
    asked = set(re.findall(r'"reference": "([^"]+)"', json.dumps(rows)))

    assert asked
    assert asked <= known
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", row["id"]) for row in rows)


def test_a_place_has_all_that_the_format_asks_for(opened: Cast, client: Client) -> None:
    for place in published(client, "Location"):
        assert place["telecom"][0]["system"] == "phone"
        assert {"line", "city", "state", "postalCode"} <= set(place["address"])
        assert {"latitude", "longitude"} == set(place["position"])


def test_a_time_that_is_booked_is_busy_at_once_and_free_again_when_it_is_cancelled(
    opened: Cast, client: Client
) -> None:
    assert slots_by_status(client) == {"free": 3}

    booked = booking.book(
        Slot.objects.filter(service=opened.gp).earliest("starts_at"), opened.amara, opened.gp_visit, by=HOUSE
    )
    assert slots_by_status(client) == {"free": 2, "busy": 1}

    booking.cancel(booked, by=HOUSE, because="well again")
    assert slots_by_status(client) == {"free": 3}


def test_only_times_to_come_are_told_each_with_a_link_while_it_is_free(opened: Cast, client: Client) -> None:
    hold(opened.osei, opened.riverside, opened.joints, days=-1)
    booking.book(Slot.objects.filter(service=opened.gp).earliest("starts_at"), opened.amara, opened.gp_visit, by=HOUSE)

    told = published(client, "Slot")

    assert all(datetime.fromisoformat(slot["start"]) > now() for slot in told)
    assert [DEEP_LINK in json.dumps(slot) for slot in told] == [slot["status"] == "free" for slot in told]


def test_nothing_is_told_of_a_sensitive_service_nor_of_any_patient(opened: Cast, client: Client) -> None:
    first = Slot.objects.filter(service=opened.gp).earliest("starts_at")
    booking.book(first, opened.amara, opened.gp_visit, by=HOUSE, reason="a lump")
    secret = {str(pk) for pk in Slot.objects.filter(service=opened.private).values_list("pk", flat=True)}

    everything = "".join(client.get(one["url"]).content.decode() for one in manifest(client)["output"])

    assert len(secret) == 3
    assert not [
        word for word in (*secret, "exual", "Okafor", "Amara", str(opened.amara.pk), "lump") if word in everything
    ]


def test_whoever_has_no_public_page_is_not_named(opened: Cast, client: Client) -> None:
    assert "Dr Lee" in json.dumps(published(client, "PractitionerRole"))

    change_member(opened.lee, by=HOUSE, has_page=False)

    assert "Lee" not in json.dumps(published(client, "PractitionerRole"))


def test_who_has_it_already_is_told_so_until_something_changes(opened: Cast, client: Client) -> None:
    files = [one["url"] for one in manifest(client)["output"] if one["type"] == "Slot"]
    address = next(file for file in files if client.get(file).content)
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304

    booking.book(Slot.objects.filter(service=opened.gp).earliest("starts_at"), opened.amara, opened.gp_visit, by=HOUSE)

    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_asked_for_what_changed_since_the_last_time_only_that_is_named(opened: Cast, client: Client) -> None:
    with moved_to(now() + timedelta(seconds=5)):
        since = manifest(client)["transactionTime"]
        after = now().isoformat()
        assert manifest(client, _since=after)["output"] == []

    with moved_to(now() + timedelta(seconds=60)):
        first = Slot.objects.filter(service=opened.gp).earliest("starts_at")
        booking.book(first, opened.amara, opened.gp_visit, by=HOUSE)
        assert {one["type"] for one in manifest(client, _since=since)["output"]} >= {"Slot"}
        assert {one["type"] for one in manifest(client, _since=after)["output"]} == {"Slot"}


def test_that_a_time_has_begun_is_a_change_too(opened: Cast, client: Client) -> None:
    first = Slot.objects.filter(service=opened.gp).earliest("starts_at")
    before = (first.starts_at - timedelta(minutes=1)).isoformat()

    with moved_to(first.starts_at + timedelta(minutes=1)):
        assert {one["type"] for one in manifest(client, _since=before)["output"]} == {"Slot"}


@pytest.mark.parametrize("said", ["yesterday", "2026-13-45", "2026-11-24T10:00:00", "2026-99-99T00:00:00Z"])
def test_a_moment_that_is_none_is_refused_in_the_format_of_the_asker(opened: Cast, client: Client, said: str) -> None:
    answer = client.get(MANIFEST, {"_since": said})

    assert answer.status_code == 400
    assert json.loads(answer.content)["resourceType"] == "OperationOutcome"


def test_the_same_comes_as_one_bundle_for_who_has_no_ndjson(opened: Cast, client: Client) -> None:
    told = json.loads(client.get("/fhir/published/locations.json").content)

    assert told["resourceType"] == "Bundle"
    assert [one["resource"] for one in told["entry"]] == published(client, "Location")
    for nothing in ("slots-1999-W01.ndjson", "patients.ndjson", "locations.xml", "locations"):
        assert client.get(f"/fhir/published/{nothing}").status_code == 404


def test_a_link_leads_to_her_own_words_and_the_questions_before_anything_is_booked(
    opened: Cast, client: Client
) -> None:
    slot = next(one for one in published(client, "Slot") if one["status"] == "free")
    address = next(one["valueUrl"] for one in slot["extension"] if one["url"] == DEEP_LINK)
    page = client.get(f"{address}?source=abc&booking-referral=34d1")
    assert "First come a few safety questions" in page.text

    answer = client.post(address, {"text": "a cough for two days"})
    screening = Screening.objects.get()
    assert answer["Location"] == reverse("triage:questions", args=[screening.pk])
    assert screening.wanted_id == opened.gp_visit.pk

    alarming = client.post(address, {"text": "crushing chest pain, I cannot breathe"})
    assert "/emergency/" in alarming["Location"]


def test_no_link_leads_to_a_sensitive_time(opened: Cast, client: Client) -> None:
    secret = Slot.objects.filter(service=opened.private).earliest("starts_at")

    assert client.get(f"/times/{secret.pk}/linked/").status_code == 404
