"""Where a question becomes a grounded, cited answer."""
