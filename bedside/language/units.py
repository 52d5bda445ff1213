"""Units, number words and the words that set a bound, in English and Spanish, each with what it comes to."""

from __future__ import annotations

from decimal import Decimal

ONE = Decimal(1)
MINUTES_A_DAY = Decimal(1440)


def _named(*rows: tuple[str, str, Decimal | int | str]) -> dict[str, tuple[str, Decimal]]:
    return {word: (unit, Decimal(factor)) for words, unit, factor in rows for word in words.split("|")}


# What is written -> what it counts, and how many of that one of it is.
UNITS = _named(
    ("mcg|µg|μg|ug|microgram|micrograms|microgramme|microgrammes|microgramo|microgramos", "mg", "0.001"),
    ("mg|mgs|milligram|milligrams|milligramme|milligrammes|miligramo|miligramos", "mg", 1),
    ("g|gr|gram|grams|gramme|grammes|gramo|gramos", "mg", 1000),
    ("kg|kgs|kilo|kilos|kilogram|kilograms|kilogramo|kilogramos", "kg", 1),
    ("ml|mls|cc|millilitre|millilitres|milliliter|milliliters|mililitro|mililitros", "ml", 1),
    ("dl|decilitre|decilitres|decilitro|decilitros", "ml", 100),
    ("l|litre|litres|liter|liters|litro|litros", "ml", 1000),
    ("sec|secs|seconds|segundo|segundos", "second", 1),
    ("min|mins|minute|minutes|minuto|minutos", "minute", 1),
    ("h|hr|hrs|hour|hours|hora|horas", "minute", 60),
    ("day|days|día|días|dia|dias", "minute", MINUTES_A_DAY),
    ("night|nights|noche|noches", "night", 1),
    ("wk|wks|week|weeks|semana|semanas", "minute", 7 * MINUTES_A_DAY),
    ("fortnight|fortnights|quincena", "minute", 14 * MINUTES_A_DAY),
    ("mth|mths|month|months|mes|meses", "month", 1),
    ("yr|yrs|year|years|año|años", "month", 12),
    ("%|percent|per cent|por ciento", "%", 1),
    ("°c|ºc|° c|celsius|degrees|degree|degrees c|degrees celsius|grados|grado|grados c|°|º", "degree", 1),
    ("°f|ºf|fahrenheit|degrees f", "degree F", 1),
    ("mmhg|mm hg", "mmhg", 1),
    ("mmol/l|mmol/litre|mmol/litro", "mmol/l", 1),
    ("mmol/mol|mg/dl|g/l|g/dl|ng/ml|µmol/l|umol/l|iu/l|u/l|mg/kg|mcg/kg|kg/m2|kg/m²|ml/min|mmol|bpm|mm|cm|km", "", 1),
    ("unit|units|iu|ui|unidad|unidades", "unit", 1),
    ("tablet|tablets|tab|tabs|pill|pills|capsule|capsules|caps|pastilla|pastillas|comprimido|comprimidos", "tablet", 1),
    ("cápsula|cápsulas|tableta|tabletas|píldora|píldoras", "tablet", 1),
    ("puff|puffs|inhalation|inhalations|inhalación|inhalaciones|puf", "puff", 1),
    ("drop|drops|gota|gotas", "drop", 1),
    ("spray|sprays|patch|patches|parche|parches|sachet|sachets|sobre|sobres", "piece", 1),
    ("dose|doses|dosis", "dose", 1),
    ("teaspoon|teaspoons|tsp|cucharadita|cucharaditas", "teaspoon", 1),
    ("time|times|vez|veces", "time", 1),
    ("stone|lb|lbs|mile|miles|feet|inches", "", 1),
)
UNITS = {word: (unit or word, factor) for word, (unit, factor) in UNITS.items()}

DOSES = frozenset({"mg", "ml", "tablet", "puff", "drop", "unit", "piece", "teaspoon", "often"})

SMALL = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
TWENTIES = "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
ONES = {"en": frozenset({"one", "a", "an"}), "es": frozenset({"un", "uno", "una"})}


def number_words(language: str) -> dict[str, int]:
    """Every single word that is a number; "one" too, which only counts before a unit."""
    words = {word: number for number, word in enumerate(SMALL[language].split())}
    words |= {word: 20 + 10 * step for step, word in enumerate(TENS[language].split())}
    if language == "en":
        return words | {"hundred": 100, "thousand": 1000}
    words |= {word: 21 + step for step, word in enumerate(TWENTIES.split())}
    return words | {"un": 1, "una": 1, "veintiún": 21, "veintiuna": 21, "cien": 100, "ciento": 100, "mil": 1000}


MOST = {
    "en": "no more than|not more than|no longer than|not longer than|no later than|at most|up to|a maximum of|"
    "maximum of|maximum|max|less than|fewer than|under|below|≤|<",
    "es": "no más de|no mas de|como máximo|un máximo de|máximo de|máximo|hasta|menos de|por debajo de|menor de|"
    "inferior a|≤|<",
}
LEAST = {
    "en": "no less than|not less than|no fewer than|at least|a minimum of|minimum of|minimum|more than|above|over|≥|>",
    "es": "no menos de|al menos|por lo menos|como mínimo|un mínimo de|mínimo|más de|mas de|por encima de|mayor de|"
    "superior a|≥|>",
}
MOST_AFTER = {
    "en": "or less|or fewer|or under|or below|or lower|at most|maximum|max",
    "es": "o menos|como máximo|máximo|o por debajo",
}
LEAST_AFTER = {
    "en": "or more|or above|or over|or higher|at least|minimum|or greater",
    "es": "o más|o mas|como mínimo|o por encima|o superior",
}

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
