"""Every request gets a number, which its log lines and journal entries carry; and whether it comes from here."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bedside.journal.requests import begin_request, end_request

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


class GiveARequestNumber:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = str(uuid.uuid4())
        begin_request(number, only_looks=request.method in {"GET", "HEAD"})
        try:
            response = self.get_response(request)
        finally:
            end_request()
        response["X-Request-Id"] = number
        return response


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether somebody sits at this very machine: what only the demo does is done for nobody else."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    comes_from = request.META.get("REMOTE_ADDR", "")
    return (
        host in {"localhost", "127.0.0.1", "::1"}
        and not any(name in request.headers for name in FORWARDED)
        and (not comes_from or ipaddress.ip_address(comes_from).is_loopback)
    )
