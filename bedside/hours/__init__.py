"""Hours: what time it is, which day that is at the clinic and when it is open; it knows no other room."""
