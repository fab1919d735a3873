"""From labelled text to the weights of `text/weights`, with one command. Nothing here runs in a service."""
