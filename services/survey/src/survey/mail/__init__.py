"""Mail out: how a message is written, and how it is handed to the mail server."""
