"""Jobs: work to be done later, kept as rows until it is done."""
