from __future__ import annotations

from typing import Any

import pytest

from bedside.config.entrance import is_local, refusal


def asked(host: str = "localhost:8000", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"raw_path": b"/", "query_string": b"", "headers": [(b"host", host.encode()), *headers]}


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8000", "::1"]
)
def test_this_very_machine_has_many_names(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "clinic.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:80", "[::]"]
)
def test_everything_else_is_another_machine(host: str) -> None:
    assert not is_local(host)


def test_a_demo_is_shown_to_this_machine_only(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "clinic.example"]

    assert refusal(asked(), demo=True) is None
    elsewhere = refusal(asked("clinic.example"), demo=True)
    assert elsewhere
    assert elsewhere.status == 403


@pytest.mark.parametrize("name", [b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"x-real-ip"])
def test_a_demo_behind_a_proxy_is_shown_to_nobody(name: bytes) -> None:
    no = refusal(asked("localhost", (name, b"127.0.0.1")), demo=True)

    assert no
    assert no.status == 403
    assert refusal(asked("localhost", (name, b"127.0.0.1"))) is None


def test_a_host_we_do_not_know_is_turned_away(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["clinic.example"]

    assert refusal(asked("clinic.example")) is None
    assert refusal(asked("evil.example")) is not None
