"""Hours: what time it is, which day that is at the clinic, when it is open. The cellar; it knows no other room."""
