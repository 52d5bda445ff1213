"""Trials: a clinic day tried out many times by the rules of the real queue, and compared with another plan. Pure."""
