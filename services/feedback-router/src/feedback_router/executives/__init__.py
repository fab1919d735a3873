"""What executives are told, in their language."""
