"""What a person fills in: every box has a name, a hint that is read out, and a fault that says how to mend it."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from bedside.ui.answers import number_said
from bedside.ui.fields import UNITS, DayField, Form, describe
from bedside.ui.nhsuk import nhsuk
from bedside.ui.parts import error_links, show_field


class Everything(Form):
    name = forms.CharField(label="Your name", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail", help_text="We write to you here.", required=False)
    age = forms.IntegerField(label="Age", required=False, max_value=120)
    born = DayField(
        label="Born",
        first=date(1900, 1, 1),
        last=date(2026, 1, 1),
        widget=DayField.widget(attrs={"autocomplete": "bday"}),
    )
    reach = forms.ChoiceField(
        label="How?", choices=[("", "---"), ("sms", "Text"), ("call", "Call")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="Needs", choices=[("quiet", "Quiet"), ("none", "None of these")], widget=forms.CheckboxSelectMultiple
    )
    place = forms.ChoiceField(label="Where?", choices=[("", "---"), ("mill", "Mill Lane")])
    words = forms.CharField(label="Words", widget=forms.Textarea(attrs={"rows": 3}), max_length=200, required=False)
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


GOOD = {
    "name": "Amara",
    "born-day": "31",
    "born-month": "3",
    "born-year": "1980",
    "reach": "sms",
    "needs": ["quiet"],
    "place": "mill",
    "agree": "on",
}


def shown(name: str, data: dict[str, object] | None = None, **wishes: object) -> str:
    return str(show_field(engines["jinja2"].env, Everything(data)[name], **wishes))


class Tags(HTMLParser):
    """What a piece of page says, whatever blanks and line breaks lie between."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.said.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append(" ".join(data.split()))


@pytest.mark.parametrize("data", [None, {"reach": "call", "needs": ["none"]}, {"reach": "pigeon"}])
@pytest.mark.parametrize(
    ("name", "wishes"),
    [
        ("reach", {}),
        ("reach", {"heading": True, "hints": {"sms": "Never about your health."}}),
        ("reach", {"classes": "times"}),
        ("needs", {}),
    ],
)
def test_choices_are_drawn_tag_for_tag_as_the_nhs_draws_them(
    name: str, wishes: dict[str, Any], data: dict[str, Any] | None
) -> None:
    theirs = nhsuk(*describe(Everything(data)[name], **wishes))

    assert Tags(shown(name, data, **wishes)).said == Tags(theirs).said


def test_the_fault_of_a_single_box_is_read_out_with_it() -> None:
    assert 'aria-describedby="id_agree-error"' in shown("agree", {"name": "Amara"})


def test_no_two_things_of_a_form_share_an_id() -> None:
    ids = re.findall(r'\bid="([^"]+)"', "".join(shown(name, {"needs": ["quiet"]}) for name in Everything().fields))

    assert len(ids) == len(set(ids))


def test_a_label_belongs_to_its_box_and_the_browser_may_fill_it_in() -> None:
    html = shown("name")

    assert 'for="id_name"' in html
    assert 'id="id_name"' in html
    assert 'autocomplete="name"' in html


def test_what_may_stay_empty_says_so_and_nothing_else_is_starred() -> None:
    assert "(optional)" in shown("email")
    assert "(optional)" not in shown("name")
    assert "*" not in shown("name")


def test_a_hint_is_read_out_with_its_box() -> None:
    html = shown("email")

    assert 'aria-describedby="id_email-hint"' in html
    assert 'id="id_email-hint"' in html


def test_a_fault_is_read_out_with_its_box() -> None:
    html = shown("email", {"email": "amara at home"})

    assert 'aria-describedby="id_email-hint id_email-error"' in html
    assert 'aria-invalid="true"' in html
    assert "name@example.com" in html
    assert 'value="amara at home"' in html


def test_phones_show_the_keyboard_that_fits() -> None:
    assert 'type="email"' in shown("email")
    assert 'inputmode="numeric"' in shown("age")
    assert 'type="number"' not in shown("age")


def test_what_was_pasted_is_never_cut_off_in_silence() -> None:
    assert "maxlength" not in shown("words")
    assert 'rows="3"' in shown("words")


def test_choices_stand_in_a_group_with_its_question() -> None:
    html = shown("reach", {"reach": "call"})

    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert html.index('value="call" checked') > 0
    assert 'id="id_reach"' in html


def test_none_of_these_stands_apart_and_shuts_out_the_others() -> None:
    html = shown("needs", {"needs": ["none"]})

    assert "nhsuk-checkboxes__divider" in html
    assert "data-checkbox-exclusive" in html
    assert 'value="none" checked' in html


