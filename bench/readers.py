"""Those who read pages, in a process of their own, so that what they cost is not counted as the server's.

Told on the first line of the input what to ask for; answers with how long each took from when it was due.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .pages import ask, connect

READERS = 48


def read_all(address: str, wanted: dict[str, tuple[str, str]], a_second: int, seconds: int) -> dict[str, Any]:
    """Ask for these pages in turn, so many a second whether or not the ones before have been answered.

    Measured from when a page was due and not from when it was asked for, so that a jam is not left out.
    """
    names, kept, answers = list(wanted), threading.local(), list[tuple[str, float, int]]()
    began, spent = time.perf_counter() + 0.2, time.process_time()

    def read(number: int) -> None:
        name = names[number % len(names)]
        path, cookie = wanted[name]
        due = began + number / a_second
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(kept, "line"):
            kept.line = connect(address)
        try:
            status = ask(address, path, cookie, kept.line)[0]
        except (OSError, http.client.HTTPException):
            status, kept.line = 0, connect(address)
        answers.append((name, time.perf_counter() - due, status))

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(read, range(a_second * seconds)))
    return {"answers": answers, "seconds": time.perf_counter() - began, "processor": time.process_time() - spent}


if __name__ == "__main__":
    print(json.dumps(read_all(**json.load(sys.stdin))))
