"""What people hear who were praised, in their language."""
