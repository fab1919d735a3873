"""What the router decides, as pure values: no clock, no I/O, the standard library only."""
