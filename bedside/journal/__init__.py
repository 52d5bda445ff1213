"""The journal: what happened, by whose hand, and who saw what. A record or a refusal."""
