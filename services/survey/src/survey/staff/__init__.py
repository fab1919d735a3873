"""What the pages for staff say, in their language."""
