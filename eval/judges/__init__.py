"""Judges: whether evidence carries a claim, said by a scorer, a model or a cross-encoder."""
