"""Question sets of others, read into this project's own."""
