"""The server as a real process: what it answers, what it turns away, and how it ends."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.races.installation import Installation, copy, remove

Answer = tuple[int, dict[str, str], str]


@pytest.fixture(scope="module")
def server(pattern_installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ours = copy(pattern_installation, tmp_path_factory.mktemp("server") / "data")
    process, address = ours.serve()
    yield address
    assert process.code is None, process.told_wrong()
    remove(ours)


def ask(address: str, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read().decode()
    finally:
        line.close()


def send(address: str, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Say these very bytes, and read until the server hangs up."""
    heard = b""
    with socket.create_connection(_where(address), timeout=60) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
            while piece := line.recv(65536):
                heard += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    return heard


def _where(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or 0


def test_a_page_is_answered_with_a_request_number(server: str) -> None:
    status, headers, _ = ask(server, "/sign-in/")

    assert status == 200
    assert headers["x-request-id"]


@pytest.mark.parametrize("path", ["/%00", "/sign-in/?next=%00", "/live/%00", "/live/?ticket=%00"])
def test_a_nul_in_the_address_is_turned_away_with_a_sentence(server: str, path: str) -> None:
    status, headers, body = ask(server, path)

    assert status == 400
    assert "cannot be read" in body
    assert headers["cache-control"] == "no-store"


def test_what_is_turned_away_is_said_in_the_language_of_the_browser(server: str) -> None:
    _, _, body = ask(server, "/%00", accept_language="es-MX,es;q=0.9")

    assert '<html lang="es">' in body


def test_a_huge_body_is_refused_with_a_sentence(server: str) -> None:
    status, headers, body = ask(server, "/sign-in/", "POST", b"x" * 26_000_000)

    assert status == 413
    assert "We did not keep it. Please go back and send less at once" in body
    assert headers["connection"] == "close"


def test_what_is_too_large_meets_a_page_of_the_house_in_her_language_with_the_way_back(server: str) -> None:
    form = f"{server}/sign-in/"
    _, headers, body = ask(
        server, "/sign-in/", "POST", b"x" * 26_000_000, accept_language="es", referer=form, content_type="text/plain"
    )

    assert '<html lang="es"' in body
    assert "<header" in body
    assert 'href="/sign-in/"' in body.split("<main")[1]
    assert headers["content-type"].startswith("text/html")


def test_a_huge_body_of_unknown_length_is_refused_too(server: str) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"

    heard = send(server, head, *[chunk] * 26, b"0\r\n\r\n")

    assert heard.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\x01\x02 nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /sign-in/ HTTP/1.1\r\n\r\n",  # no Host
        b"GET /sign-in/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
        b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ],
    ids=range(12),
)
def test_a_broken_request_is_an_error_of_the_sender(server: str, said: bytes) -> None:
    heard = send(server, said)

    assert heard.split(b"\r\n")[0].split(b" ")[1:2] in ([b"400"], [b"431"], [b"414"]), heard[:200]


def test_an_endless_head_is_cut_off(server: str) -> None:
    heard = send(server, b"GET / HTTP/1.1\r\nHost: localhost\r\n", *[b"X-More: " + b"x" * 8000 + b"\r\n"] * 40)

    assert heard.startswith(b"HTTP/1.1 400 ") or heard == b""


@pytest.mark.parametrize(
    "path", ["/sign-in/%ff%fe", "/%E2%80%AEnimda/", "/..%2f..%2fetc/passwd", "/%F0%9F%98%80", "//x"]
)
def test_strange_addresses_are_just_not_found(server: str, path: str) -> None:
    status, _, _ = ask(server, path)

    assert status in {301, 302, 404}


def test_what_the_visitor_says_about_proxies_is_not_believed(server: str) -> None:
    _, headers, _ = ask(server, "/sign-in/", x_forwarded_proto="https", x_forwarded_host="evil.example")

    assert "evil" not in json.dumps(headers)
    assert "strict-transport-security" not in headers


def test_what_a_named_proxy_says_is_believed(installation: Installation) -> None:
    installation.settings |= {"BEDSIDE_PROXIES": "127.0.0.1", "BEDSIDE_URL": "https://clinic.example"}
    process = installation.start("bedside", "run", "--port", "0")
    address = process.wait_for("Bedside is open at ").split()[4].replace("localhost", "127.0.0.1")

    _, plain, _ = ask(address, "/sign-in/", host="clinic.example")
    _, secure, _ = ask(address, "/sign-in/", host="clinic.example", x_forwarded_proto="https")

    assert "strict-transport-security" not in plain
    assert "strict-transport-security" in secure


def test_a_file_is_served_whole_once_and_by_its_name(server: str) -> None:
    status, headers, body = ask(server, "/static/ui/live.js")
    assert status == 200
    assert "javascript" in headers["content-type"]
    assert len(body.encode()) == int(headers["content-length"])

    assert ask(server, "/static/ui/live.js", if_modified_since=headers["last-modified"])[0] == 304
    assert ask(server, "/static/ui/live.js", "HEAD")[2] == ""


def test_a_stranger_as_host_is_turned_away(server: str) -> None:
    status, _, _ = ask(server, "/sign-in/", host="evil.example")

    assert status == 400


def test_without_a_ticket_nothing_is_live(server: str) -> None:
    assert ask(server, "/live/")[0] == 403
    assert ask(server, "/live/?ticket=abc")[0] == 403


def test_a_guest_is_given_no_ticket(server: str) -> None:
    assert ask(server, "/live/ticket/?topics=desk")[0] in {302, 404}


def test_a_half_sent_body_does_not_keep_others_waiting(server: str) -> None:
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
    lines = [socket.create_connection(_where(server), timeout=60) for _ in range(20)]
    try:
        for line in lines:
            line.sendall(head)
        assert ask(server, "/sign-in/")[0] == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_asked(installation: Installation, how: int) -> None:
    process, address = installation.serve()
    with socket.create_connection(_where(address)) as resting:
        resting.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        resting.recv(100)

        code = process.stop(how)

    assert code == 0, process.told_wrong()
    assert "Traceback" not in process.told_wrong()


@pytest.mark.sqlite
def test_a_second_one_on_the_same_data_is_refused_with_a_sentence(installation: Installation) -> None:
    first, _ = installation.serve()

    second = installation.call("bedside", "run", "--port", "0")

    assert second.returncode == 1
    assert f"running already on the data folder {installation.folder} (process {first.pid})" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.sqlite
def test_a_separate_worker_is_refused_on_sqlite(installation: Installation) -> None:
    done = installation.call("bedside", "worker")

    assert done.returncode == 1
    assert "one process does everything" in done.stderr


def test_a_port_that_is_taken_is_a_sentence(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = installation.call("bedside", "run", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_is_refused_where_others_could_see_it(installation: Installation) -> None:
    done = installation.call("bedside", "run", "--demo", "--host", "0.0.0.0", "--port", "0")

    assert done.returncode == 1
    assert "very machine" in done.stderr


def test_a_letter_of_a_stranger_is_turned_away_before_it_is_read(server: str) -> None:
    """Sixty megabytes are announced and none is sent: the answer is there all the same, and the line is shut."""
    for proof in (
        b"",
        b"Authorization: Bearer guess\r\n",
        b"X-Bedside-Signature: t=1700000000,v1=" + b"0" * 64 + b"\r\n",
    ):
        head = b"POST /incoming/letters/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/rfc822\r\n"
        answer = send(server, head + proof + b"Content-Length: 60000000\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 404"), answer[:200]
