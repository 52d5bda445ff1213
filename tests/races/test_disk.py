"""A disk that fails: what could not be made safe is never acknowledged, and the house says so and comes back.

The fault is put under the process by strace; where that is not to be had, the tests are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import time

import pytest

from .installation import Installation, Process
from .test_kill import acknowledged, what_does_not_hold

STRACE = shutil.which("strace")


def strace_works() -> bool:
    return bool(STRACE) and subprocess.run([str(STRACE), "-f", "-o", "/dev/null", "true"]).returncode == 0


pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(not strace_works(), reason="needs strace (on Debian or Ubuntu: apt-get install strace)"),
]

# Which calls fail, with what, and which of them: the first thirty go well, so that the process gets going.
FAULTS = {
    "fsync says EIO": ("fsync,fdatasync", "error=EIO:when=30+"),
    "fsync says EIO now and then": ("fsync,fdatasync", "error=EIO:when=30+7"),
    "the disk is full": ("pwrite64,write", "error=ENOSPC:when=400+"),
    "a write fails now and then": ("pwrite64", "error=EIO:when=60+9"),
}


def recovers(process: Process, seconds: float = 60) -> None:
    """After a refusal the same process gives its word again."""
    end = time.monotonic() + seconds
    while not any(line.startswith("ack") for line in process.lines[refusals_end(process) :]):
        assert time.monotonic() < end
        time.sleep(0.05)


def refusals_end(process: Process) -> int:
    return next(number for number, line in enumerate(process.lines) if line.startswith("refused"))


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_failing_disk_did_not_keep_was_never_acknowledged(installation: Installation, fault: str) -> None:
    calls, how = FAULTS[fault]
    paths = [
        word for name in ("", "-wal", "-shm") for word in ("-P", str(installation.folder / f"bedside.sqlite3{name}"))
    ]
    wrapped = [
        str(STRACE),
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        *paths,
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={calls}:{how}",
    ]

    process = installation.start("tests.races.press", "both", "register:2", "ask_for_work:2", under=wrapped)
    process.wait_for("ack")
    process.wait_for("refused")
    if "now and then" in fault:
        recovers(process)
    process.kill()

    refused = {line.split()[2] for line in process.lines if line.startswith("refused")}
    told = acknowledged([process])
    assert refused <= {"OperationalError", "DatabaseError", "InterfaceError"}
    assert what_does_not_hold(installation, told) == []
