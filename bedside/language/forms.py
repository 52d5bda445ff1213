"""The forms a word takes, so that "administered" is known by "administer" and answered with "given"."""

from __future__ import annotations

import re

BASE, WITH_S, PAST, PARTICIPLE, ING = "base", "s", "past", "participle", "ing"

IRREGULAR = {
    line.split()[0]: line.split()
    for line in """\
be is was been being
become becomes became become becoming
begin begins began begun beginning
bleed bleeds bled bled bleeding
breathe breathes breathed breathed breathing
bring brings brought brought bringing
build builds built built building
burst bursts burst burst bursting
buy buys bought bought buying
choose chooses chose chosen choosing
come comes came come coming
cut cuts cut cut cutting
die dies died died dying
do does did done doing
eat eats ate eaten eating
feel feels felt felt feeling
find finds found found finding
forego foregoes forewent foregone foregoing
forgo forgoes forwent forgone forgoing
get gets got got getting
give gives gave given giving
go goes went gone going
have has had had having
hold holds held held holding
keep keeps kept kept keeping
know knows knew known knowing
leave leaves left left leaving
let lets let let letting
light lights lit lit lighting
make makes made made making
meet meets met met meeting
pay pays paid paid paying
put puts put put putting
run runs ran run running
say says said said saying
see sees saw seen seeing
send sends sent sent sending
set sets set set setting
speak speaks spoke spoken speaking
speed speeds sped sped speeding
spend spends spent spent spending
spread spreads spread spread spreading
swell swells swelled swollen swelling
take takes took taken taking
tell tells told told telling
think thinks thought thought thinking
throw throws threw thrown throwing
undergo undergoes underwent undergone undergoing
understand understands understood understood understanding
undertake undertakes undertook undertaken undertaking
withhold withholds withheld withheld withholding
write writes wrote written writing""".splitlines()
}
DOUBLED = frozenset(
    ("transmit", "submit", "occur", "incur", "defer", "remit", "recur", "ban", "stop", "drop", "plan", "fit")
)
PEOPLE = {"person": "people", "man": "men", "woman": "women", "woman's": "women's", "child": "children"}


def of_verb(verb: str) -> dict[str, str]:
    """Every form of a verb, by its tag; what follows the first word stays as it is."""
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    if tail.startswith(" or "):  # eat or drink
        other = of_verb(tail.removeprefix(" or "))
        return {tag: f"{form} or {other[tag]}" for tag, form in of_verb(first).items()}
    if first in IRREGULAR:
        forms = IRREGULAR[first]
    else:
        ed, ing = _endings(first)
        forms = [first, with_s(first), ed, ed, ing]
    return {tag: form + tail for tag, form in zip((BASE, WITH_S, PAST, PARTICIPLE, ING), forms, strict=True)}


def with_s(word: str) -> str:
    """One more than one: lungs, boxes, bodies, analyses."""
    if re.search(r"(?:[^aeiou])y$", word):
        return word[:-1] + "ies"
    if word.endswith("sis"):
        return word[:-2] + "es"
    if re.search(r"(?:s|x|z|ch|sh)$", word) or word == "go":
        return word + "es"
    return word + "s"


def plural(say: str) -> str:
    """The plural of what to say: the starred word, else the last; whoever "takes" then "take"."""
    if say.endswith("+"):
        return bare(say)
    words = say.split()
    at = next((i for i, word in enumerate(words) if "*" in word), len(words) - 1)
    noun = words[at].replace("*", "")
    words[at] = PEOPLE.get(noun) or (noun if noun.endswith("s") and "*" not in say else with_s(noun))
    if words[0] in ("a", "an"):
        words = words[1:]
    several = {"causes": "cause", "goes": "go", "studies": "study", "has": "have"}
    return re.sub(
        r"\b(who|that) (\w+s)\b",
        lambda found: f"{found[1]} {several.get(found[2]) or found[2][:-1]}",
        " ".join(words),
    )


def bare(say: str) -> str:
    """What to say, without the marks for its plural."""
    return say.removesuffix("+").replace("*", "").strip()


def _endings(verb: str) -> tuple[str, str]:
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb + "d", verb[:-1] + "ing"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied", verb + "ing"
    if verb in DOUBLED:
        verb += verb[-1]
    return verb + "ed", verb + "ing"


def of_spanish_verb(verb: str) -> list[str]:
    """The forms of a regular Spanish verb that letters use: infinitive, usted, they, we, the order, done and doing."""
    first, _, rest = verb.partition(" ")
    stem, ending = first[:-2], first[-2:]
    soft = stem
    if ending == "ar":
        for hard, softer in (("z", "c"), ("c", "qu"), ("g", "gu")):
            if stem.endswith(hard):
                soft = stem[: -len(hard)] + softer
                break
        endings = ["a", "an", "amos", "ó", "aron", "ado", "ada", "ados", "adas", "ando", "ará", "arán", "aremos"]
        orders = ["e", "en", "emos"]
    else:
        endings = ["e", "en", "ió", "ieron", "ido", "ida", "idos", "idas", "iendo", f"{ending}á", f"{ending}án"]
        endings.append(f"{ending}emos")
        orders = ["a", "an", "amos"]
    forms = [first, *(stem + end for end in endings), *(soft + end for end in orders)]
    if first in ("requerir", "obtener"):
        root = {"requerir": "requier", "obtener": "obtien"}[first]
        forms += [
            root + "e",
            root + "en",
            *(["requiera", "requieran"] if first == "requerir" else ["obtenga", "obtengan"]),
        ]
    return [f"{form} {rest}".strip() for form in forms]


def spanish_plural(noun: str) -> str:
    if noun.endswith(("a", "e", "i", "o", "u", "á", "é", "ó")):
        return noun + "s"
    if noun.endswith(("s", "x")):
        return noun
    if noun.endswith("z"):
        return noun[:-1] + "ces"
    for accented, plain in (("ón", "on"), ("én", "en"), ("ín", "in"), ("án", "an"), ("és", "es")):
        if noun.endswith(accented):
            return noun[: -len(accented)] + plain + "es"
    return noun + "es"
