"""How many syllables a word has, in English and Spanish, by rule.

Hyphenation patterns alone are of no use here: they say where a word may be broken, which is not where it is spoken
("medi-cine"). How often the English rules are right is measured in the tests and told in docs/rules/language.md.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words whose sound cannot be heard from their letters. Forms with -s are found through their singular.
EXCEPTIONS = {
    word: count
    for count, words in {
        1: "aisle isle corps moved ache",
        2: "argue business carriage evening wednesday chocolate every different people leopard premier cashier soldier "
        "someone maybe "
        "ageing aged naked wicked blessed sacred crooked headache toothache backache earache friendly pigeon "
        "colleague couple onion anyway plural miscarry create geyser marriage acre prayer layer guinea liquor buoyant "
        "seance "
        "caffeine codeine protein being doing going seeing fluid ruin poem poet giant lion pliers trial vial dial",
        3: "element excrement increment tenement moreover forever several family camera comfortable vegetable recipe "
        "medicine area idea museum nausea pneumonia placebo placenta museum poetry vehicle biopsy stomachache "
        "reenter simile syncope epilepsy created creates creating react genuine suicide casual heroin mosaic average "
        "restaurant naturally interest radiance carriages marriages businesses iodine familiar peculiar behaviour "
        "archaic "
        "miscarriage unaware anyone hygienist cereal vineyard shoreline",
        4: "diarrhea diarrhoea february anemone apostrophe coordinate cooperate temperature immediate interesting "
        "epitome facsimile reality aneurysm literature comfortably",
        5: "immediately cooperation coordination",
    }.items()
    for word in words.split()
}

# A silent e inside a word: some-where, care-ful, state-ment; but not set-tle-ment.
JOINED = re.compile(
    r"^(?:some|there|where|home|house|horse|nose|eye|fire|life|time|side|wide|safe|care|face|base|space|lace|name|hope|"
    r"like|stone|bone|store|whole|wire|pipe|ware|type|note|gate|cheese|nine|take|make|fore(?=head|see|name|"
    r"cast|hand|most|"
    r"going|skin|sight|ground|finger|arm)|here(?=by|with|to|in|of)|white|smoke|grape|spare|price|rule|knee|brace|tape)"
    r"(?=[bcdfghjklmnpqrstvwxyz].*[aeiouy])"
)
BEFORE_ENDING = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=(?:ly|ments?|ful|fully|less|lessly|lessness|ness|some)$)")
BEFORE_ENDING_LONG = re.compile(
    r"(?<=[aeiouy][^aeiouy][^aeiouyl])e(?=(?:ly|ments?|ful|fully|less|lessly|lessness|ness|some)$)"
)
SPOKEN_LAST_E = re.compile(r"[^aeiouyw]l$|[bct]r$")  # ta-ble, cen-tre
HISSING = re.compile(r"(?:[sxzcg]|sh|ch)$")

LONGEST = 60  # letters; what is longer is no word
VOWELS = re.compile(r"[aeiouy]+")

# Two vowels side by side that are spoken as two: the first is the one we stand on.
APART = re.compile(
    r"(?<![cgst])(?<!ll)i(?=a)(?!a(?:ge|r$))(?<!li(?=an))|(?<=[cst])i(?=at)|(?<=st)i(?=al)|(?<=g)i(?=ant)|"
    r"(?<![tscgxn])(?<!ll)(?<!sh)i(?=on)|(?<![tscgxvn])i(?=o[^nu])|(?<=[^tscgx])i(?=ou)|(?<=n)i(?=or[iea])|i(?=o$)|"
    r"i(?=u)|i(?=i)|i(?=et)|(?<![tc])i(?=en[ct])|(?<=al)i(?=en)|(?<=[aeiouy].)i(?=ers?$|est$)|"
    r"(?<=[aeiouy]..)i(?=ers?$|est$)|"
    r"(?<=[^p])e(?=o)(?<!ge(?=o[nru]))(?<!che(?=on))|"
    r"(?<=rh)e(?=a)|(?<=corn)e(?=a)|(?<=apn)e(?=a)|(?<=ton)e(?=a)|(?<=phag)e(?=a)|(?<=trach)e(?=a)|"
    r"(?<=[aeiou]r)e(?=a$)|"
    r"(?<=pancr)e(?=a)|(?<=^cr)e(?=at(?!ure))|(?<=rin)e(?=al)|(?<=^r)e(?=a(?:ss|pp|ct|ll[oy]|tt))|(?<=^th)e(?=at)|"
    r"e(?=um$)|e(?=ings?$)|(?<=^r)e(?=i[nm][fbstv])|(?<=^pr)e(?=e[mx])|"
    r"a(?=ic)|a(?=o)|o(?=ings?$)|(?<=[rt])o(?=ic(?:al|ally|s)?$)|(?<=p)o(?=e[mt])|(?<=^c)o(?=ag|ex|op|ord|"
    r"in[cf])|(?<=z)o(?=a|ol)|"
    r"(?<![qgs])u(?=a)|(?<=[gs])u(?=al)|(?<![qg])u(?=en[ct])|(?<=[dfrg])u(?=el)|u(?=it[iy])|(?<![qg])u(?=id|in[^gt])|"
    r"(?<=s)u(?=ici)|(?<!q)u(?=ing)|(?<![qb])u(?=o)|"
    r"(?<=[^aeiou])y(?=[aeiou])|(?<=[^aeiouy])y(?=i)"
)


@lru_cache(maxsize=20_000)
def english(word: str) -> int:
    """The syllables of one English word; at least one."""
    spoken_end = word[-1:] in ("é", "É")  # café
    word = _letters(word[:LONGEST])
    if word.endswith("n't"):
        return english(word[:-3]) + (word[-4:-3] in ("d", "s", "t"))  # could-n't, but don't
    word = word.removesuffix("'s").replace("'", "")
    known = EXCEPTIONS.get(word) or EXCEPTIONS.get(word.removesuffix("s"))
    if known:
        return known
    count = 0
    if joined := JOINED.match(word):
        count, word = _spoken(word[: joined.end()]), word[joined.end() :]
    return max(1, count + _spoken(word) + (spoken_end and word.endswith("e")))


def _spoken(word: str) -> int:
    count = 0
    if re.search(r"(?:sm|thm)s?$", word):  # spas-m, rhyth-m
        count += 1
    word = BEFORE_ENDING_LONG.sub("", BEFORE_ENDING.sub("", word))
    word = re.sub(r"(?<=[gq])ue(?=s?$|d$)", "", word)  # ton-gue, tech-nique
    if ending := re.search(r"e[sd]?$", word):
        stem = word[: ending.start()]
        kept = {"e": False, "es": bool(HISSING.search(stem)), "ed": stem[-1:] in ("t", "d")}[ending.group()]
        if VOWELS.search(stem) and not kept:
            word = stem + ("e" if SPOKEN_LAST_E.search(stem) else "")
    word = re.sub(r"^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "j", word)  # here y is a consonant
    return max(count + len(VOWELS.findall(word)) + len(APART.findall(word)), 1)


STRONG, WEAK = "aeoáéó", "iuü"


@lru_cache(maxsize=20_000)
def spanish(word: str) -> int:
    """The syllables of one Spanish word: two strong vowels part, a weak one leans on its neighbour unless accented."""
    word = unicodedata.normalize("NFC", word[:LONGEST].lower())
    word = re.sub(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])", "", word)
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)  # muy, y
    count, before = 0, ""
    for letter in word:
        if letter == "h" and before:
            continue  # a silent h does not keep vowels apart or together: ahora, prohibir
        if letter in "aeiouáéíóúü":
            together = before and (letter in WEAK or before in WEAK) and not (letter in "íú" or before in "íú")
            count += not together
            before = letter
        else:
            before = ""
    return max(1, count)


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(letter for letter in plain if "a" <= letter <= "z" or letter == "'")
