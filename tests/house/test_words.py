"""Words for people: every sentence a patient may read is plain, and reaches a translator."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from jinja2 import Environment, nodes

from bedside.booking.models import TAKEN
from bedside.config import messages, pseudo
from bedside.journal.models import Refusal
from bedside.language.readability import grade
from bedside.language.text import Text

from .plan import HOUSE, PYTHON, TEMPLATES, called, calls, name, room_of, said, tree
from .refusals import refusals

JINJA = Environment(extensions=["jinja2.ext.i18n"])
HARDEST, LONGEST = 6, 20  # school year; words in a sentence
ENOUGH = 8  # words from which a grade says something
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy", "gettext_noop"}
FILLED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
SAMPLES = {"ui/look.html"}  # every page part with sample words, for those who build with them; only in the demo
SHOWN = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "content"}

each_template = pytest.mark.parametrize("template", [one for one in TEMPLATES if one not in SAMPLES])


NOES = list(refusals(HOUSE))
SENTENCES = sorted({(f"{name(no.file)}:{no.line}", FILLED.sub("one", no.sentence)) for no in NOES})


def test_there_are_sentences_to_read() -> None:
    told = {text for _, text in SENTENCES}

    assert "That time has just been taken. Please choose another." in told
    assert "Please answer the safety questions first." in told
    assert len(told) > 30


@pytest.mark.parametrize(("where", "text"), SENTENCES)
def test_a_no_is_said_in_plain_words(where: str, text: str) -> None:
    read = Text(text)

    assert text[0].isupper(), f"{where}: begins as a sentence does"
    assert text.rstrip().endswith((".", "?")), f"{where}: ends as a sentence does"
    for sentence in read.sentences:
        assert len(sentence.words) <= LONGEST, f"{where}: {sentence.text}"
    if len(read.words) >= ENOUGH:
        found = grade(read, "en")
        assert found is not None
        assert found <= HARDEST, f"{where} reads like school year {found}: {text}"


MACHINE_WORDS = re.compile(
    r"\b(?:invalid|entity|process(?:ed)?|handled|null|None|error|exception|user|customer)\b", re.I
)


@pytest.mark.parametrize(("where", "text"), SENTENCES)
def test_a_no_is_not_said_in_a_machines_words(where: str, text: str) -> None:
    assert MACHINE_WORDS.findall(text) == [], where


TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
ATTRIBUTE = re.compile(r"\b(" + "|".join(SHOWN) + r")\s*=\s*\"([^\"{]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(r"&\w+;|(?<=:)\d+|width=device-width.*|includeIndicatorStyles.*", re.S)


def bare_words(source: str) -> list[str]:
    """What stands in a template as plain words: between tags, or in an attribute that people see or hear."""
    marked = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    marked = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", marked, flags=re.S)
    marked = re.sub(r"\{% block audience %\}\w+\{% endblock %\}", "", marked)
    marked = re.sub(r"\{%-?\s*raw.*?endraw\s*-?%\}", "", marked, flags=re.S)
    marked = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\x00", marked, flags=re.S)
    seen = [text for tag in TAG.findall(marked) if not tag.startswith("<meta") for _, text in ATTRIBUTE.findall(tag)]
    between = TAG.sub("\x01", re.sub(r"<script\b.*?</script>", "", marked, flags=re.S))
    found = [piece.strip() for piece in re.split("[\x00\x01]", between)] + seen
    return [piece for piece in found if WORD.search(NO_WORDS.sub("", piece))]


@each_template
def test_no_template_has_words_that_no_translator_sees(template: str) -> None:
    assert bare_words(TEMPLATES[template].read_text()) == []


SENTENCE = re.compile(r"^[A-Z][a-z]+ |[a-z]+ [a-z]+ [a-z]+")


def literals(template: str) -> Iterator[tuple[int, str]]:
    """Strings in a template's expressions that look like words for people and are not handed to a translator."""
    parsed = JINJA.parse(TEMPLATES[template].read_text())
    translated = {
        id(inside)
        for call in parsed.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in GETTEXT
        for inside in call.find_all(nodes.Const)
    }
    for const in parsed.find_all(nodes.Const):
        text = const.value
        if (
            isinstance(text, str)
            and id(const) not in translated
            and re.search(r"^[A-Z][a-z]+ |[a-z]+ [a-z]+ [a-z]+", text)
        ):
            yield const.lineno, text


@each_template
def test_no_page_part_is_given_words_that_no_translator_sees(template: str) -> None:
    classes = re.compile(r"[\w-]+(?: [\w-]+)*")
    shown = [f"{line}: {text}" for line, text in literals(template) if not (classes.fullmatch(text) and text.islower())]

    assert shown == []


def test_the_eye_for_bare_words_sees_them() -> None:
    assert bare_words("<p>Please wait</p>") == ["Please wait"]
    assert bare_words('<img alt="A map">{{ _("fine") }}') == ["A map"]
    assert bare_words('<p class="small">{{ name }}, {% trans %}fine{% endtrans %}</p>') == []


SHOWN_BY_FORMS = {"label", "help_text", "empty_label", "verbose_name"}


def test_no_form_has_words_that_no_translator_sees() -> None:
    plain = [
        f"{name(file)}:{call.lineno}: {word.arg}={text!r}"
        for file in PYTHON
        if file.name == "forms.py"
        for call in calls(tree(file))
        for word in call.keywords
        if word.arg in SHOWN_BY_FORMS and (text := said(word.value)) and WORD.search(text)
    ]
    plain += [
        f"{name(file)}:{node.lineno}: {text!r}"
        for file in PYTHON
        if file.name == "forms.py"
        for call in calls(tree(file))
        for word in call.keywords
        if word.arg in {"choices", "error_messages"}
        for node in ast.walk(word.value)
        if isinstance(node, ast.Constant) and (text := said(node)) and re.search(r"[A-Z][a-z]+ |\.$", text)
        if not _is_translated(word.value, node)
    ]

    assert plain == []


def _is_translated(within: ast.expr, node: ast.expr) -> bool:
    return any(called(call) in GETTEXT and node in ast.walk(call) for call in calls(within))


def test_every_sentence_is_there_in_every_language() -> None:
    assert messages.check() == []


def test_the_language_nobody_speaks_has_every_sentence() -> None:
    english = messages.gathered()
    made = pseudo.catalogue(english)

    missing = [one.id for one in english if one.id and not made.get(one.id, one.context)]
    same = [one.id for one in made if one.id and one.string == one.id]

    assert (missing, same) == ([], [])


READ_BY_MACHINES = {"exchange"}  # by other systems, and by whoever types commands


def test_what_a_rule_says_reaches_a_translator() -> None:
    gathered = {sentence for _, sentence in {messages.key(one) for one in messages.gathered() if one.id}}
    people = [no for no in NOES if room_of(no.file) not in READ_BY_MACHINES]

    assert [f"{name(no.file)}:{no.line}: {no.sentence}" for no in people if no.sentence not in gathered] == []


def test_a_no_is_said_in_the_language_of_whoever_reads_it() -> None:
    messages.compile_all()
    english = str(TAKEN)
    with translation.override(pseudo.CODE.replace("_", "-").lower()):
        refusal = Refusal(TAKEN)

    assert refusal.sentence == pseudo.pseudo(english) != english
