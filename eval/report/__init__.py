"""Reports: a scored run as one HTML file and as Markdown, and the views that both are made of."""
