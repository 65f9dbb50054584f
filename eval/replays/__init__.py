"""Replies as a good, a sloppy and a lying chat model writes them, and how they are judged."""
