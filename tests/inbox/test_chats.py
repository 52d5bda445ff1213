"""A chat on the web: anybody may write, only whoever holds the key reads, and nobody waits in an emergency."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.access.models import Repeat
from bedside.cases import actions as cases
from bedside.cases import chatting
from bedside.cases.models import Case, Priority
from bedside.hours.clock import moved_to, now
from bedside.inbox import chats
from bedside.inbox.models import Chat, ChatCount, ChatLine
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.triage.rounds import call_back_whoever_said_nothing

RED = "crushing chest pain, can't breathe"
LESS_RED = "sudden severe pain in my testicle"
SITE = "https://clinic.example"


@pytest.fixture(autouse=True)
def staff_need_no_second_step(town: Cast, settings: pytest.FixtureRequest) -> None:
    cache.clear()
    settings.DEMO = True  # type: ignore[attr-defined]


@pytest.fixture
def hers() -> Client:
    """A browser in which nobody has signed in, and in which forms carry no cookie: a frame on another site."""
    return Client(enforce_csrf_checks=True)


def begin(client: Client, words: str = "When are you open?", language: str = "en") -> str:
    """Where her chat stands."""
    begun = client.post(f"/chat/?language={language}", {"words": words})
    assert begun.status_code == 302, begun.text
    return str(begun.headers["Location"])


def called_back(case: Case) -> int:
    """How often staff were told to call her."""
    return Entry.objects.filter(verb="case.call_back", subject_id=case.pk).count()


def said_so_far() -> int:
    return ChatCount.objects.aggregate(said=Sum("count"))["said"]  # type: ignore[no-any-return]


def heard() -> Case:
    for lane in (Lane.URGENT, Lane.NEWS):
        work_off(lane)
    return Case.objects.get()


def test_whoever_writes_is_told_when_we_answer_and_the_case_has_a_clock(town: Cast, hers: Client) -> None:
    assert "We answer within" in hers.get("/chat/").text
    chat = begin(hers)

    page = hers.get(chat).text
    assert "When are you open?" in page
    assert page.count("We answer within") == 2  # in the answer that comes by itself, and below
    case = heard()
    assert (case.kind, case.patient, case.level, str(case)) == ("message", None, "R14", "Web chat")
    assert case.is_running
    assert Chat.objects.get().digest not in chat


def test_an_answer_by_staff_stands_in_her_chat_and_is_fetched_once(town: Cast, hers: Client) -> None:
    chat = begin(hers)
    staff = Client()
    staff.force_login(town.sam)
    case = heard()
    assert "When are you open?" in staff.get("/desk/inbox/").text

    staff.post(f"/desk/inbox/{case.pk}/answers/", {"words": "From eight to six.", "then": "close"})

    news = hers.get(f"{chat}news/?seen=2")
    assert "From eight to six." in news.text
    assert "When are you open?" not in news.text
    assert hers.get(f"{chat}news/?seen=3").status_code == 204  # nothing is read out twice
    case.refresh_from_db()
    assert case.first_human_answer_at
    assert case.is_closed


def test_an_emergency_comes_before_everything_in_the_chat_and_she_says_that_she_called(
    town: Cast, hers: Client
) -> None:
    chat = begin(hers)
    hers.post(chat, {"words": RED})

    page = hers.get(chat).text
    assert page.index("emergency-panel") < page.index('role="log"')
    case = heard()
    assert (case.priority, case.level) == (Priority.NOW, "E0")
    screening = Screening.objects.emergencies_standing().get()
    assert screening.alerted_at
    assert screening.channel == "chat"

    hers.post(f"{chat}called/", {"answer": "called"})

    screening.refresh_from_db()
    assert screening.called_at
    assert "know that you have called" in hers.get(chat).text


def test_who_cannot_call_leaves_a_number_and_her_case_rings_again(town: Cast, hers: Client) -> None:
    chat = begin(hers, RED)
    case = heard()

    hers.post(f"{chat}called/", {"phone": "07700 900123"})
    work_off(Lane.URGENT)

    assert Entry.objects.filter(verb="case.call_back", subject_id=case.pk).exists()
    staff = Client()
    staff.force_login(town.nurse_lin)
    page = staff.get(f"/desk/inbox/{case.pk}/").text
    assert "Cannot call for help" in page
    assert "07700 900123" in page


def test_the_second_word_of_an_emergency_lifts_a_case_that_was_closed(town: Cast, hers: Client) -> None:
    chat = begin(hers)
    cases.close(heard(), because="answered", by=town.sam)

    hers.post(chat, {"words": RED})

    case = heard()
    assert (case.state, case.level, case.reopened) == ("open", "E0", 1)


def test_a_red_line_whose_work_is_done_after_a_later_harmless_one_still_raises_the_case(
    town: Cast, hers: Client
) -> None:
    chat = begin(hers)
    heard()
    for minutes, words in enumerate((RED, "Thank you"), 1):
        with moved_to(now() + timedelta(minutes=minutes)):
            hers.post(chat, {"words": words})
    _first, red, harmless = ChatLine.objects.filter(way="in").order_by("due_at")

    for line in (harmless, red):  # the urgent work failed once and comes again
        chatting.hear(line)

    case = Case.objects.get()
    assert (case.level, case.priority, case.screening) == ("E0", Priority.NOW, red.screening)
    assert case.heard_until == harmless.due_at


@pytest.mark.parametrize("then", ["close", "go_on"])
def test_who_cannot_call_is_heard_though_her_case_was_answered(town: Cast, hers: Client, then: str) -> None:
    chat = begin(hers, RED)
    cases.answer(heard(), "Call an ambulance.", by=town.sam, then=then)

    hers.post(f"{chat}called/", {"phone": "07700 900123"})

    case = heard()
    assert case.is_running
    assert "emergency" in case.topics()
    assert (case.level, case.reopened) == ("E0", int(then == "close"))
    assert called_back(case) == 1


def test_who_cannot_call_is_heard_though_her_case_is_about_a_more_urgent_word(town: Cast, hers: Client) -> None:
    chat = begin(hers, RED)
    case = heard()
    with moved_to(now() + timedelta(minutes=1)):
        hers.post(chat, {"words": LESS_RED})
        assert heard().screening == case.screening
        newest = Screening.objects.order_by("decided_at").last()
        assert newest
        assert newest.level == "E1"

        with moved_to(now() + timedelta(minutes=4)):
            call_back_whoever_said_nothing()
            work_off(Lane.URGENT)
            assert called_back(case) == 2  # for each of the two she said nothing

        hers.post(f"{chat}called/", {"phone": "07700 900123"})

        assert heard().screening == newest
        assert called_back(case) == 3


def test_who_cannot_call_is_heard_though_the_work_of_her_words_has_failed(town: Cast, hers: Client) -> None:
    chat = begin(hers, RED)
    Job.objects.all().delete()

    hers.post(f"{chat}called/", {"phone": "07700 900123"})

    assert called_back(heard()) == 1


def test_saying_the_same_again_rings_nobody_and_writes_nothing_down(town: Cast, hers: Client) -> None:
    chat = begin(hers, RED)
    said = [
        ("called/", {"phone": "07700 900123"}),
        ("called/", {"answer": "called"}),
        ("who/", {"name": "Amara", "phone": "07700 900124"}),
    ]
    for page, words in said:
        assert hers.post(chat + page, words).status_code == 302
    written, counted = Entry.objects.count(), said_so_far()

    for page, words in [*said[1:], ("called/", {"phone": ""}), ("called/", {"phone": Chat.objects.get().said_phone})]:
        assert hers.post(chat + page, words).status_code == 302

    assert (Entry.objects.count(), said_so_far()) == (written, counted)


def test_another_name_or_number_counts_as_a_word_but_the_first_cry_for_help_never(
    town: Cast, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(chats.MOST_FROM_A_NETWORK, "said", 1)
    chat = begin(hers, RED)
    assert hers.post(f"{chat}called/", {"phone": "07700 900123"}).status_code == 302
    written = Entry.objects.count()

    assert hers.post(f"{chat}called/", {"phone": "07700 900124"}).status_code == 429
    assert hers.post(f"{chat}who/", {"name": "Amara", "phone": "07700 900124"}).status_code == 429

    assert Entry.objects.count() == written
    assert Screening.objects.get().cannot_call_at


def test_nobody_says_who_she_is_in_a_chat_that_has_ended(hers: Client) -> None:
    begin(hers)
    chat = Chat.objects.get()
    with moved_to(now() + timedelta(minutes=30)), pytest.raises(Refusal, match="has ended"):
        chats.say_who(chat, name="Amara", birth_date=None, phone="07700900124", network="here")

    assert Chat.objects.get().said_name == ""


def test_who_she_says_she_is_is_tied_to_no_record(town: Cast, hers: Client) -> None:
    before = Patient.objects.count()
    chat = begin(hers)
    born = {"birth_date-day": "9", "birth_date-month": "3", "birth_date-year": "1984"}
    said = hers.post(f"{chat}who/", {"name": "Amara Okafor", "phone": town.amara.phone, **born})
    assert said.headers["Location"] == chat

    case = heard()
    assert case.patient is None
    assert Patient.objects.count() == before
    staff = Client()
    staff.force_login(town.sam)
    page = staff.get(f"/desk/inbox/{case.pk}/").text
    assert "Said to be" in page
    assert "Not checked." in page
    assert str(town.amara.pk) not in page


@pytest.mark.parametrize("phone", ["twelve", "12", "0770", "+44 7700 900123 4567 8"])
def test_a_number_that_is_none_is_said_so(hers: Client, phone: str) -> None:
    chat = begin(hers)

    assert "That is not a phone number" in hers.post(f"{chat}who/", {"name": "A", "phone": phone}).text
    assert Chat.objects.get().said_phone == ""


def test_without_the_key_nothing_is_read(hers: Client) -> None:
    begin(hers, "my private matter")

    for page in (
        "/c/wrong-key/",
        "/c/wrong-key/news/",
        f"/c/{Chat.objects.get().pk}/",
        f"/c/{Chat.objects.get().digest}/",
    ):
        answer = hers.get(page)
        assert answer.status_code == 404
        assert "private" not in answer.text
    assert "private" not in hers.get("/chat/").text


def test_the_key_stands_nowhere_in_what_we_keep_of_her_form(hers: Client) -> None:
    form = {"words": "my private matter", "once": "6f2f2f57-8a30-4f0e-9a5b-7e8f5b0a9a11"}
    first = hers.post("/chat/", form)["Location"]

    assert first.split("/")[2] not in Repeat.objects.get().answer
    assert hers.post("/chat/", form)["Location"] == first
    assert Chat.objects.count() == 1


def test_her_number_is_not_shown_where_her_chat_has_ended(hers: Client) -> None:
    chat = begin(hers, RED)
    hers.post(f"{chat}who/", {"name": "Amara", "phone": "07700 900124"})
    number = Chat.objects.get().said_phone
    assert number in hers.get(chat).text

    hers.post(f"{chat}end/")

    over = hers.get(chat).text
    assert 'name="phone"' in over
    assert number not in over


def test_what_was_said_is_gone_when_she_ends_it(hers: Client) -> None:
    chat = begin(hers, "my private matter")

    hers.post(f"{chat}end/")

    assert "private" not in hers.get(chat).text
    assert "private" not in hers.get(f"{chat}news/?seen=0").text
    hers.post(chat, {"words": "one more thing"})
    assert ChatLine.objects.filter(way="in").count() == 1


def test_half_an_hour_of_quiet_ends_it_and_staff_are_told_that_nobody_would_read(town: Cast, hers: Client) -> None:
    chat = begin(hers, "my private matter")
    case = heard()

    with moved_to(now() + timedelta(minutes=30)):
        assert "private" not in hers.get(chat).text
        with pytest.raises(Refusal, match="has ended"):
            cases.answer(case, "We are here.", by=town.sam)
        staff = Client()
        staff.force_login(town.sam)
        assert "would reach nobody" in staff.get(f"/desk/inbox/{case.pk}/").text


def test_the_chat_speaks_the_language_of_the_page_it_was_begun_on(hers: Client) -> None:
    chat = begin(hers, "¿Cuándo abren?", language="es")

    page = hers.get(chat, headers={"Accept-Language": "pl"}).text
    assert 'lang="es"' in page
    assert Screening.objects.get().language == "es"


def test_whoever_writes_too_much_is_told_to_call(hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chats.MOST_FROM_A_NETWORK, "said", 2)
    chat = begin(hers)
    assert hers.post(chat, {"words": "again"}).status_code == 302

    refused = hers.post(chat, {"words": "and again"})

    assert refused.status_code == 429
    assert "999" in refused.text
    assert ChatLine.objects.filter(way="in").count() == 2
    assert hers.post("/chat/", {"words": "from the beginning"}).status_code == 429
    with moved_to(now() + timedelta(hours=1, seconds=1)):
        begin(hers)
    with moved_to(now() + timedelta(days=2)):
        chats.forget_counts()
    assert not ChatCount.objects.exists()


def test_what_everybody_counts_in_is_touched_last(hers: Client) -> None:
    """Whoever writes next would wait until these words are read."""

    def counted(query: dict[str, str]) -> bool:
        return "inbox_chatcount" in query["sql"]

    with CaptureQueriesContext(connection) as beginning:
        chat = chats.begin(chats.new_key(), RED, language="en", network="here")
    assert chat
    with CaptureQueriesContext(connection) as going_on:
        chats.say(chat, RED, network="here")

    for asked in (beginning, going_on):
        touched = [counted(query) for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert any(touched)
        assert touched == sorted(touched)  # all that is not a count comes first


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_count_that_somebody_holds_is_not_forgotten_under_her_hands() -> None:
    long_ago = now() - timedelta(days=2)
    for key in ("held", "free"):
        ChatCount.objects.create(key=key, since=long_ago)

    def forget() -> None:
        chats.forget_counts()
        connection.close()

    tidying = threading.Thread(target=forget, daemon=True)
    with transaction.atomic():
        ChatCount.objects.select_for_update().get(key="held")
        tidying.start()
        tidying.join(30)
        assert not tidying.is_alive()

    assert list(ChatCount.objects.values_list("key", flat=True)) == ["held"]


def test_a_word_that_is_too_long_is_not_cut_off_in_silence(hers: Client) -> None:
    refused = hers.post("/chat/", {"words": "long " * 900})

    assert "too long" in refused.text
    assert not Chat.objects.exists()


def test_only_the_chat_stands_in_a_frame_and_only_on_the_sites_that_are_named(
    hers: Client, settings: pytest.FixtureRequest
) -> None:
    settings.CHAT_SITES = []  # type: ignore[attr-defined]
    assert "frame-ancestors 'none'" in hers.get("/chat/").headers["Content-Security-Policy"]
    assert hers.get("/chat/").headers["X-Frame-Options"] == "DENY"
    assert hers.get("/chat.js").status_code == 404

    settings.CHAT_SITES = [SITE]  # type: ignore[attr-defined]

    for page in ("/chat/", begin(hers), "/c/wrong-key/"):
        answer = hers.get(page)
        assert f"frame-ancestors {SITE}" in answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
    for page in ("/sign-in/", "/find/"):
        assert "frame-ancestors 'none'" in hers.get(page).headers["Content-Security-Policy"]
    script = hers.get("/chat.js")
    assert SITE in script.text
    assert "javascript" in script.headers["Content-Type"]
    for language in ("en", "es", "fr", "pl", "ar"):
        assert f'"{language}": ' in script.text
