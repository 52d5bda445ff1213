"""A form in short, as people write it, made into a FHIR R4 Questionnaire with its words in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .items import HL7, TRANSLATION, Json

WORDS = Mapping[str, str]  # by language; English is the form's own
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
PLAIN = ("type", "required", "repeats", "maxLength", "definition")


def words(name: str, said: WORDS) -> Json:
    """One text in several languages: English in its place, the others beside it as the standard has them."""
    others = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": text},
            ],
        }
        for language, text in said.items()
        if language != "en"
    ]
    return {name: said["en"], **({f"_{name}": {"extension": others}} if others else {})}


def questionnaire(short: Mapping[str, Any]) -> Json:
    """The whole form."""
    return {
        "resourceType": "Questionnaire",
        "status": "draft",
        "subjectType": ["Patient"],
        "name": "".join(part.capitalize() for part in str(short["slug"]).split("-")),
        **words("title", short["title"]),
        **words("description", short["about"]),
        "item": [_item(one) for one in short["item"]],
    }


def _item(short: Mapping[str, Any]) -> Json:
    made: Json = {"linkId": short["id"], **words("text", short["text"])}
    made |= {name: short[name] for name in PLAIN if name in short}
    if "code" in short:
        made["code"] = [{"system": LOINC, "code": short["code"]}]
    if "unit" in short:
        unit = {"system": UCUM, "code": short["unit"], "display": short["unit"]}
        made["extension"] = [{"url": f"{HL7}questionnaire-unit", "valueCoding": unit}]
    if "units" in short:
        made["extension"] = [
            {"url": f"{HL7}questionnaire-unitOption", "valueCoding": {"system": UCUM, "code": code, "display": said}}
            for code, said in short["units"].items()
        ]
    if "option" in short:
        made["answerOption"] = [_option(one) for one in short["option"]]
    if "when" in short:
        made["enableWhen"] = [dict(one) for one in short["when"]]
        made["enableBehavior"] = short.get("behavior", "all")
    if "item" in short:
        made["item"] = [_item(one) for one in short["item"]]
    return made


def _option(short: Mapping[str, Any]) -> Json:
    made: Json = {"valueCoding": {"code": short["code"], **words("display", short["said"])}}
    if short.get("alone"):
        made["extension"] = [{"url": f"{HL7}questionnaire-optionExclusive", "valueBoolean": True}]
    return made
