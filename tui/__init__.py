"""The terminal: the polyrec command and the chat."""
