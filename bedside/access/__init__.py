"""Access: who may come in, through which door, in which role."""
