"""The journal: what happened, by whose hand, and who saw what; a record or a refusal."""
