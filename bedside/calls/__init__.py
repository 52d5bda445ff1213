"""Calls: who called or came by, what was said and promised; and how our phones and our answers do."""
