"""Starts the parts of the house in order, keeps them alive, stops them in reverse. It knows none of them."""
