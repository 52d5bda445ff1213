"""Training: what staff practise, and who has practised it."""
