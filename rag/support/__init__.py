"""Whether a sentence stands on its evidence."""
