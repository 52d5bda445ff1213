"""What we offer in the words of schema.org, for search engines and maps: the same facts as on the page, no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from bedside.hours.calendar import WEEK
from bedside.people.models import StaffMember

from .clinic import the_clinic
from .models import Place, Priced, Service, VisitType
from .opening import special_days
from .prices import whole

Data = dict[str, Any]
Absolute = Callable[[str], str]  # an address of ours, with the host one asked at
DAYS = dict(zip(WEEK, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
CONTEXT = {"@context": "https://schema.org"}
A_YEAR = 365


def place_data(place: Place, services: Iterable[Service], at: Absolute, today: date) -> Data:
    """A place as a MedicalClinic with its hours and the days it is shut."""
    clinic = the_clinic()
    told = CONTEXT | {
        "@type": "MedicalClinic",
        **_named(place, reverse("directory:public-place", args=[place.pk]), at),
        "telephone": place.phone or clinic.phone,
        "address": _address(place),
        "openingHoursSpecification": hours_data(place),
        "specialOpeningHoursSpecification": shut_data(place, today),
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": name, "value": value}
            for name, value in (("Step-free access", place.step_free), ("Hearing loop", place.hearing_loop))
        ],
        "parentOrganization": _clinic(at),
        "availableService": [
            {"@type": "MedicalProcedure", **_named(one, reverse("directory:public-service", args=[one.slug]), at)}
            for one in services
        ],
    }
    if place.latitude is not None and place.longitude is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _without_blanks(told)


def service_data(service: Service, types: Iterable[VisitType], places: Iterable[Place], at: Absolute) -> Data:
    """A service: what it is for, for whom, where, and what it costs."""
    channels = [
        {
            "@type": "ServiceChannel",
            "serviceUrl": at(reverse("directory:public-service", args=[service.slug])),
            "servicePhone": {"@type": "ContactPoint", "telephone": place.phone},
            "serviceLocation": _at(place, at),
        }
        for place in places
    ]
    return _without_blanks(
        CONTEXT
        | {
            "@type": "Service",
            **_named(service, reverse("directory:public-service", args=[service.slug]), at),
            "description": service.said("purpose"),
            "serviceType": service.said("name"),
            "provider": _clinic(at),
            "audience": {
                "@type": "PeopleAudience",
                "audienceType": service.said("who_for"),
                "suggestedMinAge": service.min_age,
                "suggestedMaxAge": service.max_age,
            },
            "offers": _offer(service),
            "availableChannel": channels,
            "hasOfferCatalog": {
                "@type": "OfferCatalog",
                "name": service.said("name"),
                "itemListElement": [
                    {
                        "@type": "Offer",
                        **(_offer(one) or _offer(service) or {}),
                        "itemOffered": {
                            "@type": "MedicalProcedure",
                            "name": one.said("name"),
                            "preparation": " ".join([*one.preparation(), one.said("bring")]).strip(),
                        },
                    }
                    for one in types
                ],
            },
        }
    )


def person_data(member: StaffMember, places: Iterable[Place], services: Iterable[Service], at: Absolute) -> Data:
    """Somebody who sees patients: a doctor is a Physician, anybody else a Person who works for us."""
    is_doctor = member.title.strip(". ").lower() == "dr"
    told = CONTEXT | {
        "@type": "Physician" if is_doctor else "Person",
        "@id": at(reverse("directory:public-person", args=[member.pk])),
        "url": at(reverse("directory:public-person", args=[member.pk])),
        "name": " ".join(filter(None, [member.title, member.given_name, member.family_name])),
        "description": member.said("about"),
        "knowsLanguage": member.languages,
    }
    here = [_at(place, at) for place in places]
    if is_doctor:
        told |= {
            "parentOrganization": _clinic(at),
            "telephone": the_clinic().phone,
            "address": [_address(place) for place in places],
            "location": here,
            "availableService": [{"@type": "MedicalProcedure", "name": one.said("name")} for one in services],
        }
    else:
        told |= {"jobTitle": member.said("job"), "worksFor": _clinic(at), "workLocation": here}
    return _without_blanks(told)


def clinic_data(places: Iterable[Place], at: Absolute) -> Data:
    """The clinic and its places."""
    return _without_blanks(CONTEXT | _clinic(at) | {"department": [_at(place, at) for place in places]})


def hours_data(place: Place) -> list[Data]:
    """The usual week; days with the same hours are told together."""
    together: dict[tuple[str, str], list[str]] = {}
    for day in WEEK:
        for opens, closes in place.opening.get(day, ()):
            together.setdefault((opens, closes), []).append(DAYS[day])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": days,
            "opens": opens,
            "closes": closes.replace("24:00", "23:59"),
        }
        for (opens, closes), days in together.items()
    ]


def shut_data(place: Place, today: date) -> list[Data]:
    """The special days of a year to come: open from midnight to midnight means shut, as search engines read it."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "name": one.reason,
            "validFrom": one.first.isoformat(),
            "validThrough": one.last.isoformat(),
            "opens": "00:00",
            "closes": "00:00",
        }
        for one in special_days(place, today, A_YEAR)
    ]


def _named(thing: Place | Service, address: str, at: Absolute) -> Data:
    return {"@id": at(address), "url": at(address), "name": thing.said("name")}


def _clinic(at: Absolute) -> Data:
    clinic = the_clinic()
    return {
        "@type": "MedicalOrganization",
        "@id": at(reverse("directory:offered")),
        "url": at(reverse("directory:offered")),
        "name": clinic.name,
        "telephone": clinic.phone,
        "email": clinic.email,
    }


def _at(place: Place, at: Absolute) -> Data:
    address = reverse("directory:public-place", args=[place.pk])
    return {"@type": "MedicalClinic", **_named(place, address, at), "address": _address(place)}


def _address(place: Place) -> Data:
    return {
        "@type": "PostalAddress",
        "streetAddress": place.address,
        "addressLocality": place.town,
        "addressRegion": place.region,
        "postalCode": place.postcode,
        "addressCountry": the_clinic().country,
    }


def _offer(priced: Priced) -> Data | None:
    if priced.price_minor is None:
        return None
    free = priced.price_minor == 0
    currency = priced.currency or the_clinic().pack.currency
    return {
        "@type": "Offer",
        "price": "0" if free else str(whole(priced.price_minor, currency)),
        "priceCurrency": currency,
    }


def _without_blanks(told: Data) -> Data:
    """Nothing is said of what is not known; an empty word would be a claim."""
    kept = {key: _kept(value) for key, value in told.items()}
    return {key: value for key, value in kept.items() if value not in (None, "", [], {}) and not _says_nothing(value)}


def _says_nothing(value: Any) -> bool:
    """A thing of which no more is known than what kind of thing it is."""
    return isinstance(value, dict) and set(value) == {"@type"}


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_blanks(value)
    return [_kept(one) for one in value] if isinstance(value, list) else value
