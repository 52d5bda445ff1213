from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from bedside.access import actions
from bedside.access.models import Misses, User
from bedside.hours.clock import Stopped, stopped_at

from .conftest import WORDS, Letters

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERS, THEIRS = "198.51.100.7", "203.0.113.9"


def miss(login: str, *, network: str, times: int = 1) -> list[int]:
    stranger = Client(REMOTE_ADDR=network)
    return [stranger.post("/sign-in/", {"login": login, "password": "guess"}).status_code for _ in range(times)]


def try_words(login: str, *, network: str) -> int:
    return Client(REMOTE_ADDR=network).post("/sign-in/", {"login": login, "password": WORDS}).status_code


def test_two_hundred_misses_from_elsewhere_do_not_keep_a_patient_out(amara: User) -> None:
    answers = miss(amara.email, network=THEIRS, times=200)

    assert answers.count(200) <= 10, "only few guesses were looked at"
    assert set(answers[20:]) == {429}
    assert try_words(amara.email, network=HERS) == 302


def test_no_more_than_ten_guesses_from_one_network_are_looked_at_in_fifteen_minutes(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        looked_at = 0
        for _ in range(90):
            looked_at += miss(amara.email, network=THEIRS) == [200]
            clock.move(seconds=10)

    assert 5 <= looked_at <= 10


def test_the_wait_grows_with_every_miss_and_ends(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        waits = []
        miss(amara.email, network=HERS, times=4)
        for _ in range(7):
            assert miss(amara.email, network=HERS) == [200]
            waits.append(_until_heard(clock, amara))

    assert waits == [1, 2, 4, 8, 15, 15, 15]


def _until_heard(clock: Stopped, user: User) -> int:
    page = Client(REMOTE_ADDR=HERS).post("/sign-in/", {"login": user.email, "password": "guess"})
    minutes = int(page["Retry-After"]) // 60
    clock.move(minutes=minutes)
    return minutes


def test_while_waiting_even_the_right_password_is_not_looked_at(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        miss(amara.email, network=THEIRS, times=5)
        assert try_words(amara.email, network=THEIRS) == 429
        clock.move(minutes=1)
        assert try_words(amara.email, network=THEIRS) == 302


def test_a_login_that_does_not_exist_waits_just_the_same(amara: User) -> None:
    assert miss("nobody@here.example", network=THEIRS, times=7) == miss(amara.email, network=HERS, times=7)


def test_her_own_device_works_on_the_network_of_the_attacker(amara: User, sign_in: Callable[..., Client]) -> None:
    phone = sign_in(amara)
    phone.post("/sign-out/")
    miss(amara.email, network=HERS, times=30)

    assert phone.post("/sign-in/", {"login": amara.email, "password": WORDS}).status_code == 302


def test_a_device_known_to_another_login_is_a_stranger_here(
    amara: User, sam: User, sign_in: Callable[..., Client]
) -> None:
    desk = sign_in(sam, network=THEIRS)
    desk.post("/sign-out/")
    for _ in range(5):
        desk.post("/sign-in/", {"login": amara.email, "password": "guess"})

    assert desk.post("/sign-in/", {"login": amara.email, "password": WORDS}).status_code == 429


def test_under_attack_from_many_networks_a_new_place_waits_twenty_seconds_and_is_let_in(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        for last in range(4):
            miss(amara.email, network=f"203.0.113.{last}", times=3)

        assert try_words(amara.email, network=HERS) == 429
        clock.move(seconds=21)
        assert try_words(amara.email, network=HERS) == 302


def test_after_a_hundred_misses_only_a_known_device_or_a_new_password_opens(
    amara: User, sign_in: Callable[..., Client], letters: Letters
) -> None:
    with stopped_at(MORNING) as clock:
        phone = sign_in(amara)
        phone.post("/sign-out/")
        for last in range(25):
            miss(amara.email, network=f"203.0.113.{last}", times=4)
            clock.move(minutes=20)

        page = Client(REMOTE_ADDR="192.0.2.1").post("/sign-in/", {"login": amara.email, "password": WORDS})
        assert page.status_code == 429
        assert "the password alone does not open it now" in page.text
        assert phone.post("/sign-in/", {"login": amara.email, "password": WORDS}).status_code == 302
        assert try_words(amara.email, network="192.0.2.1") == 302, "a success begins the count anew"


def test_a_password_typed_into_the_wrong_box_is_not_kept(db: None) -> None:
    miss("mysecretpassword@x.example", network=THEIRS)

    row = Misses.objects.get()
    assert "mysecret" not in f"{row.login} {row.source}"


def test_ipv6_neighbours_count_as_one_network(amara: User) -> None:
    for host in range(5):
        miss(amara.email, network=f"2001:db8:1:2::{host + 1}")

    assert Misses.objects.count() == 1


def test_old_misses_are_thrown_away(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        miss("typo@here.example", network=HERS)
        miss(amara.email, network=HERS, times=3)
        clock.move(days=2)
        actions.tidy_up()
        assert Misses.objects.count() == 1
        clock.move(days=40)
        actions.tidy_up()
        assert not Misses.objects.exists()


def test_after_a_quiet_hour_the_wait_begins_again_at_nothing(amara: User) -> None:
    with stopped_at(MORNING) as clock:
        miss(amara.email, network=HERS, times=5)
        clock.move(hours=2)
        assert miss(amara.email, network=HERS, times=4) == [200] * 4
