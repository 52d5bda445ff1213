"""The chat may stand in a frame on the clinic's own web pages; no other page of ours may stand in anybody's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CHATS = ("/chat/", "/c/")


class LetChatsBeFramed:
    """Say for each answer of a chat, also for a no, on whose pages it may stand. Without a setting on nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.CHAT_SITES and request.path_info.startswith(CHATS):
            response.xframe_options_exempt = True
            response._csp_replace = {"frame-ancestors": settings.CHAT_SITES}  # type: ignore[attr-defined]
        return response
