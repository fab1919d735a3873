"""Past answers and customers from a file: read row by row, mapped, sent in batches, each row once."""
