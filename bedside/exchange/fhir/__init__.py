"""FHIR R4 at the street door: one file for each type we act on, their word on the left, ours on the right."""