def test_a_day_has_three_boxes_that_a_browser_can_fill_in() -> None:
    html = shown("born", GOOD)

    assert html.index('name="born-day"') < html.index('name="born-month"') < html.index('name="born-year"')
    assert 'autocomplete="bday-year"' in html
    assert 'value="1980"' in html
    assert 'role="group"' in html


@pytest.mark.parametrize(("language", "first"), [("en", "day"), ("es", "day"), ("ar-xb", "day"), ("hu", "year")])
def test_the_boxes_of_a_day_stand_as_the_language_says_them(language: str, first: str) -> None:
    with translation.override(language):
        html = shown("born")

    assert html.index(f'name="born-{first}"') == min(html.index(f'name="born-{unit}"') for unit in UNITS)


def test_a_question_can_be_the_heading_of_its_page() -> None:
    assert "<h1" in shown("name", heading=True)
    assert "<h1" in shown("reach", heading=True)


def test_one_box_to_tick_has_its_words_beside_it() -> None:
    html = shown("agree")

    assert 'for="id_agree"' in html
    assert "fieldset" not in html


def test_a_hidden_field_stays_hidden() -> None:
    assert 'type="hidden"' in shown("secret")
    assert "label" not in shown("secret")


def test_what_somebody_typed_is_shown_as_text_and_never_as_page() -> None:
    assert "<b>" not in shown("name", {"name": '"><b>hello</b>'})


def test_a_day_comes_back_as_a_day() -> None:
    form = Everything(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(1980, 3, 31)


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("", "", "", "Enter a day, a month and a year."),
        ("31", "", "1980", "Enter the month as well."),
        ("31", "2", "1980", "There is no such day."),
        ("31", "2", "80", "four figures"),
        ("two", "3", "1980", "There is no such day."),
        ("99999999999999999999", "3", "1980", "There is no such day."),
        ("1", "1", "1800", "too long ago"),
        ("1", "1", "2199", "too far ahead"),
        ("-1", "1", "1980", "There is no such day."),
        ("²", "1", "1980", "There is no such day."),
    ],
)
def test_an_impossible_day_is_refused_in_words(day: str, month: str, year: str, said: str) -> None:
    form = Everything(GOOD | {"born-day": day, "born-month": month, "born-year": year})

    assert said in form.errors["born"][0]


def test_a_day_may_be_typed_in_the_figures_of_ones_own_language() -> None:
    form = Everything(GOOD | {"born-day": "٣١", "born-month": "٣", "born-year": "١٩٨٠"})

    assert form.is_valid()
    assert form.cleaned_data["born"] == date(1980, 3, 31)


def test_the_summary_names_each_question_and_leads_to_its_first_box() -> None:
    form = Everything({"name": "a name that is far too long", "reach": "pigeon"})

    links = {link["href"]: link["text"] for link in error_links(form)}

    assert links["#id_name"] == "Your name: Please write less: at most 10 letters. You have 27."
    assert links["#id_born-day"].startswith("Born: ")
    assert links["#id_reach"] == "How? Choose one of the answers shown."
    for link in links:
        assert f'id="{link[1:]}"' in "".join(shown(name, {"reach": "pigeon"}) for name in form.fields)


def test_a_forms_own_sentence_is_kept() -> None:
    class Own(Form):
        why = forms.CharField(error_messages={"required": "Tell us why you cancel."})

    assert Own({}).errors["why"] == ["Tell us why you cancel."]


def test_a_number_that_is_too_high_is_said_with_the_highest_one() -> None:
    assert Everything({"age": "200"}).errors["age"] == ["Enter a number up to 120."]


def test_choosing_and_writing_are_asked_for_differently() -> None:
    faults = Everything({}).errors

    assert faults["name"] == ["Please fill this in."]
    assert faults["place"] == faults["reach"] == faults["agree"] == ["Choose an answer."]


def test_the_parts_for_forms_carry_the_tokens_and_leave_the_complaining_to_us() -> None:
    template = engines["jinja2"].from_string(
        '{% from "ui/parts.html" import form_to, errors with context %}'
        '{{ errors(form) }}{% call form_to("/there/") %}inside{% endcall %}'
    )

    html = template.render({"form": Everything({}), "csrf_input": "TOKEN"})

    assert 'action="/there/"' in html
    assert "novalidate" in html
    assert "TOKEN" in html
    assert 'name="once"' in html
    assert 'role="alert"' in html
    assert 'href="#id_born-day"' in html


@pytest.mark.parametrize(
    ("words", "number"),
    [("0", 0), ("12", 12), ("999", 999), ("٣٤", 34), ("1000", None), ("9" * 5_000, None)]
    + [(words, None) for words in ("", " 1", "-1", "+1", "1.0", "²", "½", "one", "\0")],
)
def test_a_number_in_an_address_is_read_only_where_it_is_one(words: str, number: int | None) -> None:
    assert number_said(words, 999) == number
