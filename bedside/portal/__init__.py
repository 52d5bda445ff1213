"""Portal: the patient's home."""
