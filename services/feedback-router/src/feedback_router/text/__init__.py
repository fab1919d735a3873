"""What libraries can tell about a text: its language, its sentiment."""
