"""A question that was put into words before is not put into words again; in every test both must agree (proving.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Upper
from django.test import Client

from bedside.config import statements
from bedside.config.statements import ByHeart
from bedside.directory.models import VisitType
from bedside.people.models import Grant, Patient
from bedside.town.cast import Cast


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The queries that had to be put into words."""
    queries: list[Any] = []
    write = ByHeart.pre_sql_setup

    def noted(self: Any, *given: Any, **more: Any) -> Any:
        queries.append(self.query)
        return write(self, *given, **more)

    monkeypatch.setattr(ByHeart, "pre_sql_setup", noted)
    monkeypatch.setattr(statements, "_known", {})
    return queries


def test_the_same_question_about_somebody_else_is_not_put_into_words_again(town: Cast, written: list[Any]) -> None:
    amara = Patient.objects.select_related("login").get(pk=town.amara.pk)
    begun = len(written)
    lina = Patient.objects.select_related("login").get(pk=town.lina.pk)

    assert (begun, len(written)) == (1, 1)
    assert (amara, lina) == (town.amara, town.lina)
    assert lina.login == town.lina.login


GRANTS = Grant.objects.filter(patient=OuterRef("pk"))
QUESTIONS: dict[str, list[QuerySet[Any]]] = {
    "order": [Patient.objects.order_by("family_name"), Patient.objects.order_by("-family_name")],
    "how many": [Patient.objects.all()[:2], Patient.objects.all()[:3], Patient.objects.all()[1:3]],
    "lists": [Patient.objects.filter(given_name__in=["Amara"]), Patient.objects.filter(given_name__in=["Lina", "Ben"])],
    "yes and no": [Patient.objects.filter(is_verified=True), Patient.objects.filter(is_verified=False)],
    "known and unknown": [Patient.objects.filter(deceased_on=None), Patient.objects.exclude(deceased_on=None)],
    "compared": [
        Patient.objects.filter(birth_date__lt=date(1980, 1, 1)),
        Patient.objects.filter(birth_date__gt=date(1980, 1, 1)),
        Patient.objects.exclude(birth_date__gt=date(1980, 1, 1)),
    ],
    "columns": [Patient.objects.values_list("given_name"), Patient.objects.values_list("given_name", "version")],
    "with others": [Grant.objects.select_related("patient"), Grant.objects.select_related("carer")],
    "without": [Patient.objects.defer("residue"), Patient.objects.only("given_name")],
    "beside": [
        Patient.objects.filter(Exists(GRANTS)),
        Patient.objects.filter(~Exists(GRANTS)),
        Patient.objects.filter(pk__in=Grant.objects.values("patient")),
    ],
    "counted": [
        Patient.objects.values("sex").annotate(number=Count("pk")).order_by("sex"),
        Patient.objects.values("sex").annotate(number=Count("given_name")).order_by("sex"),
        Patient.objects.values("sex", "is_verified").annotate(number=Count("pk")).order_by("sex"),
        Patient.objects.annotate(number=Count("grants")),
        Patient.objects.annotate(number=Count("grants", distinct=True)),
        Patient.objects.filter(version__gt=Coalesce(Subquery(GRANTS.values("version")[:1]), 0)),
        Patient.objects.filter(version__gt=Coalesce(Subquery(GRANTS.values("version")[:2]), 0)),
    ],
    "one with another": [
        Patient.objects.filter(version=F("version")),
        Patient.objects.filter(version__gt=F("version")),
    ],
}


@pytest.mark.parametrize("said", QUESTIONS)
def test_what_differs_in_more_than_its_values_is_another_question(said: str, town: Cast, written: list[Any]) -> None:
    first = [list(question.all()) for question in QUESTIONS[said]]
    assert len(written) >= len(first)

    del written[:]
    assert [list(question.all()) for question in QUESTIONS[said]] == first
    assert written == []


@pytest.mark.parametrize(
    "question",
    [
        Patient.objects.filter(given_name__icontains="ama"),
        Patient.objects.filter(birth_date__year=1984),
        VisitType.objects.filter(minutes__lt=10**9),
        Patient.objects.filter(pk__in=[]),
        Patient.objects.none(),
        Patient.objects.annotate(loud=Upper("given_name")),
        Patient.objects.annotate(known=Coalesce("deceased_on", "birth_date")),
        Patient.objects.values("sex").annotate(number=Count("pk")).filter(number__gt=1),
        Patient.objects.filter(sex="female").union(Patient.objects.filter(sex="male")),
    ],
)
def test_what_we_do_not_know_by_heart_is_answered_too(question: QuerySet[Any], town: Cast, written: list[Any]) -> None:
    assert list(question.all()) == list(question.all())

    assert statements._known == {}


def test_where_our_values_are_not_those_django_found_nothing_is_kept(
    town: Cast, written: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = statements.read
    monkeypatch.setattr(statements, "read", lambda *given: (read(*given)[0], ("somebody else",)))

    for _time in range(2):
        assert Patient.objects.get(pk=town.amara.pk) == town.amara
    assert list(statements._known.values()) == [None]


def test_what_is_known_has_a_bound(town: Cast, written: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 3)

    for number in range(1, 12):
        list(Patient.objects.all()[:number])

    assert len(statements._known) <= 3


def test_a_page_that_was_shown_before_asks_all_its_questions_by_heart(
    town: Cast, client: Client, written: list[Any]
) -> None:
    assert town.amara.login
    client.force_login(town.amara.login)
    client.get("/home/")

    del written[:]
    assert client.get("/home/").status_code == 200
    assert written == []
