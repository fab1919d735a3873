"""The way out to receivers that other people run: nothing inside can be reached by it, and nobody can hold it up."""
