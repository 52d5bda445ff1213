"""Managers who write, and a clinician who reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.town.cast import Cast


@pytest.fixture(autouse=True)
def at_work(town: Cast, settings: Any) -> None:
    settings.DEMO = True
    town.ines.act_as(Role.MANAGER)
    town.dr_osei.act_as(Role.CLINICIAN)


@pytest.fixture
def ines(town: Cast, client: Client) -> Client:
    client.force_login(town.ines)
    return client
