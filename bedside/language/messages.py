"""What a text message or an e-mail must not do: tell a stranger, ask for secrets or too much, name nobody to call."""

from __future__ import annotations

import re

from . import leaks as details
from .asking import pattern
from .problem import Found, problem
from .text import DATE, LINK, PHONE, TOKEN, Text, western


def leaks(text: Text, language: str) -> Found:
    for words, tells in details.health_details(text.text, language):
        yield problem("health_detail", words, f"“{words}” tells a stranger about {tells}. Say it in the portal only.")
    for token, what in details.tokens(text.text):
        if what == "health":
            yield problem(
                "health_detail", token, f"{token} would tell a stranger about somebody's health. Leave it out."
            )


def tokens(text: Text, kind: str) -> Found:
    for token, what in details.tokens(text.text):
        if what == "unknown" or (kind == "page" and what == "health" and token.startswith("{{")):
            yield problem("unknown_token", token, f"We do not know what {token} would fill in. Use a known one.")


def asks_private(text: Text, language: str) -> Found:
    asks, private, never = (pattern(what, language) for what in ("asks", "private", "never"))
    for sentence in text.sentences:
        found = private.search(sentence.text)
        if found and asks.search(sentence.text) and not never.search(sentence.text[: found.start()]):
            say = f"Never ask for a {found.group().lower()} in a message. Ask for it after signing in."
            yield problem("asks_private", found.group(), say)


CODE_MESSAGE = r"\b%s\b.{0,40}\b\d{4,8}\b|\b\d{4,8}\b.{0,40}\b%s\b"
SHORT_NUMBER = r"%s\W{0,3}\d{3,6}\b"
PHONE_TOKEN = re.compile(r"phone|telephone|tel\b|number|tel[eé]fono", re.I)


def no_phone(text: Text, language: str) -> Found:
    shown = western(text.text)
    code, call = pattern("code", language, CODE_MESSAGE), pattern("call", language, SHORT_NUMBER)
    if not text.words or code.search(shown) or call.search(shown):
        return
    without_dates = DATE.sub(" ", LINK.sub(" ", shown))
    has_number = any(len(re.sub(r"\D", "", found)) >= 7 for found in PHONE.findall(without_dates))
    if not has_number and not any(PHONE_TOKEN.search(token) for token in TOKEN.findall(text.text)):
        yield problem("no_phone", "", "Give a phone number that people can call.")


def actions(text: Text, language: str) -> Found:
    asked: dict[str, str] = {}
    action, way_out = pattern("action", language), pattern("way_out", language)
    for sentence in text.sentences:
        found = action.search(sentence.text)
        if found and not way_out.search(sentence.text):
            asked.setdefault(found[1].strip().lower(), sentence.text)
    if len(asked) > 1:
        said = ", ".join(asked)
        yield problem("many_actions", said, f"Ask for one thing only. This message asks to: {said}.")


def links(text: Text, language: str) -> Found:
    for found in LINK.finditer(text.text):
        link = found.group()
        if re.search(r"(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|cutt\.ly|rb\.gy)/", link, re.I):
            yield problem("link", link, "Nobody can see where a shortened link leads. Write the full address.")
        elif re.search(r"[?&/](?:name|dob|birth|email|nhs|ssn|mrn|diagnos\w*|patient)[\w-]*=", link, re.I):
            yield problem("link", link, "This link carries something private. Use a link without names or dates.")
    for here in pattern("here", language).finditer(text.text):
        yield problem("link", here.group(), "Say where the link leads, as in “See your visit”.")
