"""PostgreSQL as this house uses it: Django's own backend, which asks what it knows by heart."""
