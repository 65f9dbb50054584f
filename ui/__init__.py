"""The command line and everything that is shown."""
