"""The page in the browser: what it shows, who may see it, and the server that offers it."""
