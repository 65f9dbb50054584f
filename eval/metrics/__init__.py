"""Metrics, one pure function each, and the table that says what each one means."""
