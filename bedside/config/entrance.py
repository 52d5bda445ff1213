"""What is turned away before any room is asked: broken addresses, false headers, strangers in a demo."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

Headers = Iterable[tuple[bytes, bytes]]
FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")
ONCE = {b"host", b"content-length", b"content-type", b"cookie", b"authorization"}


@dataclass(frozen=True)
class No:
    """An answer given at the entrance: its status, and a sentence for whoever asked."""

    status: int
    sentence: Promise | str


def refusal(scope: dict[str, Any], *, demo: bool = False) -> No | None:
    """Why this request does not even come in, or None when it may."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    names = [name for name, _value in headers]
    if b"\0" in unquote_to_bytes(scope["raw_path"]) or b"\0" in unquote_to_bytes(scope["query_string"]):
        return No(400, _("That address cannot be read. Please check it, or start again from the first page."))
    if any(names.count(name) > 1 for name in ONCE) or b"host" not in names:
        return No(400, _("Your browser sent something we cannot read. Please try again."))
    host = dict(headers)[b"host"].decode("latin-1")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return No(400, _("We are not known under this address. Please check it, or ask us for the right one."))
    if demo and (is_forwarded(headers) or not is_local(host)):
        return No(403, _("This is a demo with invented people. It can only be seen on the machine it runs on."))
    return None


def is_forwarded(headers: Headers) -> bool:
    return any(name.startswith(FORWARDED) for name, _value in headers)


def is_local(host: str) -> bool:
    """Whether a Host header, or an address to listen on, means this very machine."""
    name = (split_domain_port(host)[0] or host).strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def page(no: No, headers: Headers) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of a refusal: a page that needs nothing else to be read."""
    language = language_of(headers)
    with translation.override(language):
        title, sentence = escape(str(_("That is not possible"))), escape(str(no.sentence))
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><main><h1>{title}</h1><p>{sentence}</p></main></html>'
    ).encode()
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
    ], body


def language_of(headers: Headers) -> str:
    """The first language of the browser that we speak."""
    wanted = dict(headers).get(b"accept-language", b"").decode("latin-1")[:200]
    for code, _quality in parse_accept_lang_header(wanted.lower()):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return "en"
