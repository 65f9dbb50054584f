"""Where files become searchable passages."""
