"""The words that deny, stop, join and say little, in each language that is compared."""

from __future__ import annotations

NOT, STOP = "not", "stop"

SAYS = {
    ("en", NOT): r"(?:do|does|did|is|are|was|were|has|have|had|could|would|should|must|need|might|may)n't|"
    r"can(?:not|'t)|won't|not|no(?! ?\.? ?\d)|never|none|nothing|nobody|neither|nor|without|negative|"
    r"den(?:y|ies|ied|ying)|absen(?:t|ce)|nil|unable|unlikely|abnormal\w*|avoid\w*|rul(?:e|ed|ing)s? out|"
    r"exclud(?:e|ed|es)|unless|free of|contra-?indicat\w+|refus(?:e|ed|es)|declin(?:e|ed|es)|non(?=-)",
    ("en", STOP): r"stop(?:s|ped|ping)?|discontinu\w+|ceas(?:e|ed|es|ing)|no longer|no more|withh(?:old|olds|eld)|"
    r"c(?:o|a)m(?:e|ing) off|quit",
    ("es", NOT): r"no|nunca|jamás|sin|ning[uú]n\w*|nada|nadie|tampoco|ni|nieg\w+|negó|negativ[oa]s?|ausen\w+|"
    r"descart\w+|evit\w+|a menos que|anormal\w*|incapaz|contraindicad\w+|rechaz\w+",
    ("es", STOP): r"dej(?:e|en|ar|a|ó|ado|amos) de|suspend\w*|suspens\w+|interrump\w+|pare|parar|ya no|retir\w+",
    ("fr", NOT): r"pas|jamais|aucune?s?|rien|personne|sans|ni|non|nie(?:nt)?|négatif|négatifs|négatives?|abs[ea]n\w+|"
    r"évit\w+|exclu\w*|écart\w+|impossible|interdi\w+|contre-indiqu\w+|refus\w+|anormal\w*|à moins qu\w+",
    ("fr", STOP): r"arrêt\w*|cess\w+|stop\w*|suspend\w*|suspens\w+|interromp\w+|interrup\w+|"
    r"ne? (?:\w+ ){0,3}plus(?! (?:de |d |que )?\d)",
    ("pl", NOT): r"nie|bez|nigdy|nic|nikt|żad\w+|ani|brak\w*|neguj\w+|negatywn\w+|ujemn\w+|wyklucz\w+|unika\w*|"
    r"zakaz\w*|zabron\w+|przeciwwskaz\w+|odm[oaó]w\w+|niemożliw\w+|chyba że",
    ("pl", STOP): r"odstaw\w*|przesta\w+|przerw\w+|wstrzym\w+|zakończ\w+|stop|nie (?:\w+ ){0,3}już|już nie|"
    r"zaprzesta\w+|zrezygn\w+",
    (
        "ar",
        NOT,
    ): r"[وف]?(?:لا|لم|لن|ليست?|غير|بدون|دون|بلا|ينفي|تنفي|نفي|سلبي[هة]?|عدم|تجنب\w*|ممنوع[هة]?|يمنع|تمنع|محظور|"
    r"ابدا|مستبعد|استبعاد|يرفض|ترفض)",
    ("ar", STOP): r"[وف]?(?:ال)?(?:اوقف\w*|ايقاف|توقف\w*|وقف|تعليق|امتنع\w*|لم [يت]عد|بعد الان)",
}
# What may stand for a "not" that is said otherwise, and need not be said again: fasting.
MAYBE = {
    "en": r"fast(?:ing|ed|s)?",
    "es": r"ayun\w+",
    "fr": r"à jeun|jeûn\w*",
    "pl": r"na czczo|głodz\w+",
    "ar": r"[وف]?(?:ال)?(?:صيام|صائم[اةه]?)",
}
# Words that only set a bound to a number, and "not only": they deny nothing.
NO_DENIAL = {
    "en": r"\b(?:no|not) (?:more|less|fewer|longer|later|earlier) than(?= ?\d| [a-z]+ )|\bnot only\b",
    "es": r"\bno (?:más|menos|mas) de\b|\bno s[oó]lo\b|\bno solamente\b",
    "fr": r"\bpas (?:plus|moins) d\w* ?(?=\d|\w)|\bpas seulement\b|\bne? (?:\w+ ){1,2}que\b|\bsans dépasser\b|"
    r"\bne dépassez pas\b|\barrêts? (?:de travail|maladie)\b",
    "pl": r"\bnie (?:więcej|mniej|dłużej|później|wcześniej) niż\b|\bnie tylko\b|\bnie przekraczaj\b",
    "ar": r"[وف]?(?:لا|ما لا) (?:[تي]تجاوز|[تي]زيد عن|[تي]زيد على|[تي]زد عن|[تي]قل عن)(?= ?\d|(?= \w))|"
    r"لا (?:اكثر|اقل) من|ليس فقط",
}
STARTS = {  # words with which something new begins, though the sentence goes on
    "en": "you|he|she|they|we|take|keep|start|continue|use|call|come|do|stop|please|if|no|not|never|avoid|"
    "denies|without",
    "es": "usted|tome|siga|empiece|use|llame|venga|si|no|nunca|evite|niega|sin|deje|suspenda",
    "fr": "vous|prenez|continuez|commencez|utilisez|appelez|revenez|venez|si|ne|n|pas|jamais|évitez|sans|"
    "arrêtez|aucun|aucune|gardez|poursuivez",
    "pl": "bierz|weź|przyjmuj|kontynuuj|zacznij|stosuj|zadzwoń|przyjdź|jeśli|nie|nigdy|unikaj|bez|przestań|odstaw|brak",
    "ar": "تناول|خذ|استمر|ابدا|استخدم|اتصل|عد|اذا|لا|ليس|تجنب|بدون|اوقف|توقف",
}
ENDS = {
    "en": rf"[.;:!?\n]|,? (?:but|so|because|although|then) |,? and (?=(?:{STARTS['en']}|have|has|is|are)\b)|"
    rf", (?=(?:{STARTS['en']})\b)",
    "es": rf"[.;:!?\n]|,? (?:pero|así que|porque|aunque|entonces) |,? y (?=(?:{STARTS['es']}|tiene|está|es)\b)|"
    rf", (?=(?:{STARTS['es']})\b)",
    "fr": rf"[.;:!?\n]|,? (?:mais|donc|car|parce que|alors|puis) |,? et (?=(?:{STARTS['fr']}|avez|êtes|est)\b)|"
    rf", (?=(?:{STARTS['fr']})\b)",
    "pl": rf"[.;:!?\n]|,? (?:ale|lecz|więc|bo|ponieważ|potem) |, a |,? (?:i|a) (?=(?:{STARTS['pl']}|masz|jest)\b)|"
    rf", (?=(?:{STARTS['pl']})\b)",
    "ar": rf"[.;:!?\n؟؛]|،? (?:لكن|ولكن|لان|لذلك|ثم) |،? و(?=(?:{STARTS['ar']})\b)|[،,] (?=(?:{STARTS['ar']})\b)",
}
SMALL_WORDS = {
    "en": "the and any for with from that this these those them they you your yours her his him she was were are "
    "been being has have had does did will would should could can may might must about into onto over under "
    "than then there their need needs needed take takes taken taking took use uses used using get gets got "
    "feel feels see sees seen find found show shows shown sign signs evidence history present know known seem "
    "seems some much very more most also only its patient reports reported today currently time again anymore "
    "longer other when who what which please make made give",
    "es": "los las una uno unos unas para con por que del este esta estos estas ella ellos usted sus ser está están "
    "han hay tiene tener tenga toma tome tomar usa use usar siente muestra signos antecedentes presenta "
    "refiere paciente hoy muy más también solo otra otro cuando quien como nos les",
    "fr": "les des une dans pour par sur avec votre vos vous nous son ses cette ces est sont êtes avez avoir "
    "être était "
    "prenez prendre pris prise faut faire fait fais peut pouvez pouvoir devez doit devoir aux qui que "
    "dont mais aussi très "
    "plus moins encore patient patiente signe signes tout toute tous toutes besoin reste rester quand "
    "comme leur elle ils",
    "pl": "jest są był była było być oraz dla przez przy pod nad masz mam mieć bierz brać weź przyjmuj przyjmować twój "
    "twoja twoje ten tego tej tym temu tak jak lub albo też już jeszcze bardzo cię ciebie cechy cech pacjent pacjentka "
    "proszę można może możesz musisz trzeba należy kiedy gdy które który która się jej jego ich",
    "ar": "في من على الى عن مع هذا هذه ذلك تلك التي الذي كان كانت يكون هو هي لديك لديه عند عندك يوجد توجد هناك تناول "
    "خذ يجب يمكن يمكنك ان انك كما او ثم قد كل جدا ايضا المريض المريضه بعد قبل حتى اي شيئا شيء اليك لك به بها",
}
