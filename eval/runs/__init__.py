"""Runs: an assistant asked a whole set, its record, and what it scores."""
