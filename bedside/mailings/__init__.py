"""Mailings: one message to many patients, looked at and confirmed by a person before any leaves."""
