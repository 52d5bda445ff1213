"""Backups: copies of the database that were opened and looked through before anybody relies on them."""
