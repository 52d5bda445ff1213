"""What a text message or an e-mail must not do: tell a stranger, ask for secrets or too much, name nobody to call."""

from __future__ import annotations

import re

from . import leaks as details
from .problem import Found, problem
from .text import DATE, LINK, PHONE, TOKEN, Text


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


ASKS = re.compile(
    r"\b(?:reply|send|tell|give|confirm|provide|enter|text|e-?mail|need|share|write|include|what(?: is|'s)|"
    r"respond\w*|env[ií]\w+|mand\w+|confirm\w+|dig\w+|escrib\w+|indi\w+|necesitamos|cu[aá]l es|facilit\w+|"
    r"proporcion\w+)\b|\?",
    re.I,
)
PRIVATE = re.compile(
    r"\b(?:dates? of birth|birth ?dates?|dob|d\.o\.b\.?|birthday|when (?:were you|you were) born|password|"
    r"passcode|pin number|"
    r"card number|bank details|account number|cvv|social security number|ssn|fecha de nacimiento|cu[aá]ndo naci[oó]|"
    r"contraseña|n[uú]mero de tarjeta|datos bancarios|n[uú]mero de cuenta|seguridad social)(?!\w)",
    re.I,
)
NEVER = re.compile(r"\b(?:never|not|don['’]t|won['’]t|without|no|nunca|jam[aá]s|sin)\b", re.I)


def asks_private(text: Text) -> Found:
    for sentence in text.sentences:
        found = PRIVATE.search(sentence.text)
        if found and ASKS.search(sentence.text) and not NEVER.search(sentence.text[: found.start()]):
            say = f"Never ask for a {found.group().lower()} in a message. Ask for it after signing in."
            yield problem("asks_private", found.group(), say)


CODE_MESSAGE = re.compile(
    r"\b(?:code|c[oó]digo|passcode)\b.{0,40}\b\d{4,8}\b|\b\d{4,8}\b.{0,40}\b(?:code|c[oó]digo)\b", re.I | re.S
)
SHORT_NUMBER = re.compile(
    r"(?:call|phone|ring|dial|text|tel\.?|llame al?|llama al|marque el?|tel[eé]fono)\W{0,3}\d{3,6}\b", re.I
)
PHONE_TOKEN = re.compile(r"phone|telephone|tel\b|number|tel[eé]fono", re.I)


def no_phone(text: Text) -> Found:
    shown = text.text.translate({code: 0x30 + code - 0x660 for code in range(0x660, 0x66A)})
    if not text.words or CODE_MESSAGE.search(shown) or SHORT_NUMBER.search(shown):
        return
    without_dates = DATE.sub(" ", LINK.sub(" ", shown))
    has_number = any(len(re.sub(r"\D", "", found)) >= 7 for found in PHONE.findall(without_dates))
    if not has_number and not any(PHONE_TOKEN.search(token) for token in TOKEN.findall(text.text)):
        yield problem("no_phone", "", "Give a phone number that people can call.")


ACTION = re.compile(
    r"(?:^|[,;:–-] |\b(?:please|and then|then|por favor,?|you (?:must|need to|should|can)|debe|tiene que|"
    r"puede) )(?:please )?"
    r"(reply|call|phone|ring|click|tap|book|confirm|log ?in|sign ?in|visit (?=http|www|our|the|#)|go to|"
    r"go online|download|"
    r"fill in|fill out|complete|pay|register|email|e-mail|text|send|open the|follow the link|choose|submit|upload|scan|"
    r"responda|conteste|llame|llámenos|llámanos|haga clic|pulse|toque|reserve|confirme|entre en|inicie sesión|"
    r"visite|vaya a|"
    r"descargue|rellene|complete|pague|regístrese|envíe|abra|elija|suba|escríbanos)\b",
    re.I,
)
WAY_OUT = re.compile(
    r"\bif\b|\bneed (?:help|to)\b|\bquestions?\b|\bto (?:change|cancel|move|rearrange|reschedule|stop|opt|"
    r"unsubscribe|rebook|"
    r"talk|speak|ask)\b|\bfor help\b|\bcan(?:no|['’])t\b|\bor (?:call|phone|text|reply)\b|\bstop\b|\b999\b|"
    r"\b911\b|\b112\b|"
    r"\bsi\b|\bpara (?:cambiar|cancelar|anular|hablar|no recibir|preguntar)\b|\bpreguntas?\b|\bdudas?\b|\bayuda\b",
    re.I,
)


def actions(text: Text) -> Found:
    asked: dict[str, str] = {}
    for sentence in text.sentences:
        found = ACTION.search(sentence.text)
        if found and not WAY_OUT.search(sentence.text):
            asked.setdefault(found[1].strip().lower(), sentence.text)
    if len(asked) > 1:
        said = ", ".join(asked)
        yield problem("many_actions", said, f"Ask for one thing only. This message asks to: {said}.")


def links(text: Text) -> Found:
    for found in LINK.finditer(text.text):
        link = found.group()
        if re.search(r"(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|cutt\.ly|rb\.gy)/", link, re.I):
            yield problem("link", link, "Nobody can see where a shortened link leads. Write the full address.")
        elif re.search(r"[?&/](?:name|dob|birth|email|nhs|ssn|mrn|diagnos\w*|patient)[\w-]*=", link, re.I):
            yield problem("link", link, "This link carries something private. Use a link without names or dates.")
    for here in re.finditer(r"\b(?:click|tap|press) here\b|\b(?:haga clic|pulse|haz clic) aqu[ií]\b", text.text, re.I):
        yield problem("link", here.group(), "Say where the link leads, as in “See your visit”.")
