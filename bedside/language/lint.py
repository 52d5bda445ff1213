"""What is wrong with a text before it is sent or shown, each with a plain sentence saying what to do.

A text message is judged by its words, its length and its sentences, never by a school grade; an e-mail and a page
by the grade too, when they are long enough for a grade to mean something.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import messages, sms, wording
from .asking import pattern
from .problem import Found, Problem, problem
from .readability import grade
from .text import DATE, LINK, Text

KINDS = ("sms", "email", "page")
HIGHEST_GRADE = 6
GRADED_FROM = 30  # words
LONGEST_SENTENCE = 20  # words
IN_FEWER_WORDS = {"ar": 16}  # where the article and "and" are part of the word; measured, docs/rules/language.md
LONGEST_PARAGRAPH = 3  # sentences
MOST = 200  # problems told about one text


def problems(text: Text, raw: str, kind: str, language: str) -> list[Problem]:
    """Every problem once, most serious first: {"kind", "text", "say"}."""
    checks: list[Callable[[], Found]] = [lambda: _hidden(raw)]
    if kind != "page":
        checks += [
            lambda: messages.leaks(text, language),
            lambda: messages.asks_private(text, language),
            lambda: messages.no_phone(text, language),
            lambda: messages.actions(text, language),
        ]
    checks += [lambda: messages.tokens(text, kind), lambda: _dates(text, language), lambda: _sentences(text, language)]
    if kind == "sms":
        checks.append(lambda: _sms(text))
    else:
        checks += [lambda: _paragraphs(text), lambda: _grade(text, language)]
    checks += [
        lambda: wording.short_forms(text, language),
        lambda: wording.capitals(text),
        lambda: messages.links(text, language),
    ]
    checks += [lambda: wording.idioms(text, language), lambda: wording.passive(text, language)]
    told: dict[tuple[str, str], Problem] = {}
    for check in checks:
        for found in check():
            told.setdefault((found["kind"], found["text"].lower()), found)
            if len(told) == MOST:
                return list(told.values())
    return list(told.values())


HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _hidden(raw: str) -> Found:
    if found := HIDDEN.search(raw):
        yield problem("hidden_character", f"U+{ord(found.group()):04X}", "Take out the characters that nobody can see.")


SHORT_DATE = r"\b%s ((?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01]))(?![\d/])"


def _dates(text: Text, language: str) -> Found:
    shown, short = LINK.sub(" ", text.text), pattern("on", language, SHORT_DATE)
    for found in [match.group() for match in DATE.finditer(shown)] + short.findall(shown):
        yield problem("date", found, f"{found} can be read in two ways. Write the weekday and the month in words.")


def _sentences(text: Text, language: str) -> Found:
    longest = IN_FEWER_WORDS.get(language, LONGEST_SENTENCE)
    for sentence in text.sentences:
        if (long := len(sentence.words)) > longest:
            say = f"This sentence has {long} words. Make it two, of at most {longest} words each."
            yield problem("long_sentence", sentence.text, say)


def _paragraphs(text: Text) -> Found:
    for paragraph in text.paragraphs:
        told = [sentence for sentence in paragraph if sentence.is_prose]
        if len(told) > LONGEST_PARAGRAPH:
            say = f"This paragraph has {len(told)} sentences. Start a new one after {LONGEST_PARAGRAPH}."
            yield problem("long_paragraph", told[0].text, say)


def _grade(text: Text, language: str) -> Found:
    found = grade(text, language)
    if found is not None and found > HIGHEST_GRADE and len(text.words) >= GRADED_FROM:
        say = f"This reads like school year {found:g}. Use shorter words and sentences. Aim for {HIGHEST_GRADE}."
        yield problem("grade", f"{found:g}", say)


def _sms(text: Text) -> Found:
    found = sms.measure(text.text.strip())
    if not found.fits_one:
        say = f"This goes out as {found.parts} text messages. Make it shorter."
        if found.strange and sms.measure(_plainer(text.text)).parts < found.parts:
            say = f"This goes out as {found.parts} texts because of {' '.join(found.strange[:5])}. Write it without."
        yield problem("sms_length", f"{found.units} characters", say)


def _plainer(text: str) -> str:
    return "".join(letter if letter in sms.GSM_7 or letter in sms.GSM_7_TWO else "a" for letter in text)
