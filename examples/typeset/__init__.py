"""Typesets the example articles: one source, five file formats."""
