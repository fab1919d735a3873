"""What `escucha run` does: which parts there are, what they are told, in which order they come."""
