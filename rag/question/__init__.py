"""What a question asks: its kind, the papers that it names, the works that it means."""
