from __future__ import annotations

import pytest

from bedside.directory.ask import answer as ask
from bedside.directory.ask import shipped
from bedside.directory.models import Service
from bedside.directory.search import found_and_note, offer_of, search
from bedside.town.cast import Cast


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("my knee hurts", "joints"),
        ("My nee hurts when I climb stairs, both knees", "joints"),
        ("sholder pain after painting", "joints"),
        ("I need a blood test", "nurse"),
        ("blod test pls", "nurse"),
        ("can't sleep", "gp"),
        ("tummy ache since sunday", "gp"),
        ("morning after pill", "sexual-health"),
        ("me duele la rodilla", "joints"),
        ("análisis de sangre", "nurse"),
        ("no puedo dormir", "gp"),
    ],
)
def test_a_service_is_found_in_the_patients_own_words(town: Cast, words: str, slug: str) -> None:
    found = search(words, Service.objects.all())

    assert found[0].service.slug == slug
    assert found[0].because


def test_what_fits_nothing_finds_nothing(town: Cast) -> None:
    assert search("xyzzy plugh", Service.objects.all()) == []
    assert search("", Service.objects.all()) == []
    assert search("\x00 \u202e 💥" * 50, Service.objects.all()) == []


def test_where_there_is_no_eye_clinic_a_gp_looks_at_pink_eye_and_it_says_so(town: Cast) -> None:
    first = search("pink eye", Service.objects.all())[0]

    assert first.service.slug == "gp"
    assert first.because == ("You wrote “pink eye”: eye problems. We have no service just for this. This one can help.")


def test_what_we_do_not_offer_is_not_guessed_at(town: Cast) -> None:
    found, note = found_and_note("toothache", Service.objects.all())

    assert found == []
    assert "We do not offer this" in note


def test_the_words_of_a_manager_come_before_the_meaning(town: Cast) -> None:
    town.nurse.words = {"en": ["pink eye"]}

    assert search("pink eye", [town.gp, town.nurse])[0].service.slug == "nurse"


def test_a_service_that_has_changed_is_read_anew(town: Cast) -> None:
    assert not search("flurble", [town.nurse])
    town.nurse.words = {"en": ["flurble"]}
    town.nurse.version += 1

    assert search("flurble", [town.nurse])


def test_words_that_were_never_kept_find_nothing_afterwards(town: Cast) -> None:
    """A form that is refused leaves its words in the service it was filled from, whose version stays."""
    refused = Service.objects.get(pk=town.gp.pk)
    refused.words, refused.name, refused.purpose = {"en": ["flurble"]}, "Flurbles", ""
    everything = Service.objects.exclude(pk=refused.pk)
    assert search("flurble", [refused, *everything])

    assert not search("flurble", Service.objects.all())
    assert search("pink eye", Service.objects.all())[0].service.slug == "gp"


def test_a_child_is_not_sent_first_to_a_clinic_for_adults(town: Cast) -> None:
    assert search("my little boy hurt his knee", Service.objects.all())[0].service.slug == "gp"


def test_what_ships_is_what_the_town_offers(town: Cast) -> None:
    for offer in shipped():
        stands = offer_of(Service.objects.get(slug=offer.slug))
        for language in ("en", "es", "fr", "pl", "ar"):
            assert offer.said("name", language) == stands.said("name", language)
            assert offer.said("purpose", language) == stands.said("purpose", language)
        assert (offer.words, offer.min_age, offer.max_age) == (stands.words, stands.min_age, stands.max_age)
    assert len(shipped()) == Service.objects.count()


def test_asked_on_the_command_line_it_answers_in_the_language_given() -> None:
    told = ask({"text": "ألم في الركبة", "language": "ar"})["services"][0]

    assert told["id"] == "joints"
    assert told["name"] == "عيادة المفاصل والعضلات"
    assert 0 < told["score"] <= 1
    assert "الركبة" in told["because"]


def test_a_wish_that_is_no_text_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="must be a string"):
        ask({"text": 5})
