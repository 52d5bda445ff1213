"""Config: how anything starts: a knock, something that happened, or the clock."""
