"""How fast it is: each file measures one thing, and beside it, in the same run, the least that could be done."""
