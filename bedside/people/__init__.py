"""People: patients, their carers, staff, and who is who."""
