"""Past answers from a file: read row by row, mapped to a survey's questions, sent in batches, each row once."""
