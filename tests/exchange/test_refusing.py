from __future__ import annotations

import bz2
import gzip
import json
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.exchange.actions import import_file, import_files
from bedside.exchange.reading import Damaged
from bedside.journal.models import Entry
from bedside.people.models import Patient
from bedside.records.models import Parcel

from .conftest import Resource, Write

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Resource]], object]

WRONG: dict[str, tuple[Change, str]] = {
    "a required element is missing": (
        lambda sent: sent["pain"].pop("code"),
        "entry 2, Observation/pain Observation.code: required",
    ),
    "a wrong type": (
        lambda sent: sent["nora"].update(gender=3),
        "entry 3, Patient/nora Patient.gender: expected a string",
    ),
    "a day no calendar has": (
        lambda sent: sent["nora"].update(birthDate="2023-02-30"),
        "entry 3, Patient/nora Patient.birthDate: There is no such day as 2023-02-30",
    ),
    "a time on a day no calendar has": (
        lambda sent: sent["knee-visit"]["period"].update(end="2023-02-29T10:00:00Z"),
        "entry 1, Encounter/knee-visit Encounter.period.end: There is no such day",
    ),
    "a reference that leads nowhere": (
        lambda sent: sent["pain"].update(subject={"reference": "Patient/nobody"}),
        "entry 2, Observation/pain Observation.subject.reference: It refers to Patient/nobody",
    ),
    "a search that finds nobody": (
        lambda sent: sent["berg"].update(identifier=[{"system": "http://npi", "value": "78"}]),
        "entry 1, Encounter/knee-visit Encounter.participant[0].individual.reference: It refers to",
    ),
    "a search that finds two": (
        lambda sent: sent.update(other=sent["berg"] | {"id": "other"}),
        "one should fit, but 2 did",
    ),
    "a part that is not contained": (
        lambda sent: sent["pain"].update(device={"reference": "#scale"}),
        "Observation.device.reference: There is no '#scale' contained",
    ),
    "one id with two meanings": (
        lambda sent: sent.update(twin=sent["nora"] | {"gender": "male"}),
        "entry 6, Patient/nora id: Entry 3 has the same id",
    ),
    "no id": (lambda sent: sent["pain"].update(id="a_b"), "entry 2, Observation/a_b id: 'a_b' is not an id"),
    "a character nobody can show": (
        lambda sent: sent["nora"]["name"][0].update(family="Qu\u0000ist"),
        "entry 3, Patient/nora Patient.name[0].family: It holds a control character",
    ),
    "a name longer than ours may be": (
        lambda sent: sent["nora"]["name"][0].update(family="Q" * 101),
        "entry 3, Patient/nora: Ensure this value has at most 100 characters",
    ),
    "a type R4 does not have": (lambda sent: sent["south"].update(resourceType="Place"), "entry 5, Place/south"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_damaged_file_is_refused_whole_naming_file_entry_and_element(
    case: str, bundle: Write, sent: dict[str, Resource]
) -> None:
    change, sentence = WRONG[case]
    change(sent)

    with pytest.raises(Damaged) as refused:
        import_file(bundle(list(sent.values()), "sent.json"))

    assert refused.value.sentence.startswith("sent.json, ")
    assert sentence in refused.value.sentence
    assert not Entry.objects.exists()
    assert not Parcel.objects.exists()


TEXTS = {
    "cut off": ('{"resourceType": "Bundle", "entry": [', "not whole JSON"),
    "nothing": ("", "not whole JSON"),
    "not a number": ('{"resourceType": "Patient", "id": "a", "x": NaN}', "not whole JSON"),
    "too large a number": ('{"resourceType": "Patient", "id": "a", "x": 1e400}', "too large"),
    "a key twice": ('{"resourceType": "Patient", "id": "a", "id": "b"}', "more than once"),
    "a key twice where R4 knows nothing": ('{"resourceType": "Patient", "id": "a", "x": {"y": 1, "y": 2}}', "'y'"),
    "half a character": ('{"resourceType": "Patient", "id": "a", "language": "\\ud800"}', "surrogate"),
    "nested without end": ('{"resourceType":"Patient","x":' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    "a list": ("[]", "resourceType"),
    "a bundle of history": ('{"resourceType": "Bundle", "type": "history"}', "type history is not taken"),
    "an entry without a resource": (
        '{"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": "Patient"}}]}',
        "entry 1: There is no resource",
    ),
    "a deletion": (
        '{"resourceType": "Bundle", "type": "batch", "entry": [{"resource": {"resourceType": "Patient", "id": "a"}, '
        '"request": {"method": "DELETE", "url": "Patient/a"}}]}',
        "entry 1, request.method: Only POST and PUT",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_what_is_not_whole_json_is_refused_at_once(case: str, tmp_path: Path) -> None:
    text, sentence = TEXTS[case]
    file = tmp_path / "a.json"
    file.write_text(text)

    with pytest.raises(Damaged) as refused:
        import_file(file)

    assert sentence in refused.value.sentence


def test_a_day_that_is_only_talked_about_may_be_impossible(bundle: Write, sent: dict[str, Resource]) -> None:
    sent["pain"]["note"] = [{"text": "2023-02-30"}]

    import_file(bundle(list(sent.values())))

    assert Parcel.objects.count() == 5


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"resourceType": "Patient", "id": "\xff"}')

    with pytest.raises(Damaged, match="Byte 36 is not UTF-8"):
        import_file(tmp_path / "a.json")


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path, sent: dict[str, Resource]) -> None:
    for name, pack in ((".gz", gzip.compress), (".bz2", bz2.compress)):
        file = tmp_path / f"a.json{name}"
        file.write_bytes(pack(json.dumps(sent["nora"]).encode())[:-10])
        with pytest.raises(Damaged, match=r"a\.json\.\w+: It "):
            import_file(file)


def test_a_file_packed_to_burst_is_refused_before_it_does(tmp_path: Path) -> None:
    for name, pack in ((".gz", gzip.compress), (".bz2", bz2.compress)):
        file = tmp_path / f"a.json{name}"
        file.write_bytes(pack(b'{"a":"' + b" " * 200_000_000))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        with pytest.raises(Damaged, match="times its size"):
            import_file(file)

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000


def test_one_damaged_file_does_not_stop_the_others(bundle: Write, sent: dict[str, Resource], tmp_path: Path) -> None:
    bundle(list(sent.values()), "good.json")
    (tmp_path / "bad.json").write_text("{")

    outcomes = import_files([tmp_path])

    assert [bool(one.refused) for one in outcomes] == [True, False]
    assert Patient.objects.count() == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "name", "subject", "entry", "resource", "reference", "type", "x"]), inner
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(["Patient", "Bundle", "Encounter", "Basic", ""]),
)
def test_whatever_json_is_sent_the_answer_is_a_sentence_or_a_record(tmp_path: Path, said: object, kind: str) -> None:
    whole = {"resourceType": kind, "id": "a", **said} if isinstance(said, dict) else said
    file = tmp_path / "any.json"
    file.write_text(json.dumps(whole))

    [outcome] = import_files([file])

    assert not outcome.refused or outcome.refused.startswith("any.json")
