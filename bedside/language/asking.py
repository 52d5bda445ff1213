"""How messages ask for things in each language: what is an action, what is a way out, what is private, what is a no.

English and Spanish are looked for together, whichever of the two a text says it is in. French, Polish and Arabic are
our own lists, and nobody who speaks them from home has read them yet.
"""

from __future__ import annotations

import re
from functools import lru_cache

ENGLISH_AND_SPANISH = {
    "asks": r"\b(?:reply|send|tell|give|confirm|provide|enter|text|e-?mail|need|share|write|include|what(?: is|'s)|"
    r"respond\w*|env[ií]\w+|mand\w+|confirm\w+|dig\w+|escrib\w+|indi\w+|necesitamos|cu[aá]l es|facilit\w+|"
    r"proporcion\w+)\b|\?",
    "private": r"\b(?:dates? of birth|birth ?dates?|dob|d\.o\.b\.?|birthday|when (?:were you|you were) born|password|"
    r"passcode|pin number|"
    r"card number|bank details|account number|cvv|social security number|ssn|fecha de nacimiento|cu[aá]ndo naci[oó]|"
    r"contraseña|n[uú]mero de tarjeta|datos bancarios|n[uú]mero de cuenta|seguridad social)(?!\w)",
    "never": r"\b(?:never|not|don['’]t|won['’]t|without|no|nunca|jam[aá]s|sin)\b",
    "code": r"code|c[oó]digo|passcode",
    "call": r"call|phone|ring|dial|text|tel\.?|llame al?|llama al|marque el?|tel[eé]fono",
    "action": r"(?:^|[,;:–-] |\b(?:please|and then|then|por favor,?|you (?:must|need to|should|can)|debe|tiene que|"
    r"puede) )(?:please )?"
    r"(reply|call|phone|ring|click|tap|book|confirm|log ?in|sign ?in|visit (?=http|www|our|the|#)|go to|"
    r"go online|download|"
    r"fill in|fill out|complete|pay|register|email|e-mail|text|send|open the|follow the link|choose|submit|upload|scan|"
    r"responda|conteste|llame|llámenos|llámanos|haga clic|pulse|toque|reserve|confirme|entre en|inicie sesión|"
    r"visite|vaya a|"
    r"descargue|rellene|complete|pague|regístrese|envíe|abra|elija|suba|escríbanos)\b",
    "way_out": r"\bif\b|\bneed (?:help|to)\b|\bquestions?\b|\bto (?:change|cancel|move|rearrange|reschedule|stop|opt|"
    r"unsubscribe|rebook|"
    r"talk|speak|ask)\b|\bfor help\b|\bcan(?:no|['’])t\b|\bor (?:call|phone|text|reply)\b|\bstop\b|\b999\b|"
    r"\b911\b|\b112\b|"
    r"\bsi\b|\bpara (?:cambiar|cancelar|anular|hablar|no recibir|preguntar)\b|\bpreguntas?\b|\bdudas?\b|\bayuda\b",
    "here": r"\b(?:click|tap|press) here\b|\b(?:haga clic|pulse|haz clic) aqu[ií]\b",
    "on": r"on|by|before|until|el|antes del|hasta el",
}
OTHERS = {
    "fr": {
        "asks": r"\b(?:répond\w*|envoy\w+|donne[zr]|dites|indique[zr]|confirme[zr]|écri\w+|communique[zr]|fourni\w+|"
        r"saisi\w+|entrez|précise[zr]|besoin d\w*|quel(?:le)? est)\b|\?",
        "private": r"\b(?:dates? de naissance|quand êtes-vous née?|mots? de passe|code (?:secret|confidentiel)|"
        r"numéro de (?:carte|compte|sécurité sociale)|carte bancaire|coordonnées bancaires|iban|rib|cvv)(?!\w)",
        "never": r"\b(?:jamais|ne|pas|sans|aucune?)\b|\bn['’]",
        "code": r"code",
        "call": r"appelez(?:-nous)?(?: le| au)?|appeler(?: le| au)?|composez le|téléphonez au|tél\.?|téléphone",
        "action": r"(?:^|[,;:–-] |\b(?:veuillez|merci de|vous (?:devez|pouvez)|il faut|puis|ensuite|et) )"
        r"(répond(?:ez|re)|appele[zr](?:-nous)?|téléphone[zr]|clique[zr]|appuye[zr]|réserve[zr]|confirme[zr]|"
        r"connectez-vous|vous connecter|visitez (?=http|www|notre|le site)|alle[zr] sur|télécharge[zr]|rempli\w+|"
        r"complète[zr]|paye[zr]|règle[zr]|inscrivez-vous|vous inscrire|envoye[zr]|ouvr(?:ez|ir)|suivez le lien|"
        r"choisi(?:ssez|r)|scanne[zr]|écri(?:vez|re)(?:-nous)?|signe[zr])\b",
        "way_out": r"\b(?:si|besoin|questions?|aide|stop|15|112|999|urgence)\b|\bs['’]il (?:y a|faut)\b|"
        r"\bpour (?:changer|modifier|annuler|déplacer|parler|demander|ne plus)\b|"
        r"\bou (?:appelez|téléphonez|répondez|envoyez)\b",
        "here": r"\b(?:clique[zr]|appuye[zr]) ici\b",
        "on": r"le|du|au|avant le|jusqu['’]au",
    },
    "pl": {
        "asks": r"\b(?:odpowie\w+|odpis\w+|pod(?:aj|ać|anie)\w*|wy(?:ślij|słać|słanie)\w*|prze(?:ślij|słać)\w*|"
        r"potwierd\w+|"
        r"napis\w+|napisz\w*|wpis\w+|prosimy o|proszę o|potrzebujemy|jak(?:i|a|ie) jest)\b|\?",
        "private": r"\b(?:dat[aęy] urodzenia|kiedy się \w+ (?:urodził\w*)|hasł[aoeu]|hasłem|pesel\w*|"
        r"numer\w* (?:karty|konta|pesel)|dan\w+ (?:karty|konta)|kod\w* pin|cvv)(?!\w)",
        "never": r"\b(?:nigdy|nie|bez)\b",
        "code": r"kod\w*",
        "call": r"(?:za)?dzwo(?:ń|nić)\w*(?: pod)?(?: numer)?|tel\.?|telefon\w*|numer\w*|nr",
        "action": r"(?:^|[,;:–-] |\b(?:proszę|prosimy|należy|trzeba|mo(?:żesz|żna)|oraz|następnie|potem|i) )"
        r"(?:teraz |się )?"
        r"(odpowie\w+|odpis\w+|zadzwo\w+|dzwoń|dzwonić|klikn\w+|zarezerw\w+|umów\w*|potwierd\w+|zalog\w+|wejść|wejdź|"
        r"pobrać|pobierz|wypełni\w*|zapłac\w*|zapłać|zarejestr\w+|wy(?:ślij|słać)|otw\w+|wyb(?:ierz|rać)|"
        r"zeskan\w+|napis\w+|napisz|prześlij|przesłać|podpis\w+)\b",
        "way_out": r"\bjeśli\b|\bjeżeli\b|\bgdyby\b|\bw razie\b|\bw nagłym\b|\bpyta\w+\b|\bpomoc\w*\b|"
        r"\b(?:aby|żeby) (?:zmienić|odwołać|zapytać|przełożyć)\b|\bzmiana\b|\bodwołanie\b|"
        r"\b(?:lub|albo) (?:proszę )?(?:za)?dzwoni\w+|\bmożna też\b|\bstop\b|\b(?:112|999)\b",
        "here": r"\bklikn(?:ij|ąć) (?:tu|tutaj)\b",
        "on": r"dnia|w dniu|do|od|przed",
    },
    "ar": {
        "asks": r"\b[وف]?(?:أرسل\w*|ارسل\w*|إرسال|أعطنا|أخبرنا|أكد\w*|أكّد|تأكيد|اكتب\w*|كتابة|أدخل\w*|إدخال|زودنا|"
        r"نحتاج|ما (?:هو|هي)?)\b|[؟?]",
        "private": r"\b[وبل]?(?:تاريخ (?:ال)?ميلاد\w*|متى ولدت|كلم[ةت] ?(?:ال)?(?:مرور|سر)\w*|الرقم السري|رقمك السري|"
        r"رقم (?:ال)?(?:بطاق[ةت]|حساب)\w*|(?:ال)?بيانات\w* (?:ال)?(?:بنكية|مصرفية)|الضمان الاجتماعي)(?!\w)",
        "never": r"\b[وف]?(?:لا|لن|أبد[اً]+|بدون|دون)\b",
        "code": r"(?:ال)?(?:رمز|كود)\w*",
        "call": r"اتصل\w*(?: بنا)?(?: على)?(?: الرقم)?|الاتصال(?: بنا)?(?: على)?|[وب]?رقمنا(?: هو)?|هاتف\w*|الرقم",
        "action": r"(?:^|[,،؛;:.–-] |\b(?:يرجى|الرجاء|من فضلك|يجب أن|عليك|ثم) )[وف]?"
        r"(اتصل\w*|الاتصال|اضغط\w*|الضغط|انقر\w*|النقر|احجز\w*|أكد\w*|أكّد|تأكيد|سج[ّ]?ل\w* الدخول|تسجيل الدخول|"
        r"زر (?:موقع|http|www)|حم[ّ]?ل\w* (?=التطبيق|الملف)|املأ|ملء|ادفع\w*|الدفع|أرسل\w*|إرسال|افتح\w*|فتح|"
        r"اختر|اختاري|اختيار|امسح\w* الرمز|اكتب\w*|وق[ّ]?ع\w*|رد[ّ]? على|الرد)\b",
        "way_out": r"\bإذا\b|\bلو\b|\bعند الحاجة\b|\bل(?:ل)?(?:تغيير|إلغاء|لإلغاء|استفسار|سؤال|مساعدة)\b|"
        r"\bأسئلة\b|\bسؤال\b|\bمساعدة\b|\bأو (?:اتصل|أرسل|رد)\w*|\bيمكنك أيض|\bفي الطوارئ\b|\b(?:112|999|997)\b",
        "here": r"\b(?:اضغط|انقر)\w* هنا\b",
        "on": r"يوم|في|قبل|حتى",
    },
}


@lru_cache(maxsize=64)
def pattern(what: str, language: str, around: str = "%s") -> re.Pattern[str]:
    """How this is said in that language, inside what stands around it; in one we do not know, as in English."""
    said = OTHERS.get(language, ENGLISH_AND_SPANISH)[what]
    return re.compile(around.replace("%s", f"(?:{said})") if around != "%s" else said, re.I | re.S)
