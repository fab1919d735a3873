"""Why something was decided, in the words of each language: texts."""
