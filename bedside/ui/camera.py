"""Camera and microphone: shut on every page of the house but those of a video visit, and where somebody dictates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
SHUT = "camera=(), microphone=(), display-capture=(), geolocation=()"
OWN = "camera=(self), microphone=(self), display-capture=(), geolocation=()"
HEARS = "camera=(), microphone=(self), display-capture=(), geolocation=()"


class CameraShut:
    """Says so with every answer that does not say otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, SHUT)
        return response


def may_hear(response: HttpResponse) -> HttpResponse:
    """This answer may ask for the microphone, and for nothing else."""
    response[HEADER] = HEARS
    return response


def with_the_camera(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This page may ask for camera and microphone; no page of another house inside it may."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        response[HEADER] = OWN
        return response

    return answer
