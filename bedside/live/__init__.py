"""Live: telling open screens that something has changed."""
