"""Every request gets a number, which its log lines and journal entries carry."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bedside.journal.requests import begin_request


class GiveARequestNumber:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = str(uuid.uuid4())
        begin_request(number)
        response = self.get_response(request)
        response["X-Request-Id"] = number
        return response
