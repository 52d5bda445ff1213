"""Records: the clinical record we carry for others, kept to the letter."""
