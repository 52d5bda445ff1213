"""Directory: what we offer, where, when, and who works there."""
