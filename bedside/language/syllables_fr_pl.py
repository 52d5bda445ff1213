"""The syllables of French words as they are said, and of Polish words as they are written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 80  # letters looked at

FRENCH_VOWELS = "aàâäæeéèêëiîïoôöœuùûüy"
SILENT_ENDING = re.compile(
    r"(?<=[^\W\d_])es?$|(?<=nn)ent$|(?<=[^o]uv)ent$|(?<=[io]iv)ent$|(?<=ss|tt|ll|mm)ent$|(?<=o[ru]l)ent$"
)  # journé(e), vienn(ent), peuv(ent); not souv-ent, mo-ment
NEW_ONE = re.compile(
    r"(?<=é)[aàâeèêioôuy](?!$)|(?<=[aoué])[éèë]|(?<=[aeiouyé])[ïü]|(?<=[bcdfgptv][lr]i)[aeéèo]"
)  # ré-u-nion, a-é-roport, ma-ïs, ou-bli-er


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word[:LONGEST].lower().replace("’", "'"))


@lru_cache(maxsize=20_000)
def french(word: str) -> int:
    """The syllables of one French word: vowels side by side are one, and the e at its end is not said."""
    said = re.sub(r"(?<=q)u|(?<=g)u(?=[eéèêiy])", "", _plain(word).replace("'", ""))
    said = SILENT_ENDING.sub("", said) if re.search(rf"[{FRENCH_VOWELS}].*[{FRENCH_VOWELS}]", said) else said
    said = re.sub(rf"(?<=[{FRENCH_VOWELS}])y(?=[{FRENCH_VOWELS}])|^y(?=[{FRENCH_VOWELS}])", "j", said)
    said = re.sub(r"(?<=a)y(?=s)", "-i", said)  # pa-ys
    return max(1, len(re.findall(rf"[{FRENCH_VOWELS}]+", NEW_ONE.sub(lambda found: f"-{found.group()}", said))))


@lru_cache(maxsize=20_000)
def polish(word: str) -> int:
    """The syllables of one Polish word: each vowel is one, but for the i that only softens what stands before it."""
    said = re.sub(r"i(?=[aąeęoóu])", "", _plain(word))
    said = re.sub(r"(?<!^n)(?<!^z)au|(?<!prz)(?<!ni)eu", "a", said)  # auto, Europa; not na-uka, prze-u-
    return max(1, len(re.findall(r"[aąeęioóuy]", said)))
