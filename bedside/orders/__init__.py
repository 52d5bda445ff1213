"""Orders: what whoever treats a patient asks of another team, until it is done and the patient has been told."""
