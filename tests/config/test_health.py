from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.config import witness
from bedside.config.backups.log import note_backup
from bedside.config.clock import name_of
from bedside.hours.clock import now, stopped_at
from bedside.jobs.models import Job, State
from bedside.town.cast import Cast


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def _sealed(ago: timedelta) -> None:
    moment = now() - ago
    Job.objects.create(task=name_of(witness.seal), key=f"cron:{moment}", state=State.DONE, finished_at=moment)


def test_a_house_that_is_well_says_so_to_anybody(db: None, client: Client, data: Path) -> None:
    with stopped_at(now()):
        _sealed(timedelta(seconds=30))
        note_backup(now() - timedelta(hours=3), data)

        answer = client.get("/health/")

    assert answer.status_code == 200
    told = answer.json()
    assert told["state"] == "good"
    assert told["signs"]["backup"]["figure"] == 3.0
    assert told["signs"]["worker"]["sentence"] == "It last reported 30 seconds ago."
    assert "no-store" in answer["Cache-Control"]


def test_a_worker_that_fell_silent_is_not_good(db: None, client: Client) -> None:
    _sealed(timedelta(minutes=6))

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["signs"]["worker"]["state"]) == (503, "not good")


def test_jobs_given_up_and_an_old_backup_are_worth_a_look(db: None, client: Client, data: Path) -> None:
    _sealed(timedelta(0))
    Job.objects.create(task="x", state=State.DEAD)
    note_backup(now() - timedelta(days=3), data)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["state"]) == (200, "look")
    assert answer.json()["signs"]["dead_jobs"]["figure"] == 1
    assert answer.json()["signs"]["backup"]["state"] == "look"


ASK = """
import django
django.setup()
from django.test import Client
answer = Client(HTTP_HOST="localhost").get("/health/", headers={"accept": "text/html"})
print(answer.status_code, answer.content.decode())
"""


def test_without_a_database_it_still_answers(tmp_path: Path) -> None:
    around = os.environ | {
        "BEDSIDE_DATABASE": f"sqlite://{tmp_path}/no/such/folder/bedside.sqlite3",
        "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
    }
    said = subprocess.run([sys.executable, "-c", ASK], env=around, capture_output=True, text=True, check=True).stdout

    status, _, body = said.partition(" ")
    assert status == "503"
    assert json.loads(body)["signs"]["database"] == {
        "state": "not good",
        "figure": None,
        "sentence": "It does not answer.",
    }
    assert "disk" in json.loads(body)["signs"]


def test_people_read_it_as_a_page(town: Cast, client: Client) -> None:
    _sealed(timedelta(0))

    answer = client.get("/health/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert "How this house is" in answer.text
    assert "Background work" in answer.text
    for hidden in ("Amara", "Okafor", "07700"):
        assert hidden not in answer.text
