"""A mail server for one machine: it sends nothing, keeps everything, and shows it under /mail."""
