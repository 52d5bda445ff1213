"""Makes the second reader's weights from the development messages; scripts/urgency-reader runs it.

Nothing of the bank is among them. Chosen limits and version stay as they stand in reader.toml.
"""

from __future__ import annotations

import random
import re
import zlib
from hashlib import sha256

import numpy as np

from bedside.urgency.catalog import catalog
from bedside.urgency.levels import EMERGENCY
from bedside.urgency.second import BITS, DATA, features
from bedside.urgency.words import clean
from tests.urgency.cases import FOLDER, cases
from tests.urgency.rounds import lines

Message = tuple[str, str, bool]  # language, text, whether it is an emergency
STEPS, RATE, KEEP_SMALL = 150, 0.3, 1e-5
UNSURE, HARDER = 1.5, 5.0
MIXED = 0.5  # of an ordinary message with an urgent one, and of two ordinary ones: so many for each ordinary one


def messages() -> list[Message]:
    """Every development message that is an emergency or is ordinary; what lies between teaches nothing here."""
    found: list[Message] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for case in cases(path.stem):
            if case.rule == "-" or catalog()[case.rule].level in EMERGENCY:
                found.append((case.language, case.text, case.rule != "-"))
    for path in sorted(FOLDER.glob("round*.jsonl")):
        found += [(line.language, line.text, line.urgent) for line in lines(path)]
    return found


def mixed(given: list[Message]) -> list[Message]:
    """An ordinary message beside an urgent one is urgent: so that small talk around it does not drown an alarm."""
    chance, made = random.Random(1), list[Message]()
    for language in sorted({message[0] for message in given}):
        urgent = [text for name, text, alarm in given if name == language and alarm]
        ordinary = [text for name, text, alarm in given if name == language and not alarm]
        for _ in range(int(MIXED * len(ordinary))):
            made.append((language, f"{chance.choice(ordinary)} {chance.choice(ordinary)}", False))
            both = [chance.choice(urgent), chance.choice(ordinary)]
            chance.shuffle(both)
            made.append((language, " ".join(both), True))
    return made


def learn(given: list[Message]) -> tuple[np.ndarray, float]:
    """Logistic regression on what stands in each message; what is nearly wrong counts more in a second pass."""
    seen = [sorted(features(clean(text))) for _, text, _ in given]
    rows = np.repeat(np.arange(len(seen)), [len(each) for each in seen])
    columns = np.concatenate([np.array(each) for each in seen])
    values = np.concatenate([np.full(len(each), 1 / np.sqrt(len(each))) for each in seen])
    alarm = np.array([message[2] for message in given], float)
    counts = np.where(alarm == 1, 0.5 / alarm.mean(), 0.5 / (1 - alarm.mean())) / len(given)
    weights, bias, said = _fit(rows, columns, values, alarm, counts)
    hard = np.where(alarm == 1, said < UNSURE, said > -UNSURE / 2)
    weights, bias, _ = _fit(rows, columns, values, alarm, counts * np.where(hard, HARDER, 1.0))
    return weights, bias


def _fit(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, alarm: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, float, np.ndarray]:
    size = 1 << BITS
    weights, first, second = np.zeros(size + 1), np.zeros(size + 1), np.zeros(size + 1)  # the last one is the bias
    for step in range(1, STEPS + 1):
        said = np.bincount(rows, values * weights[columns], minlength=len(alarm)) + weights[size]
        wrong = (1 / (1 + np.exp(-said)) - alarm) * counts
        slope = np.bincount(columns, values * wrong[rows], minlength=size + 1) + KEEP_SMALL * weights
        slope[size] = wrong.sum()
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope * slope
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-7)
    return weights[:size], float(weights[size]), said


def write() -> None:
    """Learn from all messages and keep the weights as small whole numbers beside what they are."""
    given = messages()
    weights, bias = learn(given + mixed(given))
    scale = float(np.abs(weights).max()) / 127
    packed = zlib.compress(np.rint(weights / scale).astype(np.int8).tobytes(), 9)
    made = {
        "weights": f'"{sha256(packed).hexdigest()}"', "scale": f"{scale:.9g}", "bias": f"{bias:.9g}",
        "messages": str(len(given)), "urgent": str(sum(message[2] for message in given)),
    }  # fmt: skip
    told = (DATA / "reader.toml").read_text("utf-8")
    for name, said in made.items():
        told = re.sub(rf"(?m)^{name} = .*$", f"{name} = {said}", told)
    (DATA / "reader.toml").write_text(told, "utf-8")
    (DATA / "weights.bin").write_bytes(packed)
    print(f"{len(given)} messages, {len(packed)} bytes of weights")


if __name__ == "__main__":
    write()
