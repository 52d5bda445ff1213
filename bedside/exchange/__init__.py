"""Exchange: the street door, where other systems speak FHIR to us."""
