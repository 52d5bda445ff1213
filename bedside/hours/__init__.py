"""Hours: what time it is, which day that is at the clinic, when the clinic is open. The cellar; it knows no other room."""
